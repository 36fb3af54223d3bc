import * as wire from './openaiWire.mjs';

/** One upstream stream in the test's hands: nothing is sent that the test did not send. */
export class HeldStream {
  #begun = Promise.withResolvers();
  #closed = Promise.withResolvers();

  begin(asked, request, response) {
    this.asked = asked;
    this.response = response;
    response.on('close', () => this.#closed.resolve(response.writableEnded));
    wire.beginStream(response);
    this.#begun.resolve();
  }

  /** The request has arrived here. */
  get begun() {
    return this.#begun.promise;
  }

  /** Resolves when the connection is done with: true if this side had finished, false if the gateway hung up. */
  get closed() {
    return this.#closed.promise;
  }

  sendText(text) {
    wire.sendChunk(this.response, this.asked, {content: text});
  }

  finish() {
    wire.endStream(this.response, this.asked);
  }
}
