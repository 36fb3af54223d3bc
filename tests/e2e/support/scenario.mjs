import assert from 'node:assert/strict';
import {FakeOpenAI} from './FakeOpenAI.mjs';
import {Gateway, Home} from './Gateway.mjs';
import {clientOf} from './openai.mjs';

export const kUpstreamKey = 'sk-upstream-4f0c1e6bb1c94d0fa8e2';
export const kAliceKey = 'sk-lan-a11ce00000000000000000000000a11c';
export const kBobKey = 'sk-lan-b0b00000000000000000000000000b0b';

/** One provider with one key, two models, two users. Prices make one default answer cost 92,500 nano-USD. */
export function configurationFor(upstream) {
  return `version: 1
providers:
  - name: upstream
    kind: openai
    base_url: ${upstream.baseUrl}
    credentials:
      - {name: main, key: "\${UPSTREAM_KEY}"}
models:
  - name: house-model
    routes:
      - {provider: upstream, model: gpt-4o}
    price: {input: "2.50", output: "10.00", cached_input: "1.25"}
  - name: gpt-4o-mini
    routes:
      - {provider: upstream, model: gpt-4o-mini}
    price: {input: "0.15", output: "0.60", cached_input: "0.075"}
users:
  - name: alice
    balance: "10.00"
    keys:
      - {name: laptop, key: "${kAliceKey}"}
  - name: bob
    balance: "10.00"
    keys:
      - {name: phone, key: "${kBobKey}"}
`;
}

/** Starts an upstream and a service that was configured through the command line. */
export async function startScenario() {
  const upstream = await FakeOpenAI.start();
  const home = new Home();
  const gateway = await Gateway.start(home);
  const scenario = {
    upstream,
    home,
    gateway,
    alice: clientOf(gateway, kAliceKey),
    bob: clientOf(gateway, kBobKey),
    async stop() {
      await scenario.gateway.kill();
      await upstream.stop();
      home.remove();
    },
  };
  const applied = await apply(home, configurationFor(upstream));
  assert.equal(applied.code, 0, applied.stderr);
  return scenario;
}

export function apply(home, text, ...more) {
  return home.cli(['apply', '-f', home.write('lanyard.yaml', text), ...more], {env: {UPSTREAM_KEY: kUpstreamKey}});
}

export async function jsonOf(home, ...args) {
  const {code, stdout, stderr} = await home.cli([...args, '--json']);
  assert.equal(code, 0, `lanyard ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}

export async function jsonLinesOf(home, ...args) {
  const {code, stdout, stderr} = await home.cli([...args, '--json']);
  assert.equal(code, 0, `lanyard ${args.join(' ')}: ${stderr}`);
  return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
}
