import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {LittleHttpProxy, LittleSocksProxy} from './support/LittleProxy.mjs';
import {apply, startScenario} from './support/scenario.mjs';

const kPassword = 'office-pass-81';

describe('egress proxies', () => {
  let scenario, web, socks;
  before(async () => {
    scenario = await startScenario();
    web = await LittleHttpProxy.start('lanyard', kPassword);
    socks = await LittleSocksProxy.start('lanyard', kPassword);
    const {port} = new URL(scenario.upstream.baseUrl);
    const applied = await apply(scenario.home, `version: 1
proxies:
  - {name: web, url: "${web.url}", username: lanyard, password: "${kPassword}"}
  - {name: socks, url: "${socks.url}", username: lanyard, password: "${kPassword}"}
  - {name: wrong, url: "${web.url}", username: lanyard, password: other}
providers:
  - {name: by-web, kind: openai, base_url: ${scenario.upstream.baseUrl}, proxy: web, credentials: [{name: main, key: sk-by-web}]}
  - {name: by-socks, kind: openai, base_url: "http://localhost:${port}/v1", proxy: socks, credentials: [{name: main, key: sk-by-socks}]}
  - {name: by-wrong, kind: openai, base_url: ${scenario.upstream.baseUrl}, proxy: wrong, credentials: [{name: main, key: sk-by-wrong}]}
  - name: by-credential
    kind: openai
    base_url: http://localhost:${port}/v1
    proxy: web
    credentials: [{name: main, key: sk-by-credential, proxy: socks}]
models:
  - {name: over-web, routes: [{provider: by-web, model: m}]}
  - {name: over-socks, routes: [{provider: by-socks, model: m}]}
  - {name: over-wrong, routes: [{provider: by-wrong, model: m}]}
  - {name: over-credential, routes: [{provider: by-credential, model: m}]}
`);
    assert.equal(applied.code, 0, applied.stderr);
  });
  after(async () => {
    await scenario?.stop();
    await web?.stop();
    await socks?.stop();
  });

  const ask = (model, stream = false) => scenario.alice.chat.completions.create({model, messages: [{role: 'user', content: 'hello'}], stream});

  it('sends a provider\'s calls through its HTTP proxy, with the proxy\'s own password', async () => {
    assert.equal((await ask('over-web')).usage.total_tokens, 18);
    assert.ok((await Array.fromAsync(await ask('over-web', true))).length > 1);
    assert.deepEqual(new Set(web.targets), new Set([new URL(scenario.upstream.baseUrl).host]));
    assert.equal(scenario.upstream.last.headers.authorization, 'Bearer sk-by-web');
    assert.equal(scenario.upstream.last.headers['proxy-authorization'], undefined);
  });

  it('lets a socks5h proxy look the name up', async () => {
    assert.equal((await ask('over-socks')).usage.total_tokens, 18);
    assert.match(socks.targets.at(-1), /^localhost:\d+$/);
    assert.equal(scenario.upstream.last.headers.authorization, 'Bearer sk-by-socks');
  });

  it('prefers the proxy of the credential', async () => {
    const [viaWeb, viaSocks] = [web.targets.length, socks.targets.length];
    assert.equal((await ask('over-credential')).usage.total_tokens, 18);
    assert.equal(web.targets.length, viaWeb);
    assert.equal(socks.targets.length, viaSocks + 1);
    assert.equal(scenario.upstream.last.headers.authorization, 'Bearer sk-by-credential');
  });

  it('tells a refused password apart, sends nothing, and repeats no secret', async () => {
    const seen = scenario.upstream.requests.length;
    const error = await ask('over-wrong').catch((e) => e);
    assert.equal(error.status, 502);
    assert.match(error.message, /proxy/);
    assert.doesNotMatch(error.message, /other|sk-by-wrong/);
    assert.equal(scenario.upstream.requests.length, seen);
    assert.ok(web.refused > 0);
  });

  it('goes direct where no proxy is named', async () => {
    const before = [web.targets.length, socks.targets.length];
    assert.equal((await ask('house-model')).usage.total_tokens, 18);
    assert.deepEqual([web.targets.length, socks.targets.length], before);
  });

  it('does not let go of a proxy that a credential names', async () => {
    const applied = await apply(scenario.home, `version: 1
providers:
  - {name: lost, kind: openai, base_url: ${scenario.upstream.baseUrl}, credentials: [{name: main, key: sk-lost, proxy: nowhere}]}
`);
    assert.equal(applied.code, 1);
    assert.match(applied.stderr, /there is no proxy "nowhere"/);
  });
});
