import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {apply, configurationFor, kAliceKey, kUpstreamKey, startScenario} from './support/scenario.mjs';

describe('apply and export', () => {
  let scenario;
  before(async () => (scenario = await startScenario()));
  after(() => scenario.stop());

  async function exported() {
    const {code, stdout, stderr} = await scenario.home.cli(['export']);
    assert.equal(code, 0, stderr);
    return stdout;
  }

  it('exports what was applied, without secrets', async () => {
    const text = await exported();
    for (const name of ['upstream', 'house-model', 'gpt-4o', 'alice', 'laptop']) assert.ok(text.includes(name), name);
    assert.ok(!text.includes(kUpstreamKey) && !text.includes(kAliceKey), 'a secret came out');
  });

  it('applies its own export without a change', async () => {
    const text = await exported();
    const {code, stderr} = await apply(scenario.home, text);
    assert.equal(code, 0, stderr);
    assert.equal(await exported(), text);
  });

  it('changes nothing in a dry run', async () => {
    const text = await exported();
    const more = configurationFor(scenario.upstream) + '  - name: carol\n';
    const {code, stdout, stderr} = await apply(scenario.home, more, '--dry-run');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /carol/);
    assert.equal(await exported(), text);
  });

  const faults = [
    ['an unknown field', (text) => text.replace('base_url:', 'base_uri:'), 5, /base_uri/],
    ['a wrong type', (text) => text.replace('balance: "10.00"', 'balance: [ten]'), 19, /balance/],
    ['a route to nowhere', (text) => text.replace('{provider: upstream, model: gpt-4o}', '{provider: nowhere, model: gpt-4o}'), 11, /nowhere/],
    ['a kind that does not exist', (text) => text.replace('kind: openai', 'kind: abacus'), 4, /abacus|kind/],
    ['a price that is no number', (text) => text.replace('"2.50"', '"cheap"'), 12, /input|price/],
    ['broken YAML', (text) => text.replace('users:', 'users: ]'), 17, /YAML|yaml|parse|expected|unexpected|end of/i],
  ];
  for (const [name, breakIt, line, field] of faults) {
    it(`refuses ${name} as a whole and says where`, async () => {
      const text = await exported();
      const broken = breakIt(configurationFor(scenario.upstream)) + '  - name: mallory\n';
      const {code, stderr} = await apply(scenario.home, broken);
      assert.equal(code, 1, stderr);
      assert.match(stderr, new RegExp(`(line |:)${line}\\b`), stderr);
      assert.match(stderr, field);
      assert.equal(await exported(), text);
    });
  }

  it('refuses a variable that is not set', async () => {
    const {code, stderr} = await apply(scenario.home, 'version: 1\nproviders:\n  - {name: other, kind: openai, credentials: [{name: main, key: "${NOT_SET_ANYWHERE}"}]}\n');
    assert.equal(code, 1);
    assert.match(stderr, /NOT_SET_ANYWHERE/);
  });

  it('takes effect with the next request', async () => {
    const before = await scenario.alice.models.list();
    assert.ok(!before.data.some((model) => model.id === 'new-name'));
    const {code, stderr} = await apply(scenario.home, 'version: 1\nmodels:\n  - {name: new-name, routes: [{provider: upstream, model: gpt-4o}]}\n');
    assert.equal(code, 0, stderr);
    const answer = await scenario.alice.chat.completions.create({model: 'new-name', messages: [{role: 'user', content: 'hi'}]});
    assert.equal(answer.choices[0].message.content, 'You said: hi');
  });
});
