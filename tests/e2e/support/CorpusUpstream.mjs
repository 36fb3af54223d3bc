import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import path from 'node:path';

const kAnswers = path.resolve(import.meta.dirname, '../../fixtures/protocols/answers');

/** Who is spoken to, by the path of a call; the model's name is the name of the answer. */
function callOf(url, body) {
  const {pathname} = new URL(url, 'http://upstream');
  const gemini = /^\/v1beta\/models\/([^:]+):(generateContent|streamGenerateContent)$/.exec(pathname);
  if (gemini) return {dialect: 'gemini', answer: gemini[1], stream: gemini[2] === 'streamGenerateContent'};
  const dialect = {'/v1/chat/completions': 'openai', '/v1/messages': 'anthropic', '/api/chat': 'ollama'}[pathname];
  return dialect && {dialect, answer: body.model, stream: body.stream === true};
}

/**
 * An upstream that speaks OpenAI's, Anthropic's, Gemini's and Ollama's protocol on loopback, with the answers of the
 * conformance corpus, and remembers what it was asked.
 */
export class CorpusUpstream {
  requests = [];
  #server = createServer((request, response) => this.#onRequest(request, response));

  static async start() {
    const upstream = new CorpusUpstream();
    await new Promise((resolve) => upstream.#server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  get last() {
    return this.requests.at(-1);
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #onRequest(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const text = Buffer.concat(parts).toString('utf8');
    const seen = {path: request.url, headers: request.headers, body: text, json: text ? JSON.parse(text) : undefined};
    this.requests.push(seen);
    const call = callOf(request.url, seen.json);
    if (!call) {
      response.writeHead(404, {'content-type': 'application/json'});
      return response.end(JSON.stringify({error: {message: `no ${request.url}`}}));
    }
    const ending = !call.stream ? 'json' : call.dialect === 'ollama' ? 'ndjson' : 'sse';
    const type = {json: 'application/json', ndjson: 'application/x-ndjson', sse: 'text/event-stream'}[ending];
    const bytes = readFileSync(path.join(kAnswers, call.answer, `${call.dialect}.${ending}`));
    response.writeHead(200, {'content-type': type});
    const half = bytes.length >> 1; // two pieces, cut anywhere
    response.write(bytes.subarray(0, half));
    response.end(bytes.subarray(half));
  }
}
