import {Agent, request as httpRequest} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {ChaosUpstream} from './ChaosUpstream.mjs';
import {Gateway, Home} from './Gateway.mjs';
import {apply} from './scenario.mjs';

const kProviders = 5;
const kCredentials = 4;
/** Clients at once. */
export const kParallel = 8;
const kKey = 'sk-lan-c4a05000000000000000000000000000';

/** A repeatable stream of numbers in [0, 1). Source: mulberry32, public domain. */
export function randomFrom(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const secretOf = (provider, credential) => `sk-chaos-${provider}-${credential}-0123456789`;

function configuration(upstream) {
  const providers = Array.from({length: kProviders}, (_, p) => `  - name: p${p}
    kind: openai
    base_url: ${upstream.baseUrl(`p${p}`)}
    timeouts: {connect_ms: 1000, first_byte_ms: 1000, whole_ms: 1000, idle_ms: 1500}
    credentials:
${Array.from({length: kCredentials}, (_, c) => `      - {name: c${c}, key: "${secretOf(p, c)}"}`).join('\n')}`);
  return `version: 1
settings: {max_attempts: 20, retry_deadline_ms: 60000}
providers:
${providers.join('\n')}
models:
  - name: any
    strategy: weighted
    routes:
${Array.from({length: kProviders}, (_, p) => `      - {provider: p${p}, model: any}`).join('\n')}
users:
  - name: alice
    keys: [{name: k, key: "${kKey}"}]
`;
}

/** One chat completion; true when it was answered whole. */
function ask(url, agent, stream) {
  return new Promise((resolve) => {
    const body = JSON.stringify({model: 'any', stream, messages: [{role: 'user', content: 'hi'}]});
    const headers = {authorization: `Bearer ${kKey}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body)};
    const request = httpRequest(`${url}/v1/chat/completions`, {method: 'POST', agent, headers}, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.on('error', () => resolve({ok: false, why: 'broken'}));
      response.on('end', () => {
        const whole = text.includes('You said: hi') || text.includes('"content":"hi"');
        const ok = response.statusCode === 200 && whole && (!stream || text.endsWith('data: [DONE]\n\n'));
        resolve({ok, why: ok ? '' : `${response.statusCode} ${text.slice(0, 300)}`});
      });
    });
    request.on('error', (error) => resolve({ok: false, why: error.message}));
    request.end(body);
  });
}

/**
 * The real service in front of 5 providers with 4 credentials each. One credential is healthy; which one changes at random;
 * all others fail in every way. Streams and plain requests, `parallel` at a time, for `seconds`.
 */
export async function runChaos({seconds, seed, parallel = kParallel, changeEveryMs = 3_000, log = () => {}}) {
  const random = randomFrom(seed);
  const upstream = await ChaosUpstream.start(random);
  const home = new Home();
  const gateway = await Gateway.start(home);
  const agent = new Agent({keepAlive: true, maxSockets: parallel});
  const result = {asked: 0, answered: 0, changes: 0, failures: [], longestMs: 0};
  try {
    upstream.healthy = secretOf(0, 0);
    const applied = await apply(home, configuration(upstream));
    if (applied.code !== 0) throw new Error(applied.stderr);
    const end = Date.now() + seconds * 1000;
    const changing = (async () => {
      while (Date.now() < end) {
        await pause(Math.min(changeEveryMs * (0.5 + random()), end - Date.now()));
        upstream.healthy = secretOf(Math.floor(random() * kProviders), Math.floor(random() * kCredentials));
        result.changes += 1;
      }
    })();
    const clients = Array.from({length: parallel}, async () => {
      while (Date.now() < end) {
        const begun = Date.now();
        const {ok, why} = await ask(gateway.url, agent, random() < 0.5);
        result.asked += 1;
        result.answered += ok ? 1 : 0;
        if (!ok) result.failures.push(why);
        result.longestMs = Math.max(result.longestMs, Date.now() - begun);
        await pause(5);
      }
    });
    await Promise.all([changing, ...clients]);
    result.seen = upstream.seen;
    log(`${result.asked} requests, ${result.answered} answered (${((100 * result.answered) / result.asked).toFixed(3)} %), the healthy credential changed ${result.changes} times, the longest took ${result.longestMs} ms`);
    return result;
  } finally {
    agent.destroy();
    await gateway.kill();
    await upstream.stop();
    home.remove();
  }
}
