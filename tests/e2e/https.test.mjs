import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync} from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import {afterEach, beforeEach, describe, it} from 'node:test';
import tls from 'node:tls';
import {eventually} from './support/eventually.mjs';
import {Gateway, Home, runProgram} from './support/Gateway.mjs';

describe('HTTPS from the files of the data folder', () => {
  let home, folder;
  beforeEach(() => {
    home = new Home();
    folder = path.join(home.dataDir, 'ssl');
    mkdirSync(folder, {recursive: true});
  });
  afterEach(() => home.remove());

  function makeCertificate() {
    const [key, chain] = [path.join(folder, 'key.pem'), path.join(folder, 'fullchain.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
      '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', chain], {stdio: 'ignore'});
    return readFileSync(chain);
  }

  function get(gateway, ca) {
    return new Promise((resolve, reject) => {
      https.get(`${gateway.url}/healthz`, {ca, agent: false}, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      }).on('error', reject);
    });
  }

  function presented(gateway) {
    const {hostname, port} = new URL(gateway.url);
    return new Promise((resolve, reject) => {
      const socket = tls.connect({host: hostname, port: Number(port), rejectUnauthorized: false}, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      }).on('error', reject);
    });
  }

  it('serves with the pair that is there and picks up a renewed one', async () => {
    const first = makeCertificate();
    const gateway = await Gateway.start(home);
    try {
      assert.match(gateway.url, /^https:/);
      assert.equal(await get(gateway, first), 200);
      const before = await presented(gateway);
      const second = makeCertificate();
      await eventually('the new certificate is presented', async () => (await presented(gateway)) !== before);
      assert.equal(await get(gateway, second), 200);
      rmSync(folder, {recursive: true}); // never back to plain HTTP
      assert.equal(await get(gateway, second), 200);
    } finally {
      await gateway.kill();
    }
  });

  it('does not start without TLS when a pair is there that does not work', async () => {
    makeCertificate();
    rmSync(path.join(folder, 'key.pem'));
    const {code, stderr} = await runProgram(home.serveArguments(), {env: home.env});
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^lanyard: .*key\.pem.*\n$/);
  });
});
