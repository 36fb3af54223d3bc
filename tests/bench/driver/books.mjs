import {eventually} from '../../e2e/support/eventually.mjs';

/** Compares what the load generator saw with what the service booked: a gateway that is fast and forgets is not measured. */
export class Books {
  #lanyard;
  #answers = 0;
  #errors = 0;
  #tokens = {input_tokens: 0, output_tokens: 0};
  #unfinished = 0;

  constructor(lanyard) {
    this.#lanyard = lanyard;
  }

  expect({answers, errors, prompt_tokens, completion_tokens}) {
    this.#answers += answers;
    this.#errors += errors;
    this.#tokens.input_tokens += prompt_tokens;
    this.#tokens.output_tokens += completion_tokens;
  }

  /** Streams that the client left: booked as requests, with tokens that only the service can know. */
  expectUnfinished(streams) {
    this.#unfinished += streams;
  }

  async check() {
    const calls = this.#answers + this.#unfinished;
    if (this.#errors > 0) throw new Error(`${this.#errors} of ${calls + this.#errors} requests failed`);
    if (calls === 0) return;
    const row = await eventually(`${calls} requests are booked`, async () => {
      const booked = await this.#booked();
      return booked && booked.requests + booked.failed >= calls && booked;
    });
    this.#compare('requests', calls, row.requests);
    this.#compare('failed requests', 0, row.failed);
    if (this.#unfinished > 0) return;
    for (const [what, seen] of Object.entries(this.#tokens)) this.#compare(what, seen, row[what]);
  }

  async #booked() {
    const {code, stdout, stderr} = await this.#lanyard.home.cli(['usage', '--by', 'user', '--json']);
    if (code !== 0) throw new Error(`lanyard usage: ${stderr}`);
    return JSON.parse(stdout).rows.find((row) => row.user === 'bench');
  }

  #compare(what, seen, booked) {
    if (seen !== booked) throw new Error(`the books are wrong: clients saw ${seen} ${what}, ${booked} are booked`);
  }
}
