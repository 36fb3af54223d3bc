// The texts of `lanyard connect`, run as they stand.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {within} from './support/eventually.mjs';
import {jsonOf, kAliceKey, startScenario} from './support/scenario.mjs';

function run(program, args, env = {}) {
  const child = spawn(program, args, {env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
  const result = {stdout: '', stderr: ''};
  child.stdout.setEncoding('utf8').on('data', (text) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (result.stderr += text));
  const done = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({...result, code}));
  });
  return within(`${program} ends`, done).finally(() => child.kill('SIGKILL'));
}

describe('lanyard connect', () => {
  let scenario;
  before(async () => (scenario = await startScenario()));
  after(() => scenario?.stop());

  async function textFor(client) {
    const {code, stdout, stderr} = await scenario.home.cli(
      ['connect', client, '--model', 'house-model', '--key-env', 'ALICE_KEY'], {env: {ALICE_KEY: kAliceKey}});
    assert.equal(code, 0, stderr);
    return stdout;
  }

  it('gives a curl line that works', async () => {
    const {code, stdout, stderr} = await run('sh', ['-c', await textFor('curl')], {NO_PROXY: '127.0.0.1'});
    assert.equal(code, 0, stderr);
    assert.ok(JSON.parse(stdout).choices[0].message.content.length > 0);
  });

  it('gives a program for Node.js that works', async () => {
    // Where the package lies, as it would in somebody's project.
    const file = path.join(process.env.LANYARD_E2E_PACKAGES, `connect-${process.pid}.mjs`);
    writeFileSync(file, await textFor('node'));
    try {
      const {code, stdout, stderr} = await run(process.execPath, [file]);
      assert.equal(code, 0, stderr);
      assert.ok(stdout.trim().length > 0);
    } finally {
      rmSync(file);
    }
  });

  it('lists every client, and says so when there is none of that name', async () => {
    const {clients} = await jsonOf(scenario.home, 'connect');
    for (const name of ['codex', 'claude-code', 'opencode', 'open-webui', 'continue'])
      assert.ok(clients.some((client) => client.name === name), name);
    for (const client of clients) assert.ok(client.text.includes(scenario.gateway.url.split('//')[1]), client.name);
    const unknown = await scenario.home.cli(['connect', 'fax']);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, /there is no client "fax"/);
  });
});
