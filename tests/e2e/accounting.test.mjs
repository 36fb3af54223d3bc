import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {eventually, within} from './support/eventually.mjs';
import {jsonLinesOf, jsonOf, startScenario} from './support/scenario.mjs';

const kRequest = {model: 'house-model', messages: [{role: 'user', content: 'hello'}]};

describe('accounting', () => {
  let scenario;
  before(async () => (scenario = await startScenario()));
  after(() => scenario.stop());

  /** The row of one user, as soon as it shows that many calls, answered or failed: booking trails the answer. */
  function usageOf(user, calls) {
    return eventually(`${user} has ${calls} calls booked`, async () => {
      const row = (await jsonOf(scenario.home, 'usage', '--by', 'user')).rows.find((each) => each.user === user);
      return row && row.requests + row.failed >= calls && row;
    });
  }

  it('books tokens and cost of plain and streamed calls on the user who made them', async () => {
    await scenario.alice.chat.completions.create(kRequest);
    await Array.fromAsync(await scenario.alice.chat.completions.create({...kRequest, stream: true}));
    await Array.fromAsync(
      await scenario.alice.chat.completions.create({...kRequest, stream: true, stream_options: {include_usage: true}}));
    await scenario.bob.chat.completions.create({...kRequest, model: 'gpt-4o-mini'});
    // house-model: (11-4) x 2.50 + 4 x 1.25 + 7 x 10.00 = 92.5 per million; gpt-4o-mini: 7 x 0.15 + 4 x 0.075 + 7 x 0.60
    assert.deepEqual(pick(await usageOf('alice', 3)), {
      user: 'alice', requests: 3, input_tokens: 33, cached_input_tokens: 12, output_tokens: 21, cost: '0.000277500', failed: 0,
    });
    assert.deepEqual(pick(await usageOf('bob', 1)), {
      user: 'bob', requests: 1, input_tokens: 11, cached_input_tokens: 4, output_tokens: 7, cost: '0.000005550', failed: 0,
    });
  });

  it('reports the same sums by model, by key and by provider', async () => {
    const {rows, currency} = await jsonOf(scenario.home, 'usage', '--by', 'model');
    assert.equal(currency, 'USD');
    const house = rows.find((row) => row.model === 'house-model');
    assert.equal(house.cost, '0.000277500');
    assert.equal(house.requests, 3);
    for (const by of ['key', 'provider', 'credential', 'day']) {
      const sum = (await jsonOf(scenario.home, 'usage', '--by', by)).rows.reduce((total, row) => total + row.requests, 0);
      assert.equal(sum, 4, `by ${by}`);
    }
  });

  it('writes one line a request with who, what, how much and how it ended', async () => {
    const lines = await eventually('four requests are logged', async () => {
      const all = await jsonLinesOf(scenario.home, 'requests');
      return all.length >= 4 && all;
    });
    assert.equal(lines.length, 4);
    const mine = lines.filter((line) => line.user === 'alice');
    assert.equal(mine.length, 3);
    for (const line of mine) {
      assert.deepEqual(Object.keys(line).filter((name) => kRequestFields.includes(name)).sort(), [...kRequestFields].sort());
      assert.equal(line.model, 'house-model');
      assert.equal(line.provider, 'upstream');
      assert.equal(line.credential, 'main');
      assert.equal(line.key, 'laptop');
      assert.equal(line.status, 200);
      assert.equal(line.outcome, 'ok');
      assert.equal(line.input_tokens, 11);
      assert.equal(line.output_tokens, 7);
      assert.equal(line.cost, '0.000092500');
    }
    assert.equal(new Set(lines.map((line) => line.id)).size, 4);
  });

  it('charges nothing for a request that the upstream refused', async () => {
    scenario.upstream.failNext(400, {message: 'no', type: 'invalid_request_error'});
    await assert.rejects(scenario.bob.chat.completions.create(kRequest));
    const row = await usageOf('bob', 2);
    assert.equal(row.failed, 1);
    assert.equal(row.requests, 1);
    assert.equal(row.cost, '0.000005550');
  });

  it('records a client that left as client_gone', async () => {
    const held = scenario.upstream.holdNextStream();
    const creating = scenario.bob.chat.completions.create({...kRequest, stream: true});
    await within('the request arrives upstream', held.begun);
    held.sendText('one');
    for await (const chunk of await creating) {
      assert.ok(chunk);
      break;
    }
    await within('the upstream connection closes', held.closed);
    await eventually('the outcome is logged', async () =>
      (await jsonLinesOf(scenario.home, 'requests')).some((line) => line.user === 'bob' && line.outcome === 'client_gone'));
  });
});

const kRequestFields = ['id', 'request_id', 'time', 'user', 'key', 'model', 'provider', 'credential', 'status', 'outcome',
  'input_tokens', 'output_tokens', 'cost', 'attempts'];

/** Later versions may add columns; these are promised. */
function pick({user, requests, input_tokens, cached_input_tokens, output_tokens, cost, failed}) {
  return {user, requests, input_tokens, cached_input_tokens, output_tokens, cost, failed};
}
