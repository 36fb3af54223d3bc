import {kClientEnvironment} from './servers.mjs';
import {benchProgram, Child} from './process.mjs';

/** Names as the load generator takes them: {warmUp: 500} is --warm-up 500. */
function argumentsOf(server, mode, options) {
  const watch = server.pids.length > 0 ? {watch: server.pids.join(',')} : {};
  const optionOf = (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const given = Object.entries({port: server.port, ...watch, ...options});
  return [mode, ...given.flatMap(([name, value]) => [optionOf(name), String(value)])];
}

function startLoad(server, mode, options) {
  return new Child(benchProgram('bench_load'), argumentsOf(server, mode, options), {env: kClientEnvironment});
}

/** One run to its end; times of the answer are in microseconds. */
export async function runLoad(server, mode, options) {
  const child = startLoad(server, mode, options);
  const report = JSON.parse(await child.nextLine());
  await child.ended;
  server.books?.expect(report);
  if (report.errors > 0) throw new Error(`${report.errors} of ${report.errors + report.answers} requests failed (${mode})`);
  if (report.measured === 0) throw new Error(`nothing was measured (${mode}): the run was too short`);
  const seconds = report.window_ns / 1e9;
  const time = (name) => Math.round((report[`latency_${name}_ns`] ?? report[`delay_${name}_ns`]) / 10) / 100;
  return {
    ...report,
    perSecond: report.measured / seconds,
    cpuUs: report.cpu_ns / 1e3 / report.measured,
    p50Us: time('p50'),
    p99Us: time('p99'),
  };
}

/** Holds connections (idle or stalled) while `work` runs; answers its result and how the connections fared. */
export async function whileHolding(server, mode, options, work) {
  const child = startLoad(server, mode, options);
  try {
    const line = await child.nextLine();
    if (line !== 'ready') throw new Error(`the load generator said '${line}' instead of 'ready'`);
    const result = await work();
    child.endInput();
    const held = JSON.parse(await child.nextLine());
    if (mode === 'idle') server.books?.expect(held);
    else server.books?.expectUnfinished(held.held);
    return {result, held};
  } finally {
    await child.stop();
  }
}
