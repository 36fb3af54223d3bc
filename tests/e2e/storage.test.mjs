import assert from 'node:assert/strict';
import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {Gateway, Home, runProgram} from './support/Gateway.mjs';

describe('care for the book', () => {
  let home;
  beforeEach(() => (home = new Home()));
  afterEach(() => home.remove());

  const offline = (...args) => runProgram([...args, '--data-dir', home.dataDir], {env: home.env});
  async function cli(...args) {
    const result = await home.cli(args);
    assert.equal(result.code, 0, result.stderr);
    return result.stdout;
  }

  it('copies, proves and restores it', async () => {
    let gateway = await Gateway.start(home);
    try {
      await cli('user', 'add', 'alice', '--balance', '10.00');
      const {file} = JSON.parse(await cli('backup', '--json'));
      assert.ok(existsSync(file));
      assert.match(await cli('backup', '--list'), /lanyard-\d{8}T\d{6}Z\.db/);
      await cli('user', 'deposit', 'alice', '90.00', '--currency', 'CNY', '--rate', '0.14', '--source', 'cash');
      await cli('user', 'add', 'bob');
      assert.match(await cli('check'), /deposits 22\.60 - costs 0\.00 = balances 22\.60 USD\nThe book is sound\./);
      assert.equal((await offline('restore', file)).code, 1, 'a service runs on it');

      await cli('stop', '--wait');
      assert.deepEqual(await gateway.exit, {code: 0, signal: null});
      assert.equal((await offline('check')).code, 0);
      const restored = await offline('restore', file);
      assert.equal(restored.code, 0, restored.stderr);
      assert.ok(readdirSync(home.dataDir).includes('lanyard.db.before-restore'));

      gateway = await Gateway.start(home);
      const {users} = JSON.parse(await cli('user', 'list', '--json'));
      assert.deepEqual(users.map(({name, balance}) => [name, balance]), [['alice', '10.000000000']]);
      assert.match(await cli('check'), /The book is sound\./);
    } finally {
      await gateway.kill();
    }
  });

  it('takes what a killed service left for granted', async () => {
    const gateway = await Gateway.start(home);
    await gateway.kill();
    assert.equal((await offline('check')).code, 0);
    assert.equal((await offline('restore', path.join(home.path, 'nothing.db'))).code, 1);
  });

  it('pays a voucher out once and counts who was turned away', async () => {
    const gateway = await Gateway.start(home);
    try {
      await cli('user', 'add', 'alice');
      const {codes} = JSON.parse(await cli('voucher', 'create', '5.00', '--json'));
      const redeem = () => home.cli(['voucher', 'redeem', 'alice', '-'], {input: `${codes[0].toLowerCase()}\n`});
      assert.match((await redeem()).stdout, /alice now has 5\.00 USD/);
      assert.match((await redeem()).stderr, /was redeemed before/);
      for (let i = 0; i < 3; ++i) {
        const refused = await fetch(`${gateway.url}/v1/models`, {headers: {authorization: 'Bearer sk-lan-guessed'}});
        assert.equal(refused.status, 401);
      }
      const {refusals} = JSON.parse(await cli('requests', '--refused', '--json'));
      assert.equal(refusals.reduce((sum, {requests}) => sum + requests, 0), 3);
      assert.equal(refusals[0].address, '127.0.0.1');
      assert.match(refusals[0].reason, /not known here/);
    } finally {
      await gateway.kill();
    }
  });
});
