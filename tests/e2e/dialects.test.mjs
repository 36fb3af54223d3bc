import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {CorpusUpstream} from './support/CorpusUpstream.mjs';
import {kClients} from './support/dialects.mjs';
import {Gateway, Home} from './support/Gateway.mjs';
import {apply, jsonLinesOf, kAliceKey} from './support/scenario.mjs';

const kUpstreamKey = 'sk-upstream-4f0c1e6bb1c94d0fa8e2';
const kKinds = ['openai', 'anthropic', 'gemini', 'ollama'];
const kAnswers = {
  text: {text: 'Hello, “Wörld” \\n 你好 🙂', calls: [], prompt: 20, completion: 7},
  tools: {
    text: 'Let me look.',
    calls: [{name: 'weather', input: {city: 'Oslo'}}, {name: 'time', input: {zone: 'UTC'}}],
    prompt: 50,
    completion: 30,
  },
  reasoning: {text: 'So: 42', calls: [], prompt: 11, completion: 25},
};

/** A model for each kind of provider and each answer: "gemini-tools". */
function configurationFor(upstream) {
  const providers = kKinds.map((kind) => `
  - {name: ${kind}, kind: ${kind}, base_url: "${upstream.url}", credentials: [{name: main, key: "${kUpstreamKey}"}]}`);
  const models = kKinds.flatMap((kind) => Object.keys(kAnswers).map((answer) => `
  - {name: ${kind}-${answer}, routes: [{provider: ${kind}, model: ${answer}}], price: {input: "1.00", output: "2.00"}}`));
  return `version: 1
providers:${providers.join('')}
models:${models.join('')}
users:
  - {name: alice, balance: "10.00", keys: [{name: laptop, key: "${kAliceKey}"}]}
`;
}

describe('every client with every provider', () => {
  let upstream;
  let home;
  let gateway;
  before(async () => {
    upstream = await CorpusUpstream.start();
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

  for (const [dialect, open] of Object.entries(kClients)) {
    for (const kind of kKinds) {
      for (const [answer, expected] of Object.entries(kAnswers)) {
        it(`${dialect} client, ${kind} provider: ${answer}`, async () => {
          const client = open(gateway, kAliceKey);
          assert.deepEqual(await client.plain(`${kind}-${answer}`), expected);
          assert.deepEqual(await client.stream(`${kind}-${answer}`), expected);
          assert.ok(!JSON.stringify(upstream.last.headers).includes(kAliceKey), 'the API key went upstream');
          assert.ok(JSON.stringify(upstream.last.headers).includes(kUpstreamKey), 'the provider was not shown its key');
          assert.ok(upstream.last.body.includes('weather'), 'the tool did not arrive');
        });
      }
    }

    it(`${dialect} client: a model that does not exist is refused in its own words`, async () => {
      const error = await open(gateway, kAliceKey).fail('nobody').then(() => assert.fail('it answered'), (e) => e);
      assert.equal(error.status ?? error.status_code, 404, String(error));
      assert.match(error.message ?? error.error, /nobody/);
    });

    it(`${dialect} client: a wrong key is refused in its own words`, async () => {
      const error = await open(gateway, 'sk-lan-ffffffffffffffffffffffffffffffff').fail('openai-text').then(() => assert.fail('it answered'), (e) => e);
      assert.equal(error.status ?? error.status_code, 401, String(error));
    });
  }

  it('books every one of them', async () => {
    const rows = await jsonLinesOf(home, 'requests', '--limit', '1000');
    const paid = rows.filter((row) => row.outcome === 'ok');
    assert.equal(paid.length, Object.keys(kClients).length * kKinds.length * Object.keys(kAnswers).length * 2);
    assert.ok(paid.every((row) => row.input_tokens > 0 && row.output_tokens > 0), 'a row without tokens');
  });

  it('lists the models in the words of each client', async () => {
    const listed = async (path, headers) => (await fetch(`${gateway.url}${path}`, {headers})).json();
    const openai = await listed('/v1/models', {authorization: `Bearer ${kAliceKey}`});
    assert.ok(openai.data.some((model) => model.id === 'gemini-tools' && model.object === 'model'));
    const {client: anthropic} = kClients.anthropic(gateway, kAliceKey);
    const page = await anthropic.models.list();
    assert.ok(page.data.some((model) => model.id === 'gemini-tools' && model.type === 'model'));
    const {client: gemini} = kClients.gemini(gateway, kAliceKey);
    const names = [];
    for await (const model of await gemini.models.list()) names.push(model.name);
    assert.ok(names.includes('models/gemini-tools'), names.join());
    const {client: ollama} = kClients.ollama(gateway, kAliceKey);
    assert.ok((await ollama.list()).models.some((model) => model.name === 'gemini-tools'));
  });

  it('counts tokens for a client of a provider that cannot', async () => {
    const {client} = kClients.anthropic(gateway, kAliceKey);
    const {input_tokens: tokens} = await client.messages.countTokens({model: 'openai-text', messages: [{role: 'user', content: 'How many tokens is this?'}]});
    assert.ok(tokens > 5 && tokens < 100, String(tokens));
  });

  it('tells what a provider cannot do', async () => {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {authorization: `Bearer ${kAliceKey}`, 'content-type': 'application/json'},
      body: JSON.stringify({model: 'anthropic-text', messages: [{role: 'user', content: 'hi'}], seed: 7, temperature: 1.5}),
    });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('x-lanyard-adjusted'), 'seed dropped; temperature clamped to the provider\'s maximum');
    assert.equal(upstream.last.json.temperature, 1);
  });

  it('says in the words of each client that a path is not served', async () => {
    const missed = async (path) => {
      const response = await fetch(`${gateway.url}${path}`);
      assert.equal(response.status, 404, path);
      return response.json();
    };
    assert.equal((await missed('/v1/nothing')).error.code, 'unknown_url');
    assert.equal((await missed('/v1/messages/nothing')).error.type, 'not_found_error');
    assert.equal((await missed('/v1beta/nothing')).error.status, 'NOT_FOUND');
    assert.equal(typeof (await missed('/api/nothing')).error, 'string');
  });

  it('passes the same protocol on byte for byte', async () => {
    const body = '{ "model" : "anthropic-text","zeta":1.50,"max_tokens":9, "messages":[{"role":"user","content":"h\\u00e9"}],"a_field_of_tomorrow":[{"b":1,"a":2}] }';
    const response = await fetch(`${gateway.url}/v1/messages?beta=true`, {
      method: 'POST',
      headers: {'x-api-key': kAliceKey, 'anthropic-version': '2026-10-21', 'anthropic-beta': 'one-2026-01-01,two-2026-02-02', 'content-type': 'application/json'},
      body,
    });
    assert.equal(response.status, 200);
    assert.equal(upstream.last.body, body.replace('"anthropic-text"', '"text"'));
    assert.equal(upstream.last.headers['anthropic-version'], '2026-10-21');
    assert.equal(upstream.last.headers['anthropic-beta'], 'one-2026-01-01,two-2026-02-02');
    assert.equal(upstream.last.headers['x-api-key'], kUpstreamKey);
  });
});
