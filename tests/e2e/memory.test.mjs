import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {request as httpRequest} from 'node:http';
import net from 'node:net';
import {Readable} from 'node:stream';
import {after, before, describe, it} from 'node:test';
import {eventually, within} from './support/eventually.mjs';
import {Gateway, Home} from './support/Gateway.mjs';
import {apply, jsonLinesOf, kAliceKey} from './support/scenario.mjs';
import {StreamFountain} from './support/StreamFountain.mjs';

const kMiB = 1024 * 1024;
/** AddressSanitizer's quarantine. */
const kKeepsFreedMemory = Boolean(process.env.LANYARD_SANITIZE);
const kSmall = JSON.stringify({model: 'free', messages: [{role: 'user', content: 'hello'}]});

function configurationFor(upstream, settings = '') {
  return `version: 1
settings: {${settings}}
providers:
  - {name: fountain, kind: openai, base_url: ${upstream.baseUrl}, credentials: [{name: main, key: sk-fountain}]}
models:
  - {name: free, routes: [{provider: fountain, model: fountain}]}
users:
  - {name: alice, keys: [{name: laptop, key: "${kAliceKey}"}]}
`;
}

/** Of the service: what /proc says, in bytes. */
function memoryOf(gateway) {
  const status = readFileSync(`/proc/${gateway.child.pid}/status`, 'latin1');
  const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) * 1024;
  return {all: field('VmRSS'), own: field('RssAnon')};
}

/** Posts `pieces`; answers {status, headers, text}. */
function post(gateway, length, pieces) {
  return new Promise((resolve, reject) => {
    const sending = httpRequest(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      agent: false,
      headers: {authorization: `Bearer ${kAliceKey}`, 'content-type': 'application/json', 'content-length': length},
    });
    sending.on('error', reject);
    sending.on('response', async (response) => {
      const text = (await Array.fromAsync(response)).join('');
      resolve({status: response.statusCode, headers: response.headers, text});
    });
    Readable.from(pieces).pipe(sending);
  });
}

const postText = (gateway, text) => post(gateway, Buffer.byteLength(text), [Buffer.from(text)]);

function* largeBody(size) {
  const head = '{"model":"free","messages":[{"role":"user","content":"';
  const tail = '"}]}';
  yield Buffer.from(head);
  let left = size - head.length - tail.length;
  const piece = Buffer.alloc(kMiB, 'x');
  for (; left > piece.length; left -= piece.length) yield piece;
  yield piece.subarray(0, left);
  yield Buffer.from(tail);
}

