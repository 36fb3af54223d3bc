import {setTimeout as pause} from 'node:timers/promises';
import {runLoad} from '../load.mjs';
import {residentBytes, withPeakMemory} from '../process.mjs';
import {added, cpuDetail, kib, latencyDetail, mib, ratio} from '../rows.mjs';

const kServers = ['direct', 'nginx', 'lanyard'];

/** `streams` streams with one chunk every `everyMs`: about 10,000 chunks a second in all figures, so only their number differs. */
function streamOptions(run, {streams, everyMs, rampMs}) {
  return {
    connections: run.count(streams),
    chunkEveryUs: run.intervalUs(everyMs),
    ramp: run.ms(rampMs),
    warmUp: run.ms(1000),
    duration: run.ms(5000),
  };
}

const chunkRows = (streams) => [
  {
    name: `chunk-cpu-${streams}`, title: `CPU per chunk, ${streams} streams / nginx`, unit: 'x',
    ...(streams === 1000 ? {reach: '<= 1.3', dream: '<= 0.8'} : {}),
    value: (m) => ratio(m.lanyard.cpuUs, m.nginx.cpuUs), detail: cpuDetail,
  },
  {
    name: `chunk-p50-${streams}`, title: `chunk delay p50 added, ${streams} streams / nginx`, unit: 'x',
    ...(streams === 9000 ? {dream: '<= 1'} : {}),
    value: (m) => ratio(added(m, 'lanyard', 'p50Us'), added(m, 'nginx', 'p50Us')), detail: latencyDetail,
  },
  {
    name: `chunk-p99-${streams}`, title: `chunk delay p99 added, ${streams} streams / nginx`, unit: 'x',
    ...(streams === 200 ? {reach: '<= 1.5', dream: '<= 1'} : {}),
    value: (m) => ratio(added(m, 'lanyard', 'p99Us'), added(m, 'nginx', 'p99Us')), detail: latencyDetail,
  },
];

const streamFigure = (shape) => ({
  name: `streams-${shape.streams}`,
  title: `${shape.streams} streams, a chunk every ${shape.everyMs} ms`,
  servers: kServers,
  measure: (run) => run.inTurns(kServers, (server) => runLoad(server, 'streams', streamOptions(run, shape))),
  rows: chunkRows(shape.streams),
});

/** Memory is read around the run: a fresh service, after some requests, with all streams open, after they ended. */
async function measureFull(run, server, shape) {
  const idleBytes = residentBytes(server.pids);
  if (server.pids.length > 0) await runLoad(server, 'closed', {connections: 64, warmUp: 0, duration: run.ms(1000)});
  const beforeBytes = residentBytes(server.pids);
  const {result, peakBytes} = await withPeakMemory(server.pids, () => runLoad(server, 'streams', streamOptions(run, shape)));
  await pause(run.ms(3000));
  return {...result, idleBytes, beforeBytes, peakBytes, afterBytes: residentBytes(server.pids)};
}

const kFull = {streams: 9000, everyMs: 1000, rampMs: 3000};

const full = {
  name: 'streams-9000',
  title: '9,000 streams, a chunk a second, and memory',
  servers: kServers,
  measure: (run) => run.inTurns(kServers, (server) => measureFull(run, server, kFull)),
  rows: [
    {
      name: 'lost-9000', title: '9,000 streams: not complete', reach: '<= 0', dream: '<= 0', unit: '',
      value: (m) => m.lanyard.streams - m.lanyard.complete,
      detail: (m) => kServers.map((who) => `${who} ${m[who].complete} of ${m[who].streams}`).join(', '),
    },
    ...chunkRows(9000),
    {
      name: 'rss-idle', title: 'RSS idle (MiB)', reach: '<= 25', dream: '<= 15', unit: 'MiB',
      value: (m) => mib(m.lanyard.idleBytes), detail: (m) => `nginx ${mib(m.nginx.idleBytes).toFixed(1)} MiB`,
    },
    {
      name: 'rss-per-stream', title: 'RSS per open stream (KiB)', reach: '<= 40', dream: '<= 16', unit: 'KiB',
      value: (m) => kib(m.lanyard.peakBytes - m.lanyard.beforeBytes) / m.lanyard.streams,
      detail: (m) => `peak ${mib(m.lanyard.peakBytes).toFixed(0)} MiB; nginx ` +
        `${(kib(m.nginx.peakBytes - m.nginx.beforeBytes) / m.nginx.streams).toFixed(1)} KiB`,
    },
    {
      name: 'rss-after', title: 'RSS after 9,000 streams / before', reach: '<= 1.2', unit: 'x',
      value: (m) => ratio(m.lanyard.afterBytes, m.lanyard.beforeBytes),
      detail: (m) => `before ${mib(m.lanyard.beforeBytes).toFixed(1)} MiB, after ${mib(m.lanyard.afterBytes).toFixed(1)} MiB; ` +
        `nginx ${ratio(m.nginx.afterBytes, m.nginx.beforeBytes).toFixed(2)}`,
    },
  ],
};

export const streamFigures = [
  streamFigure({streams: 200, everyMs: 20, rampMs: 500}),
  streamFigure({streams: 1000, everyMs: 100, rampMs: 500}),
  streamFigure({streams: 5000, everyMs: 500, rampMs: 2000}),
  full,
];
