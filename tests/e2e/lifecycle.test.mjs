import assert from 'node:assert/strict';
import {chmodSync, existsSync, mkdirSync, readdirSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {eventually, within} from './support/eventually.mjs';
import {Gateway, Home, runProgram} from './support/Gateway.mjs';
import {clientOf} from './support/openai.mjs';
import {jsonLinesOf, jsonOf, kAliceKey, startScenario} from './support/scenario.mjs';

const kRequest = {model: 'house-model', messages: [{role: 'user', content: 'hello'}]};

/** A service manager shows one line of a failed start: it has to be enough. */
function assertOneClearLine({code, stderr}) {
  assert.equal(code, 1, stderr);
  const lines = stderr.split('\n').filter(Boolean);
  assert.equal(lines.length, 1, stderr);
  assert.match(lines[0], /^lanyard: /);
}

describe('life of the service', () => {
  let home;
  beforeEach(() => (home = new Home()));
  afterEach(() => home.remove());

  it('makes everything at the first start and says where it listens first of all', async () => {
    const gateway = await Gateway.start(home);
    try {
      assert.match(gateway.stderr, /^lanyard: listening on http:\/\/127\.0\.0\.1:\d+\n/);
      assert.ok(existsSync(path.join(home.dataDir, 'lanyard.db')));
      assert.equal((await home.cli(['status'])).code, 0);
      assert.deepEqual(await gateway.stop(), {code: 0, signal: null});
    } finally {
      await gateway.kill();
    }
  });

  it('changes nothing at the second start', async () => {
    const seen = [];
    for (let start = 0; start < 2; ++start) {
      const gateway = await Gateway.start(home);
      try {
        seen.push({
          files: readdirSync(home.dataDir).sort(),
          exported: (await home.cli(['export'])).stdout,
          usage: await jsonOf(home, 'usage', '--by', 'user'),
        });
        await gateway.stop();
      } finally {
        await gateway.kill();
      }
    }
    assert.ok(seen[0].exported.length > 0);
    assert.deepEqual(seen[1], seen[0]);
  });

  it('ends with one line when the port is taken', async () => {
    const other = createServer();
    await new Promise((resolve) => other.listen(0, '127.0.0.1', resolve));
    const {port} = other.address();
    const result = await runProgram(
      ['serve', '--data-dir', home.dataDir, '--listen', `127.0.0.1:${port}`, '--admin-socket', home.socket], {env: home.env});
    other.close();
    assertOneClearLine(result);
    assert.match(result.stderr, new RegExp(String(port)));
  });

  it('ends with one line when the data folder cannot be made', async () => {
    const file = home.write('a-file', 'not a folder');
    const result = await runProgram(
      ['serve', '--data-dir', path.join(file, 'data'), '--listen', '127.0.0.1:0', '--admin-socket', home.socket], {env: home.env});
    assertOneClearLine(result);
    assert.match(result.stderr, /a-file/);
  });

  it('ends with one line when the data folder cannot be written', {skip: process.getuid() === 0 && 'root may write everywhere'}, async () => {
    mkdirSync(home.dataDir);
    chmodSync(home.dataDir, 0o500);
    const result = await runProgram(home.serveArguments(), {env: home.env});
    assertOneClearLine(result);
  });

  it('ends with one line when another service has the folder, and leaves that one alone', async () => {
    const gateway = await Gateway.start(home);
    try {
      assertOneClearLine(await runProgram(
        ['serve', '--data-dir', home.dataDir, '--listen', '127.0.0.1:0', '--admin-socket', `${home.socket}2`], {env: home.env}));
      assert.equal((await home.cli(['status'])).code, 0);
    } finally {
      await gateway.kill();
    }
  });

  it('starts again after it was killed, on the socket file that was left', async () => {
    await (await Gateway.start(home)).kill();
    assert.ok(existsSync(home.socket));
    const gateway = await Gateway.start(home);
    try {
      assert.equal((await home.cli(['status'])).code, 0);
    } finally {
      await gateway.kill();
    }
  });

  it('tells with exit code 3 that no service runs', async () => {
    const {code, stderr} = await home.cli(['status']);
    assert.equal(code, 3, stderr);
  });

  it('tells a wrong command line with exit code 2', async () => {
    assert.equal((await runProgram(['serve', '--no-such-option'], {env: home.env})).code, 2);
  });
});

describe('stop and start with traffic', () => {
  it('lets a running stream finish, then exits 0', async () => {
    const scenario = await startScenario();
    try {
      const held = scenario.upstream.holdNextStream();
      const creating = scenario.alice.chat.completions.create({...kRequest, stream: true});
      await within('the request arrives upstream', held.begun);
      held.sendText('one');
      const chunks = (await creating)[Symbol.asyncIterator]();
      await within('the first chunk', chunks.next());
      const stopping = scenario.gateway.stop();
      await eventually('new connections are refused', () => fetch(`${scenario.gateway.url}/healthz`).then(() => false, () => true));
      held.sendText('two');
      assert.equal((await within('the second chunk', chunks.next())).value.choices[0].delta.content, 'two');
      held.finish();
      await within('the last chunk', chunks.next());
      assert.equal((await within('the end', chunks.next())).done, true);
      assert.deepEqual(await stopping, {code: 0, signal: null});
    } finally {
      await scenario.stop();
    }
  });

  for (const [how, end] of [['a clean stop', (gateway) => gateway.stop()], ['kill -9', (gateway) => gateway.kill()]]) {
    it(`keeps configuration, keys and every booked call over ${how}`, async () => {
      const scenario = await startScenario();
      try {
        await scenario.alice.chat.completions.create(kRequest);
        await Array.fromAsync(await scenario.alice.chat.completions.create({...kRequest, stream: true}));
        await end(scenario.gateway);
        scenario.gateway = await Gateway.start(scenario.home);
        const [row] = (await jsonOf(scenario.home, 'usage', '--by', 'user')).rows.filter((each) => each.user === 'alice');
        assert.equal(row.requests, 2);
        assert.equal(row.cost, '0.000185000');
        assert.equal((await jsonLinesOf(scenario.home, 'requests')).length, 2);
        const again = await clientOf(scenario.gateway, kAliceKey).chat.completions.create(kRequest);
        assert.equal(again.usage.total_tokens, 18);
      } finally {
        await scenario.stop();
      }
    });
  }
});
