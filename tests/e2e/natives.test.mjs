import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {after, before, describe, it} from 'node:test';
import {Gateway, Home} from './support/Gateway.mjs';
import {clientOf} from './support/openai.mjs';
import {apply, jsonLinesOf, kAliceKey} from './support/scenario.mjs';

const kAnswer = 'Marmalade, “Wörld” 你好 🙂';

/** DashScope, ERNIE version 1, Alibaba Cloud OCR and a shop of pictures, in the forms of their own pages. */
class NativeServices {
  requests = [];
  tokens = 0;
  refuseTokens = 0;
  #server = createServer((request, response) => this.#onRequest(request, response));

  static async start() {
    const services = new NativeServices();
    await new Promise((resolve) => services.#server.listen(0, '127.0.0.1', resolve));
    return services;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #onRequest(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    const url = new URL(request.url, this.url);
    const seen = {path: url.pathname, query: url.searchParams, headers: request.headers, body};
    this.requests.push(seen);
    const json = (status, answer) => response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(answer));
    if (url.pathname.endsWith('/text-generation/generation')) return this.#dashScope(seen, response, json);
    if (url.pathname.endsWith('/text-embedding')) return json(200, {output: {embeddings: [{text_index: 0, embedding: [0.5, -1]}]}, usage: {total_tokens: 3}, request_id: 'r'});
    if (url.pathname === '/oauth/2.0/token') return this.#token(url, json);
    if (url.pathname.includes('/wenxinworkshop/chat/')) return this.#ernie(seen, url, response, json);
    if (url.pathname === '/picture.png') return response.writeHead(302, {location: '/moved.png'}).end();
    if (url.pathname === '/moved.png') return response.writeHead(200, {'content-type': 'image/png'}).end('PNG bytes');
    if (url.pathname === '/' && request.headers['x-acs-action']) {
      return json(200, {RequestId: 'r', Data: JSON.stringify({content: 'Hello', prism_wordsInfo: [{word: 'Hello', prob: 98, angle: 0, direction: 0, height: 10, width: 30, x: 1, y: 2}]})});
    }
    return json(404, {message: `no ${request.url}`});
  }

  #dashScope(seen, response, json) {
    const {input, parameters} = JSON.parse(seen.body);
    const usage = {input_tokens: 10, output_tokens: 4, total_tokens: 14};
    if (input.messages.length === 0 || parameters.result_format !== 'message') return json(400, {code: 'InvalidParameter', message: 'messages', request_id: 'r'});
    if (seen.headers['x-dashscope-sse'] !== 'enable') {
      return json(200, {output: {choices: [{finish_reason: 'stop', message: {role: 'assistant', content: kAnswer}}]}, usage, request_id: 'r'});
    }
    response.writeHead(200, {'content-type': 'text/event-stream;charset=UTF-8'});
    const event = (content, finish_reason) => response.write(
      `id:1\nevent:result\n:HTTP_STATUS/200\ndata:${JSON.stringify({output: {choices: [{message: {role: 'assistant', content}, finish_reason}]}, usage, request_id: 'r'})}\n\n`);
    for (const word of kAnswer.split(/(?<= )/)) event(word, 'null');
    event('', 'stop');
    response.end();
  }

  #token(url, json) {
    if (url.searchParams.get('client_id') !== 'ernie-id' || url.searchParams.get('client_secret') !== 'ernie-secret') {
      return json(401, {error: 'invalid_client', error_description: 'unknown client id'});
    }
    json(200, {access_token: `24.token-${++this.tokens}`, expires_in: 2592000, scope: 'ai_custom'});
  }

  #ernie(seen, url, response, json) {
    if (this.refuseTokens > 0 || url.searchParams.get('access_token') !== `24.token-${this.tokens}`) {
      this.refuseTokens = Math.max(0, this.refuseTokens - 1);
      return json(200, {error_code: 110, error_msg: 'Access token invalid or no longer valid'});
    }
    const {messages, stream} = JSON.parse(seen.body);
    if (messages.length % 2 === 0 || messages.some(({role}) => role === 'system')) return json(200, {error_code: 336003, error_msg: 'the messages are not valid'});
    const usage = {prompt_tokens: 10, completion_tokens: 4, total_tokens: 14};
    if (!stream) return json(200, {id: 'as-1', object: 'chat.completion', created: 1763000000, result: kAnswer, is_truncated: false, finish_reason: 'normal', usage});
    response.writeHead(200, {'content-type': 'text/event-stream;charset=utf-8'});
    const words = kAnswer.split(/(?<= )/);
    for (const [index, result] of words.entries()) {
      response.write(`data: ${JSON.stringify({id: 'as-1', object: 'chat.completion', sentence_id: index, is_end: index === words.length - 1, result, usage})}\n\n`);
    }
    response.end();
  }
}

