// Kills the service with SIGKILL while it serves, again and again on the same data folder, at random moments and at named
// points. After each start every request that a client saw whole must be in the book, once.
//
//     LANYARD_PROGRAM=.../lanyard node crash.mjs [--rounds N] [--seed N]
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import {FakeOpenAI} from '../support/FakeOpenAI.mjs';
import {Gateway, Home} from '../support/Gateway.mjs';

const kPoints = ['', 'dispatched', 'settled', 'draining', 'between-commits', 'retiring'];
const kClients = 12;
const kKey = 'sk-lan-0123456789abcdef0123456789abcdef';
const option = (name, fallback) => Number(process.argv[process.argv.indexOf(name) + 1] ?? fallback) || fallback;
const rounds = process.argv.includes('--rounds') ? option('--rounds', 100) : 100;
let seed = process.argv.includes('--seed') ? option('--seed', 1) : 1;
const random = (below) => ((seed = (seed * 1103515245 + 12345) % 2147483648), seed % below);

const document = (upstream) => `
version: 1
providers:
  - {name: fake, kind: openai, base_url: "${upstream.baseUrl}", credentials: [{name: a, key: sk-upstream-crash-1}]}
models:
  - {name: m, price: {input: "1.00", output: "2.00"}, routes: [{provider: fake, model: m}]}
users:
  - {name: alice, balance: "100000.00", keys: [{name: laptop, key: ${kKey}}]}
`;

/** One client after the other's manner: streams and plain answers in turn, until the service is gone. */
async function ask(url, complete) {
  for (let stream = false; ; stream = !stream) {
    const id = randomUUID();
    try {
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: {authorization: `Bearer ${kKey}`, 'content-type': 'application/json', 'x-request-id': id},
        body: JSON.stringify({model: 'm', messages: [{role: 'user', content: 'hi'}], stream}),
      });
      const text = await response.text();
      if (response.status === 200 && (stream ? text.includes('data: [DONE]') : JSON.parse(text).choices.length === 1)) complete.add(id);
      else if (response.status !== 200) throw new Error(`status ${response.status}: ${text}`);
    } catch (error) {
      if (/^status/.test(error.message)) throw error;
      return; // the connection broke: it was killed
    }
  }
}

/** The newest rows of the request log: id -> outcomes. */
async function rowsOf(home) {
  const {stdout, code, stderr} = await home.cli(['requests', '--json', '--limit', '10000']);
  assert.equal(code, 0, stderr);
  const rows = new Map();
  for (const line of stdout.split('\n').filter(Boolean)) {
    const {request_id: id, outcome} = JSON.parse(line);
    rows.set(id, [...(rows.get(id) ?? []), outcome]);
  }
  return rows;
}

function judge(rows, complete, where) {
  for (const id of complete) assert.deepEqual(rows.get(id), ['ok'], `${where}: request ${id} was seen whole by its client`);
}

const upstream = await FakeOpenAI.start();
const home = new Home();
const file = home.write('crash.yaml', document(upstream));
let complete = new Set();
let where = 'before the first kill';
const sum = {complete: 0, byPoint: {}};
try {
  for (let round = 0; round < rounds; ++round) {
    const point = kPoints[round % kPoints.length];
    home.env.LANYARD_CRASH_AT = point && `${point}:${1 + random(point === 'dispatched' || point === 'settled' ? 200 : 4)}`;
    const counted = () => (sum.byPoint[point || 'random'] = (sum.byPoint[point || 'random'] ?? 0) + 1);
    let gateway;
    try {
      gateway = await Gateway.start(home, '--workers', '2', '--config', file);
    } catch (error) { // it met its point while it booked what the last one left
      assert.ok(point && /SIGKILL/.test(error.message), error.message);
      counted();
      continue;
    }
    judge(await rowsOf({cli: (args) => home.cli(args, {env: {LANYARD_CRASH_AT: ''}})}), complete, where);
    complete = new Set();
    upstream.requests.length = 0;
    const clients = Array.from({length: kClients}, () => ask(gateway.url, complete));
    const timer = setTimeout(() => gateway.child.kill('SIGKILL'), 100 + random(400)); // where no point is met
    const {signal} = await gateway.exit;
    clearTimeout(timer);
    assert.equal(signal, 'SIGKILL');
    await Promise.all(clients);
    where = `round ${round + 1} (${point || 'a random moment'})`;
    sum.complete += complete.size;
    counted();
  }
  home.env.LANYARD_CRASH_AT = '';
  const gateway = await Gateway.start(home, '--workers', '2');
  judge(await rowsOf(home), complete, where);
  const check = await home.cli(['check', '--json']);
  assert.equal(check.code, 0, check.stdout + check.stderr);
  const {charges, costs, deposits, balances} = JSON.parse(check.stdout);
  await gateway.stop();
  console.log(`${rounds} kills (${Object.entries(sum.byPoint).map(([point, times]) => `${times} ${point}`).join(', ')}): `
    + `${sum.complete} requests were seen whole, each is in the book once; ${charges} rows, ${deposits} - ${costs} = ${balances} USD; the book is sound`);
} finally {
  home.remove();
  await upstream.stop();
}