/** Asks for a stream and never reads it. */
function stalledReader(gateway) {
  const {hostname, port} = new URL(gateway.url);
  const socket = net.connect({host: hostname, port: Number(port)});
  socket.on('error', () => {});
  const body = JSON.stringify({model: 'free', messages: [{role: 'user', content: 'pour'}], stream: true});
  socket.write(`POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${kAliceKey}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  return socket;
}

describe('memory under pressure', {skip: process.platform !== 'linux' && '/proc tells'}, () => {
  let upstream, home, gateway;
  before(async () => {
    upstream = await StreamFountain.start();
    home = new Home();
    gateway = await Gateway.start(home, '--workers', '2');
    const applied = await apply(home, configurationFor(upstream));
    assert.equal(applied.code, 0, applied.stderr);
    for (let i = 0; i < 20; ++i) assert.equal((await postText(gateway, kSmall)).status, 200);
  });
  after(async () => {
    await gateway?.kill();
    await upstream.stop();
    home.remove();
  });

  it('takes many 50 MB uploads at once without holding them', async (t) => {
    const kUploads = 12;
    const kSize = 50 * 1000 * 1000;
    const idle = memoryOf(gateway);
    const peak = {...idle};
    const watch = setInterval(() => {
      const now = memoryOf(gateway);
      peak.all = Math.max(peak.all, now.all);
      peak.own = Math.max(peak.own, now.own);
    }, 5);
    const answers = await Promise.all(Array.from({length: kUploads}, () => post(gateway, kSize, largeBody(kSize))));
    clearInterval(watch);
    for (const answer of answers) assert.equal(answer.status, 200, answer.text);
    assert.ok(upstream.bodyBytes >= kUploads * kSize);
    const grown = {all: peak.all - idle.all, own: peak.own - idle.own};
    t.diagnostic(`${kUploads} uploads of ${kSize / 1e6} MB: RSS +${(grown.all / kMiB).toFixed(1)} MiB at most, of it own memory +${(grown.own / kMiB).toFixed(1)} MiB`);
    // Each of the two workers looks at one whole body at a time (mapped from its file); nothing is kept of the others.
    assert.ok(grown.own < 32 * kMiB, `own memory grew by ${grown.own}`);
    assert.ok(grown.all < 2 * kSize + 48 * kMiB, `RSS grew by ${grown.all}`);
  });

  it('holds little for readers that stall on fast streams, serves others, and drops them', async (t) => {
    const kReaders = 100;
    const clientsGone = async () => (await jsonLinesOf(home, 'requests', '--limit', '1000')).filter((row) => row.outcome === 'client_gone');
    assert.equal((await apply(home, configurationFor(upstream, 'write_timeout_ms: 3000'))).code, 0); // works at once
    const first = stalledReader(gateway); // the tokenizer's vocabulary is loaded once, whoever needs it first
    await eventually('the first one has begun', () => upstream.begun === 1);
    await eventually('it is dropped', async () => upstream.open === 0 && (await clientsGone()).length === 1);
    first.destroy();
    upstream.begun = 0;
    const idle = memoryOf(gateway);
    const readers = Array.from({length: kReaders}, () => stalledReader(gateway));
    try {
      await eventually('all streams have begun', () => upstream.begun === kReaders);
      let peak = idle.all;
      await eventually('the stalled readers are dropped and the provider hears of it', async () => {
        peak = Math.max(peak, memoryOf(gateway).all);
        assert.equal((await postText(gateway, kSmall)).status, 200);
        return upstream.open === 0;
      });
      t.diagnostic(`${kReaders} stalled readers: RSS +${((peak - idle.all) / kMiB).toFixed(1)} MiB at most`);
      if (!kKeepsFreedMemory) assert.ok(peak - idle.all < 16 * kMiB, `RSS grew by ${peak - idle.all}`);
    } finally {
      for (const reader of readers) reader.destroy();
    }
    const rows = await eventually('all are booked', async () => {
      const gone = await clientsGone();
      return gone.length > kReaders && gone;
    });
    assert.ok(rows.every((row) => row.output_tokens > 0), 'what was produced is billed');
  });

  it('refuses with 503 before the body while the ceiling is reached, and serves again behind it', async () => {
    const kCeiling = 'max_spooled_bytes: 60MiB';
    assert.equal((await apply(home, configurationFor(upstream, kCeiling))).code, 0);
    const {hostname, port} = new URL(gateway.url);
    const holder = net.connect({host: hostname, port: Number(port)});
    try {
      const head = (size, more = '') =>
        `POST /v1/chat/completions HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${kAliceKey}\r\n${more}Content-Length: ${size}\r\n\r\n`;
      const firstWords = (socket) => new Promise((resolve) => socket.once('data', (data) => resolve(data.toString())));
      holder.write(head(40 * kMiB, 'Expect: 100-continue\r\n'));
      assert.match(await within('there is room for the first large body', firstWords(holder)), /^HTTP\/1\.1 100 /);
      // A changed ceiling reaches each worker by its mailbox: a probe that came before it is simply let in, and another is sent.
      const refused = await eventually('the second one is refused', async () => {
        const probe = net.connect({host: hostname, port: Number(port)});
        probe.write(head(30 * kMiB)); // and nothing of the body
        const words = await Promise.race([firstWords(probe), new Promise((resolve) => setTimeout(resolve, 500, ''))]);
        probe.destroy();
        return words;
      });
      assert.match(refused, /^HTTP\/1\.1 503 /);
      assert.match(refused, /\r\nRetry-After: \d+\r\n/i);
      assert.match(refused, /"code":"overloaded"/);
      assert.equal((await postText(gateway, kSmall)).status, 200);
    } finally {
      holder.destroy();
    }
    const size = 30 * kMiB;
    await eventually('there is room again', async () => (await post(gateway, size, largeBody(size))).status === 200);
  });
});
