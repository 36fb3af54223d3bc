/** One round of one figure: how long and how much, and in which order the servers take turns. */
export class Run {
  #scale;
  #servers;
  #round;

  constructor(scale, servers, round) {
    this.#scale = scale;
    this.#servers = servers;
    this.#round = round;
  }

  /** A time of the full benchmark, as long as this run wants it. */
  ms(full) {
    return Math.round(full * this.#scale.time);
  }

  intervalUs(fullMs) {
    return Math.round(fullMs * 1000 * this.#scale.interval);
  }

  /** A number of connections of the full benchmark, as many as this run wants. */
  count(full) {
    return Math.max(1, Math.round(full * this.#scale.size));
  }

  /** Measures the servers one after the other. Each round starts with another one, so that drift meets all alike. */
  async inTurns(names, measure) {
    const results = {};
    for (let turn = 0; turn < names.length; ++turn) {
      const name = names[(turn + this.#round) % names.length];
      results[name] = await measure(this.#servers[name]);
      console.log(`    round ${this.#round + 1}, ${name}: ${summary(results[name])}`);
    }
    return results;
  }
}

function summary(result) {
  const {perSecond, cpuUs, p50Us, p99Us} = result.burdened ?? result;
  return `${Math.round(perSecond)}/s, CPU ${cpuUs.toFixed(1)} us each, p50 ${p50Us} us, p99 ${p99Us} us`;
}
