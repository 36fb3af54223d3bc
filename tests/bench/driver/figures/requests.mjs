import {keepingAwake} from '../awake.mjs';
import {runLoad} from '../load.mjs';
import {added, cpuDetail, latencyDetail, ratio, us} from '../rows.mjs';

const kAll = ['direct', 'nginx', 'lanyard'];

function requestFigure({name, title, servers = kAll, mode, options, rows}) {
  return {
    name,
    title,
    servers,
    measure: (run) =>
      run.inTurns(servers, (server) =>
        runLoad(server, mode, {...options, warmUp: run.ms(500), duration: run.ms(3000)})),
    rows,
  };
}

const latencyRow = (name, title, reach, dream) => ({
  name, title, reach, dream, unit: 'x',
  value: (m) => ratio(added(m, 'lanyard', 'p50Us'), added(m, 'nginx', 'p50Us')),
  detail: latencyDetail,
});

const busy = requestFigure({
  name: 'busy',
  title: 'closed loop, 64 connections',
  servers: [...kAll, 'lanyard2'],
  mode: 'closed',
  options: {connections: 64},
  rows: [
    {
      name: 'cpu-per-request', title: 'CPU per governed request / nginx', reach: '<= 2.0', dream: '<= 1.3', unit: 'x',
      value: (m) => ratio(m.lanyard.cpuUs, m.nginx.cpuUs), detail: cpuDetail,
    },
    {
      name: 'throughput', title: 'req/s, 1 worker, c=64 / nginx 1 worker', reach: '>= 0.5', dream: '>= 0.8', unit: 'x',
      value: (m) => ratio(m.lanyard.perSecond, m.nginx.perSecond),
      detail: (m) => ['lanyard', 'nginx', 'direct'].map((who) => `${who} ${Math.round(m[who].perSecond)}/s`).join(', '),
    },
    {
      name: 'two-workers', title: 'CPU per request, 2 workers / 1', reach: '<= 1.1', dream: '<= 1.0', unit: 'x',
      value: (m) => ratio(m.lanyard2.cpuUs, m.lanyard.cpuUs),
      detail: (m) => `2 workers ${us(m.lanyard2.cpuUs)}, ${Math.round(m.lanyard2.perSecond)}/s; 1 worker ${us(m.lanyard.cpuUs)}`,
    },
  ],
});

const single = requestFigure({
  name: 'single', title: 'closed loop, 1 connection', mode: 'closed', options: {connections: 1},
  rows: [latencyRow('added-c1', 'added p50, c=1, processors may halt / nginx')],
});

const awake = {
  ...single,
  name: 'single-awake',
  title: 'closed loop, 1 connection, processors kept from halting',
  measure: (run) => keepingAwake(() => single.measure(run)),
  rows: [latencyRow('added-c1-awake', 'added p50, c=1, processors awake / nginx', '<= 2', '<= 1.3')],
};

const sixteen = requestFigure({
  name: 'sixteen', title: 'closed loop, 16 connections', mode: 'closed', options: {connections: 16},
  rows: [{
    name: 'cpu-c16', title: 'CPU per governed request, c=16 / nginx', unit: 'x',
    value: (m) => ratio(m.lanyard.cpuUs, m.nginx.cpuUs), detail: cpuDetail,
  }],
});

const openFigure = (rate) =>
  requestFigure({
    name: `open-${rate}`, title: `open loop, ${rate} requests a second`, mode: 'open', options: {connections: 512, rate},
    rows: [latencyRow(`added-open-${rate}`, `added p50, ${rate} req/s open loop / nginx`, '<= 2', '<= 1.3')],
  });

const upload = requestFigure({
  name: 'upload', title: 'requests of 1 MB', mode: 'closed', options: {connections: 4, requestBytes: 1_000_000},
  rows: [{
    name: 'cpu-upload', title: 'CPU of a 1 MB request / nginx', reach: '<= 2.5', dream: '<= 1.5', unit: 'x',
    value: (m) => ratio(m.lanyard.cpuUs, m.nginx.cpuUs), detail: cpuDetail,
  }],
});

const download = requestFigure({
  name: 'download', title: 'answers of 1 MB', mode: 'closed', options: {connections: 4, answerBytes: 1_000_000},
  rows: [{
    name: 'cpu-download', title: 'CPU of a 1 MB answer / nginx', unit: 'x',
    value: (m) => ratio(m.lanyard.cpuUs, m.nginx.cpuUs), detail: cpuDetail,
  }],
});

export const requestFigures = [busy, single, awake, sixteen, openFigure(1000), openFigure(5000), upload, download];
