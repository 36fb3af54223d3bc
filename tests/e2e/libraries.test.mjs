import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {Gateway, Home} from './support/Gateway.mjs';
import {kLibraries} from './support/libraries.mjs';
import {apply, kAliceKey} from './support/scenario.mjs';
import {kShellOutput, kShellPrompt, kWords, ScriptedUpstream} from './support/ScriptedUpstream.mjs';

const kUpstreamKey = 'sk-upstream-4f0c1e6bb1c94d0fa8e2';
const kModels = {openai: 'gpt-5.1', anthropic: 'claude-sonnet-4-5', gemini: 'gemini-3-pro-preview', ollama: 'qwen3'};

function configurationFor(upstream) {
  const kinds = Object.keys(kModels);
  return `version: 1
providers:${kinds.map((kind) => `
  - {name: ${kind}, kind: ${kind}, base_url: "${upstream.url}", credentials: [{name: main, key: "${kUpstreamKey}"}]}`).join('')}
models:${kinds.map((kind) => `
  - {name: house-${kind}, routes: [{provider: ${kind}, model: ${kModels[kind]}}], price: {input: "1.00", output: "2.00"}}`).join('')}
users:
  - {name: alice, balance: "100.00", keys: [{name: laptop, key: "${kAliceKey}"}]}
`;
}

describe('libraries on every provider', () => {
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

  for (const [name, open] of Object.entries(kLibraries)) {
    for (const kind of Object.keys(kModels)) {
      it(`${name}, ${kind} provider`, async () => {
        const first = upstream.requests.length;
        const library = open(gateway, kAliceKey);
        const usage = {input: 1040, output: 20};
        assert.deepEqual(await library.text(`house-${kind}`, 'Say the words.'), {text: kWords, usage});
        assert.deepEqual(await library.stream(`house-${kind}`, 'Say the words.'), {text: kWords, usage});
        const calls = [];
        const run = (input) => {
          calls.push(input);
          return kShellOutput;
        };
        const {text} = await library.loop(`house-${kind}`, kShellPrompt, run);
        assert.equal(calls.length, 1);
        assert.match(calls[0].command, /made\.txt/);
        assert.ok(text.includes(`The shell said ${kShellOutput}.`), text);
        for (const each of upstream.requests.slice(first)) assert.equal(each.status, 200, `${each.refusal} ${each.body}`);
      });
    }
  }
});
