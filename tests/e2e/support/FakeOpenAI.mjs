import {createServer} from 'node:http';
import {HeldStream} from './HeldStream.mjs';
import * as wire from './openaiWire.mjs';

/**
 * An upstream that speaks OpenAI's chat protocol on loopback and remembers what it was asked.
 * Every answer bills kUsage: 11 prompt tokens, 4 of them cached, and 7 completion tokens.
 */
export class FakeOpenAI {
  requests = [];
  #server = createServer((request, response) => this.#onRequest(request, response));
  #held = [];
  #failures = [];

  static async start() {
    const upstream = new FakeOpenAI();
    await new Promise((resolve) => upstream.#server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get baseUrl() {
    return `http://127.0.0.1:${this.#server.address().port}/v1`;
  }

  get last() {
    return this.requests.at(-1);
  }

  /** The next stream is sent by hand, chunk by chunk. */
  holdNextStream() {
    const stream = new HeldStream();
    this.#held.push(stream);
    return stream;
  }

  failNext(status, error, headers = {}) {
    this.#failures.push({status, error, headers});
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #onRequest(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString('utf8');
    const seen = {method: request.method, path: request.url, headers: request.headers, body};
    this.requests.push(seen);
    const failure = this.#failures.shift();
    if (failure) return wire.sendError(response, failure);
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      return wire.sendError(response, {status: 404, error: {message: `no ${request.url}`, type: 'invalid_request_error'}});
    }
    const asked = (seen.json = JSON.parse(body));
    if (!asked.stream) return wire.sendCompletion(response, asked);
    const held = this.#held.shift();
    if (held) return held.begin(asked, request, response);
    wire.sendWholeStream(response, asked);
  }
}
