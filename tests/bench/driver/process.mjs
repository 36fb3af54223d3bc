import {spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';

const kPageBytes = 4096;
const kSampleEveryMs = 50;

/** A program of this benchmark, beside the service that is measured. */
export function benchProgram(name) {
  return path.join(path.dirname(process.env.LANYARD_PROGRAM), name);
}

/** Where a program is, also when the administrators' folders are not in PATH. */
export function findProgram(name) {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'];
  const found = folders.map((folder) => path.join(folder, name)).find(existsSync);
  if (!found) throw new Error(`${name} is not installed: ./dev setup brings it`);
  return found;
}

/** A child that is read line by line and ends when its standard input does. */
export class Child {
  #lines;
  #stderr = '';

  constructor(program, args, {env = {}} = {}) {
    this.name = path.basename(program);
    this.process = spawn(program, args, {env: {...process.env, ...env}, stdio: 'pipe'});
    this.process.stdin.on('error', () => {}); // it may be gone already
    this.process.stderr.setEncoding('utf8').on('data', (text) => (this.#stderr += text));
    this.#lines = createInterface({input: this.process.stdout})[Symbol.asyncIterator]();
    this.ended = new Promise((resolve, reject) => {
      this.process.on('error', reject);
      this.process.on('close', (code, signal) => resolve(code ?? signal));
    });
    this.ended.catch(() => {});
  }

  get pid() {
    return this.process.pid;
  }

  async nextLine() {
    const {value, done} = await this.#lines.next();
    if (done) throw new Error(`${this.name} ended (${await this.ended}): ${this.#stderr}`);
    return value;
  }

  endInput() {
    this.process.stdin.end();
  }

  async stop(signal) {
    if (signal) this.process.kill(signal);
    this.endInput();
    return this.ended;
  }
}

/** Bytes in memory of some processes, the shared pages counted in each. */
export function residentBytes(pids) {
  return pids.reduce((sum, pid) => sum + Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * kPageBytes, 0);
}

/** Runs `work` and answers its result together with the most memory that the processes had meanwhile. */
export async function withPeakMemory(pids, work) {
  let peak = residentBytes(pids);
  let running = true;
  const sampling = (async () => {
    while (running) {
      peak = Math.max(peak, residentBytes(pids));
      await pause(kSampleEveryMs);
    }
  })();
  try {
    return {result: await work(), peakBytes: Math.max(peak, residentBytes(pids))};
  } finally {
    running = false;
    await sampling;
  }
}

export function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}
