import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {Gateway, Home} from '../support/Gateway.mjs';
import {apply, jsonLinesOf, kAliceKey} from '../support/scenario.mjs';
import {runAgent} from './agents.mjs';
import {kShellOutput, kShellPrompt, kWords, ScriptedUpstream} from '../support/ScriptedUpstream.mjs';

const kUpstreamKey = 'sk-upstream-4f0c1e6bb1c94d0fa8e2';

/** What each provider is called here: its kind, its own name for the model, and what it speaks on the wire. */
const kProviders = {
  responses: {kind: 'openai', model: 'gpt-5.1', options: 'options: {responses: "true"}, ', wire: {codex: 'responses'}},
  openai: {kind: 'openai', model: 'gpt-5.1', wire: 'openai'},
  anthropic: {kind: 'anthropic', model: 'claude-sonnet-4-5', wire: 'anthropic'},
  gemini: {kind: 'gemini', model: 'gemini-3-pro-preview', wire: 'gemini'},
  ollama: {kind: 'ollama', model: 'qwen3', wire: 'ollama'},
};
/** Who meets whom: first the agent's own protocol, then the others'. */
const kPairs = {
  codex: ['responses', 'openai', 'anthropic', 'gemini'],
  'claude-code': ['anthropic', 'openai', 'gemini', 'ollama'],
  opencode: ['openai', 'anthropic', 'gemini'],
  'gemini-cli': ['gemini', 'openai', 'anthropic'],
};
/** Their protocol has a place for a provider's signature, so it has to come back. */
const kKeepsSignatures = {codex: ['responses', 'anthropic', 'gemini'], 'claude-code': ['anthropic', 'gemini'], opencode: [], 'gemini-cli': ['gemini', 'anthropic']};

function configurationFor(upstream) {
  const providers = Object.entries(kProviders).map(([name, {kind, options = ''}]) => `
  - {name: ${name}, kind: ${kind}, base_url: "${upstream.url}", ${options}credentials: [{name: main, key: "${kUpstreamKey}"}]}`);
  const models = Object.entries(kProviders).map(([name, {model}]) => `
  - {name: house-${name}, routes: [{provider: ${name}, model: ${model}}], price: {input: "1.00", output: "2.00"}}`);
  return `version: 1
providers:${providers.join('')}
models:${models.join('')}
users:
  - {name: alice, balance: "100.00", keys: [{name: laptop, key: "${kAliceKey}"}]}
`;
}

describe('agents on every provider', () => {
  let upstream;
  let home;
  let gateway;
  before(async () => {
    upstream = await ScriptedUpstream.start();
    home = new Home();
    gateway = await Gateway.start(home);
    const applied = await apply(home, configurationFor(upstream));
    assert.equal(applied.code, 0, applied.stderr);
  });
  after(async () => {
    await gateway?.kill();
    await upstream?.stop();
    home?.remove();
  });

  /** Runs it, and gives `look` what came of it and what the provider was asked meanwhile. */
  async function round(agent, provider, prompt, look) {
    const first = upstream.requests.length;
    const run = await runAgent(agent, {gateway, key: kAliceKey, model: `house-${provider}`, prompt});
    const asked = upstream.requests.slice(first);
    try {
      const told = `${agent} ended with ${run.code}\n${run.stdout}\n${run.stderr}\n${asked.map((each) => `${each.path} ${each.status} ${each.refusal ?? JSON.stringify(each.reply)}`).join('\n')}`;
      assert.equal(run.code, 0, told);
      assert.ok(asked.length > 0, told);
      for (const each of asked) {
        assert.equal(each.status, 200, `the provider refused: ${each.refusal}\n${each.body.slice(0, 4000)}`);
        assert.equal(each.asked.model, kProviders[provider].model);
        assert.equal(each.dialect, kProviders[provider].wire[agent] ?? kProviders[provider].wire);
        assert.ok(!JSON.stringify(each.headers).includes(kAliceKey), 'the API key went upstream');
      }
      look({run, asked, told});
    } finally {
      run.remove();
    }
  }

  for (const [agent, providers] of Object.entries(kPairs)) {
    for (const provider of providers) {
      it(`${agent}, ${provider}: a text`, () => round(agent, provider, 'Say the words.', ({run, told}) => {
        assert.ok(run.stdout.includes(kWords), told);
      }));

      it(`${agent}, ${provider}: a round with the shell`, () => round(agent, provider, kShellPrompt, ({run, asked, told}) => {
        const made = path.join(run.work, 'made.txt');
        assert.ok(existsSync(made), told);
        assert.equal(readFileSync(made, 'utf8'), `${kShellOutput}\n`);
        assert.ok(run.stdout.includes(`The shell said ${kShellOutput}.`), told);
        const answered = asked.find((each) => each.asked.results.length > 0);
        if (kKeepsSignatures[agent].includes(provider)) assert.ok(answered.asked.signed, `the signature did not come back: ${answered.body.slice(-4000)}`);
      }));
    }
  }

  it('books every request of theirs', async () => {
    const rows = await jsonLinesOf(home, 'requests', '--limit', '1000');
    assert.ok(rows.length >= upstream.requests.length);
    assert.ok(rows.every((row) => row.outcome === 'ok' || row.outcome === 'client_gone'), JSON.stringify(rows.filter((row) => row.outcome !== 'ok')));
    assert.ok(rows.filter((row) => row.outcome === 'ok').every((row) => row.input_tokens === 1040 && row.output_tokens === 20), 'usage is not the provider\'s');
  });
});