describe('services with a protocol of their own', () => {
  let services;
  let home;
  let gateway;
  let alice;
  before(async () => {
    services = await NativeServices.start();
    home = new Home();
    gateway = await Gateway.start(home, '--workers', '2');
    const applied = await apply(home, `version: 1
settings: {fetch_private: true}
providers:
  - {name: qwen, kind: dashscope, base_url: "${services.url}", credentials: [{name: main, key: sk-dash}]}
  - {name: ernie, kind: ernie, base_url: "${services.url}", credentials: [{name: main, id: ernie-id, key: ernie-secret}]}
  - {name: ocr, kind: aliyun-ocr, base_url: "${services.url}", credentials: [{name: main, id: ocr-id, key: ocr-secret}]}
models:
  - {name: qwen-plus, routes: [{provider: qwen, model: qwen-plus}], price: {input: "1.00", output: "2.00"}}
  - {name: ernie-4, routes: [{provider: ernie, model: ERNIE-4.0-8K}], price: {input: "1.00", output: "2.00"}}
  - {name: reader, routes: [{provider: ocr, model: general}]}
users:
  - {name: alice, balance: "10.00", keys: [{name: laptop, key: "${kAliceKey}"}]}
`);
    assert.equal(applied.code, 0, applied.stderr);
    alice = clientOf(gateway, kAliceKey);
  });
  after(async () => {
    await gateway?.kill();
    await services?.stop();
    home?.remove();
  });

  const ask = (model) => ({model, messages: [{role: 'system', content: 'be terse'}, {role: 'user', content: 'hi'}]});
  async function streamed(model) {
    const stream = await alice.chat.completions.create({...ask(model), stream: true, stream_options: {include_usage: true}});
    let text = '';
    let usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      usage = chunk.usage ?? usage;
    }
    return {text, tokens: usage.total_tokens};
  }

  for (const model of ['qwen-plus', 'ernie-4']) {
    it(`${model}: plain and streamed`, async () => {
      const plain = await alice.chat.completions.create(ask(model));
      assert.equal(plain.choices[0].message.content, kAnswer);
      assert.equal(plain.usage.total_tokens, 14);
      assert.deepEqual(await streamed(model), {text: kAnswer, tokens: 14});
    });
  }

  it('fetches one ERNIE token for all workers, and another one when it is refused', async () => {
    await Promise.all(Array.from({length: 20}, () => alice.chat.completions.create(ask('ernie-4'))));
    assert.equal(services.tokens, 1);
    services.refuseTokens = 1;
    const answer = await alice.chat.completions.create(ask('ernie-4'));
    assert.equal(answer.choices[0].message.content, kAnswer);
    assert.equal(services.tokens, 2);
  });

  it('turns texts into vectors', async () => {
    const {data, usage} = await alice.embeddings.create({model: 'qwen-plus', input: 'hi'}); // this client asks for base64
    assert.deepEqual(data[0].embedding, [0.5, -1]);
    assert.equal(usage.prompt_tokens, 3);
  });

  it('reads the text off a picture', async () => {
    const response = await fetch(`${gateway.url}/v1/ocr`, {
      method: 'POST',
      headers: {authorization: `Bearer ${kAliceKey}`, 'content-type': 'application/json'},
      body: JSON.stringify({model: 'reader', url: `${services.url}/picture.png`}),
    });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {content: 'Hello', blocks: [{content: 'Hello', confidence: 98, angle: 0, direction: 0, height: 10, width: 30, x: 1, y: 2}]});
    const call = services.requests.at(-1);
    assert.equal(call.body.toString(), 'PNG bytes');
    assert.equal(call.headers['x-acs-action'], 'RecognizeGeneral');
    assert.match(call.headers.authorization, /^ACS3-HMAC-SHA256 Credential=ocr-id,SignedHeaders=.*,Signature=[0-9a-f]{64}$/);
  });

  it('does not fetch pictures from this machine unless the owner allows it', async () => {
    assert.equal((await apply(home, 'version: 1\nsettings: {fetch_private: false}\n')).code, 0);
    const before = services.requests.length;
    const response = await fetch(`${gateway.url}/v1/ocr`, {
      method: 'POST',
      headers: {authorization: `Bearer ${kAliceKey}`, 'content-type': 'application/json'},
      body: JSON.stringify({model: 'reader', url: `${services.url.replace('127.0.0.1', 'localhost')}/picture.png`}),
    });
    assert.equal(response.status, 400);
    assert.match((await response.json()).error.message, /only public addresses/);
    assert.equal(services.requests.length, before);
  });

  it('books all of it, and shows no secret', async () => {
    const rows = await jsonLinesOf(home, 'requests', '--limit', '1000');
    assert.ok(rows.filter((row) => row.outcome === 'ok').length >= 27, String(rows.length));
    assert.ok(!gateway.stderr.includes('secret'), gateway.stderr);
  });
});
