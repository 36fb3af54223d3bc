import {createServer} from 'node:http';
import * as wire from './openaiWire.mjs';

/** Every way in which a credential can fail before its answer has begun. Each ends the request by itself or by a time limit. */
const kFailures = {
  refused: (response) => wire.sendError(response, {status: 401, error: {message: 'Incorrect API key provided'}}),
  forbidden: (response) => wire.sendError(response, {status: 403, error: {message: 'Your account is not active'}}),
  unpaid: (response) => wire.sendError(response, {status: 402, error: {message: 'Insufficient Balance'}}),
  quota: (response) => wire.sendError(response, {status: 429, error: {message: 'You exceeded your current quota', code: 'insufficient_quota'}}),
  limited: (response) => wire.sendError(response, {status: 429, error: {message: 'slow down'}}),
  limitedBriefly: (response) => wire.sendError(response, {status: 429, error: {message: 'slow down'}, headers: {'retry-after': '1'}}),
  broken: (response) => wire.sendError(response, {status: 500, error: {message: 'oops'}}),
  badGateway: (response) => response.writeHead(502, {'content-type': 'text/html'}).end('<html>Bad Gateway</html>'),
  overloaded: (response) => wire.sendError(response, {status: 503, error: {message: 'overloaded'}}),
  overloadedToo: (response) => wire.sendError(response, {status: 529, error: {message: 'overloaded', type: 'overloaded_error'}}),
  empty: (response) => response.writeHead(200, {'content-type': 'application/json'}).end(),
  senseless: (response) => response.writeHead(200, {'content-type': 'text/html'}).end('<html>Welcome</html>'),
  reset: (response) => response.socket.resetAndDestroy(),
  hangUp: (response) => response.socket.end(),
  silent: () => {}, // until the gateway's time limit
  halfHead: (response) => response.socket.write('HTTP/1.1 200 OK\r\ncontent-type: appl', () => response.socket.destroy()),
  noModel: (response) => wire.sendError(response, {status: 404, error: {message: 'The model does not exist', code: 'model_not_found'}}),
  emptyStream: (response, asked) => {
    wire.beginStream(response);
    wire.sendChunk(response, asked, {role: 'assistant', content: ''});
    response.end('data: [DONE]\n\n');
  },
  cutStream: (response, asked) => {
    wire.beginStream(response);
    wire.sendChunk(response, asked, {role: 'assistant', content: ''});
    response.socket.destroy();
  },
  errorEvent: (response) => {
    wire.beginStream(response);
    response.end('data: {"error":{"message":"The server had an error","type":"server_error"}}\n\n');
  },
};
const kStreamOnly = new Set(['emptyStream', 'cutStream', 'errorEvent']);
const kNames = Object.keys(kFailures);

/** Some providers in one server, told apart by path; one credential of all is healthy, the others fail in every way. */
export class ChaosUpstream {
  seen = Object.fromEntries([...kNames, 'answered'].map((name) => [name, 0]));
  healthy = '';
  #random;
  #server = createServer((request, response) => this.#onRequest(request, response));

  static async start(random) {
    const upstream = new ChaosUpstream();
    upstream.#random = random;
    upstream.#server.on('clientError', () => {});
    await new Promise((resolve) => upstream.#server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  baseUrl(provider) {
    return `http://127.0.0.1:${this.#server.address().port}/${provider}/v1`;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #onRequest(request, response) {
    response.on('error', () => {});
    const parts = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      return; // the gateway gave it up
    }
    const asked = JSON.parse(Buffer.concat(parts).toString('utf8'));
    const credential = request.headers.authorization.replace('Bearer ', '');
    if (credential === this.healthy) {
      this.seen.answered += 1;
      return asked.stream ? wire.sendWholeStream(response, asked) : wire.sendCompletion(response, asked);
    }
    let name;
    do name = kNames[Math.floor(this.#random() * kNames.length)];
    while (kStreamOnly.has(name) && !asked.stream);
    this.seen[name] += 1;
    kFailures[name](response, asked);
  }
}
