import assert from 'node:assert/strict';
import {test} from 'node:test';
import {kParallel, runChaos} from './support/chaos.mjs';

// `./dev chaos SECONDS` runs it longer; the seed makes a run repeatable as far as the clock allows.
const kShortSeconds = 12;
const seconds = Number(process.env.LANYARD_CHAOS_SECONDS ?? kShortSeconds);
const seed = Number(process.env.LANYARD_CHAOS_SEED ?? 20261121);

test('while one credential of twenty is healthy, 999 of 1000 requests are answered', {timeout: (seconds + 120) * 1000}, async (t) => {
  const result = await runChaos({seconds, seed, log: (line) => t.diagnostic(line)});
  t.diagnostic(`failures met: ${JSON.stringify(result.seen)}`);
  assert.ok(result.asked > 100, `only ${result.asked} requests`);
  assert.ok(Object.values(result.seen).filter((count) => count > 0).length > 10, 'hardly any kind of failure was met');
  // A request that has tried a credential just before it became the healthy one may have nothing left to try: in a short
  // run those that are in flight at one change are more than one in a thousand.
  const mayFail = Math.max(result.asked / 1000, seconds > kShortSeconds ? 0 : kParallel);
  assert.ok(result.asked - result.answered <= mayFail, `${result.asked - result.answered} of ${result.asked} failed: ${[...new Set(result.failures)].slice(0, 5).join('\n')}`);
});
