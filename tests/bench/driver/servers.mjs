import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {eventually} from '../../e2e/support/eventually.mjs';
import {Gateway, Home} from '../../e2e/support/Gateway.mjs';
import {Books} from './books.mjs';
import {gatewayConfiguration, kApiKey, nginxConfiguration} from './configurations.mjs';
import {benchProgram, Child, childrenOf, findProgram} from './process.mjs';

/** The fake provider; clients that ask it themselves are the yardstick `direct`. */
export class Upstream {
  pids = [];

  static async start() {
    const upstream = new Upstream();
    upstream.child = new Child(benchProgram('bench_upstream'), []);
    upstream.port = Number(/^listening on (\d+)$/.exec(await upstream.child.nextLine())[1]);
    return upstream;
  }

  stop() {
    return this.child.stop();
  }
}

/** nginx with one worker as a plain proxy: what the same work costs without any governance. */
export class Nginx {
  static async start(upstream) {
    const nginx = new Nginx();
    nginx.folder = mkdtempSync(path.join(os.tmpdir(), 'lanyard-bench-nginx-'));
    nginx.port = await freePort();
    const file = path.join(nginx.folder, 'nginx.conf');
    writeFileSync(file, nginxConfiguration({port: nginx.port, upstreamPort: upstream.port, folder: nginx.folder}));
    nginx.child = new Child(findProgram('nginx'), ['-c', file, '-e', path.join(nginx.folder, 'error.log')]);
    const worker = await eventually('nginx has its worker', () => childrenOf(nginx.child.pid)[0]);
    nginx.pids = [nginx.child.pid, worker];
    return nginx;
  }

  async stop() {
    await this.child.stop('SIGTERM');
    rmSync(this.folder, {recursive: true, force: true});
  }
}

/** The real service with everything on: key, limits, reservation from a balance, journal, books. */
export class Lanyard {
  books = new Books(this);

  static async start(upstream, workers) {
    const lanyard = new Lanyard();
    lanyard.home = new Home();
    const file = lanyard.home.write('lanyard.yaml', gatewayConfiguration(upstream.port));
    lanyard.gateway = await Gateway.start(lanyard.home, '--workers', String(workers), '--config', file);
    lanyard.port = Number(new URL(lanyard.gateway.url).port);
    lanyard.pids = [lanyard.gateway.child.pid];
    return lanyard;
  }

  async stop() {
    try {
      await this.books.check();
    } finally {
      await this.gateway.kill();
      this.home.remove();
    }
  }
}

export const kClientEnvironment = {BENCH_API_KEY: kApiKey};

const kStarters = {
  direct: (upstream) => upstream,
  nginx: (upstream) => Nginx.start(upstream),
  lanyard: (upstream) => Lanyard.start(upstream, 1),
  lanyard2: (upstream) => Lanyard.start(upstream, 2),
};

/**
 * Starts the named servers afresh, runs `work` with them and all their process ids, stops them; stopping the service
 * compares its books.
 */
export async function withServers(names, work) {
  const upstream = await Upstream.start();
  const servers = {};
  try {
    for (const name of names) servers[name] = await kStarters[name](upstream);
    const pids = [upstream.child.pid, ...Object.values(servers).flatMap((server) => server.pids)];
    const result = await work(servers, pids);
    await stopAll(servers);
    return result;
  } finally {
    await stopAll(servers).catch(() => {});
    await upstream.stop();
  }
}

async function stopAll(servers) {
  for (const name of Object.keys(servers)) {
    const server = servers[name];
    delete servers[name];
    if (name !== 'direct') await server.stop();
  }
}

/** nginx cannot be asked which port it was given, so it is given one that was free a moment ago. */
function freePort() {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}
