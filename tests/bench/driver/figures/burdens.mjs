import {untilAtRest} from '../disturbance.mjs';
import {runLoad, whileHolding} from '../load.mjs';
import {residentBytes, withPeakMemory} from '../process.mjs';
import {kib, mib, ratio, us} from '../rows.mjs';

const kBurdened = ['nginx', 'lanyard'];

/** What connections that do nothing cost the others. */
const idle = {
  name: 'idle',
  title: '10,000 idle connections beside 16 busy ones',
  servers: kBurdened,
  measure: (run) => run.inTurns(kBurdened, (server) => measureIdle(run, server)),
  rows: [{
    name: 'idle-cost', title: 'CPU per request, 10,000 idle connections / none', reach: '<= 1.3', dream: '<= 1.0', unit: 'x',
    value: (m) => ratio(m.lanyard.burdened.cpuUs, m.lanyard.free.cpuUs),
    detail: (m) => `lanyard ${us(m.lanyard.free.cpuUs)} -> ${us(m.lanyard.burdened.cpuUs)}, ` +
      `nginx ${us(m.nginx.free.cpuUs)} -> ${us(m.nginx.burdened.cpuUs)}`,
  }, {
    name: 'idle-memory', title: 'RSS per idle connection (KiB)', unit: 'KiB',
    value: (m) => kib(m.lanyard.heldBytes) / m.lanyard.held,
    detail: (m) => `nginx ${(kib(m.nginx.heldBytes) / m.nginx.held).toFixed(1)} KiB`,
  }],
};

async function measureIdle(run, server) {
  const busy = () => runLoad(server, 'closed', {connections: 16, warmUp: run.ms(500), duration: run.ms(3000)});
  const free = await busy();
  const before = residentBytes(server.pids);
  const {result, held} = await whileHolding(server, 'idle', {connections: run.count(10_000)}, async () => {
    const heldBytes = residentBytes(server.pids) - before;
    return {burdened: await busy(), heldBytes};
  });
  if (held.dropped > 0) throw new Error(`${held.dropped} idle connections were closed`);
  return {free, held: held.held, ...result};
}

/** Readers that stop reading while the provider writes as fast as it can. */
const stalled = {
  name: 'stalled',
  title: '100 stalled readers beside 200 streams',
  servers: kBurdened,
  measure: (run) => run.inTurns(kBurdened, (server) => measureStalled(run, server)),
  rows: [{
    name: 'stalled-memory', title: 'RSS added by 100 stalled readers (MiB)', reach: '<= 16', dream: '<= 8', unit: 'MiB',
    value: (m) => mib(m.lanyard.addedBytes), detail: (m) => `nginx ${mib(m.nginx.addedBytes).toFixed(1)} MiB`,
  }, {
    name: 'stalled-others', title: "others' chunk delay p50, 100 stalled readers / none", reach: '<= 1.2', unit: 'x',
    value: (m) => ratio(m.lanyard.burdened.p50Us, m.lanyard.free.p50Us),
    detail: (m) => kBurdened.map((who) => `${who} p50 ${us(m[who].free.p50Us)} -> ${us(m[who].burdened.p50Us)}, ` +
      `p99 ${us(m[who].free.p99Us)} -> ${us(m[who].burdened.p99Us)}`).join('; '),
  }],
};

async function measureStalled(run, server) {
  const others = () => runLoad(server, 'streams', {
    connections: run.count(200), chunkEveryUs: run.intervalUs(20), ramp: run.ms(500), warmUp: run.ms(500), duration: run.ms(3000),
  });
  const free = await withPeakMemory(server.pids, others);
  const burdened = await withPeakMemory(server.pids, async () => {
    const endless = {connections: run.count(100), chunks: 1_000_000_000, answerBytes: 1000};
    const {result} = await whileHolding(server, 'stalled', endless, async () => {
      await untilAtRest(server.pids); // the kernel buffers megabytes a connection before a reader that stalled is felt
      return others();
    });
    return result;
  });
  return {free: free.result, burdened: burdened.result, addedBytes: burdened.peakBytes - free.peakBytes};
}

export const burdenFigures = [idle, stalled];
