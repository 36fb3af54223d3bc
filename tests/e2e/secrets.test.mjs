import assert from 'node:assert/strict';
import {readFileSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import {after, before, describe, it} from 'node:test';
import {Gateway} from './support/Gateway.mjs';
import {clientOf} from './support/openai.mjs';
import {kAliceKey, kBobKey, kUpstreamKey, startScenario} from './support/scenario.mjs';

/** The ways in which a secret can be read back without a key. */
function spellingsOf(secret) {
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString('base64').slice(0, 24); // whole groups of three bytes only
  return [bytes, Buffer.from(secret, 'utf16le'), Buffer.from(base64), Buffer.from(bytes.toString('hex'))];
}

function filesUnder(folder) {
  return readdirSync(folder, {recursive: true}).map((name) => path.join(folder, name)).filter((file) => statSync(file).isFile());
}

describe('secrets at rest', () => {
  let scenario;
  before(async () => {
    scenario = await startScenario();
    const request = {model: 'house-model', messages: [{role: 'user', content: 'hello'}]};
    await scenario.alice.chat.completions.create(request);
    await Array.fromAsync(await scenario.bob.chat.completions.create({...request, stream: true}));
    for (const status of [400, 429, 500, 401]) {
      scenario.upstream.failNext(status, {message: `Incorrect API key provided: ${kUpstreamKey}`, code: 'invalid_api_key'});
      const error = await scenario.alice.chat.completions.create(request).catch((caught) => caught);
      assert.ok(error.status >= 400 && !JSON.stringify(error).includes(kUpstreamKey), error.message);
      await scenario.home.cli(['credential', 'reset', '--all']);
    }
    scenario.upstream.failNext(401, {message: `Incorrect API key provided: ${kUpstreamKey}`, code: 'invalid_api_key'});
    await assert.rejects(scenario.alice.chat.completions.create(request)); // leaves its reason on the credential
    await assert.rejects(clientOf(scenario.gateway, `${kAliceKey}x`).chat.completions.create(request));
  });
  after(() => scenario.stop());

  function assertNothingIsReadable() {
    const files = filesUnder(scenario.home.dataDir);
    assert.ok(files.some((file) => file.endsWith('lanyard.db')), files.join());
    for (const file of files) {
      const content = readFileSync(file);
      for (const secret of [kUpstreamKey, kAliceKey, kBobKey]) {
        for (const spelling of spellingsOf(secret)) assert.ok(!content.includes(spelling), `${file} holds a secret`);
      }
    }
    for (const secret of [kUpstreamKey, kAliceKey, kBobKey]) {
      assert.ok(!(scenario.gateway.stdout + scenario.gateway.stderr).includes(secret), 'the service printed a secret');
    }
  }

  it('are nowhere in the data folder while the service runs', () => assertNothingIsReadable());

  it('are nowhere in what the command line answers', async () => {
    for (const command of [['export'], ['credential', 'list'], ['key', 'list'], ['user', 'list'], ['requests'], ['status']]) {
      const {code, stdout, stderr} = await scenario.home.cli([...command, '--json']);
      assert.equal(code, 0, `${command.join(' ')}: ${stderr}`);
      for (const secret of [kUpstreamKey, kAliceKey, kBobKey]) assert.ok(!stdout.includes(secret), command.join(' '));
    }
  });

  it('are nowhere after a stop and another start', async () => {
    await scenario.gateway.stop();
    assertNothingIsReadable();
    scenario.gateway = await Gateway.start(scenario.home);
    assertNothingIsReadable();
  });

  it('are files that only the owner can read', () => {
    for (const file of filesUnder(scenario.home.dataDir).filter((name) => /key|pepper/.test(path.basename(name)))) {
      assert.equal(statSync(file).mode & 0o077, 0, file);
    }
  });
});
