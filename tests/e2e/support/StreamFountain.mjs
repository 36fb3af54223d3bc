import {createServer} from 'node:http';
import * as wire from './openaiWire.mjs';

/** An upstream that takes request bodies of any size without keeping them, and streams as fast as it is read, without end. */
export class StreamFountain {
  /** Streams in all, and those that the other side has not hung up on. */
  begun = 0;
  open = 0;
  bodyBytes = 0;
  #server = createServer((request, response) => this.#onRequest(request, response));

  static async start() {
    const fountain = new StreamFountain();
    await new Promise((resolve) => fountain.#server.listen(0, '127.0.0.1', resolve));
    return fountain;
  }

  get baseUrl() {
    return `http://127.0.0.1:${this.#server.address().port}/v1`;
  }

  async stop() {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #onRequest(request, response) {
    let tail = '';
    for await (const part of request) {
      this.bodyBytes += part.length;
      tail = (tail + part.toString('latin1', Math.max(0, part.length - 200))).slice(-200);
    }
    const asked = {model: 'fountain', messages: [{role: 'user', content: 'x'}]};
    if (!/"stream":true/.test(tail)) return wire.sendCompletion(response, asked);
    ++this.begun;
    ++this.open;
    let closed = false;
    response.on('close', () => {
      closed = true;
      --this.open;
    });
    wire.beginStream(response);
    const piece = 'water '.repeat(2_000);
    const pour = () => {
      while (!closed && wire.sendChunk(response, asked, {content: piece}));
      if (!closed) response.once('drain', pour);
    };
    pour();
  }
}
