import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {within} from './eventually.mjs';

const kProgram = process.env.LANYARD_PROGRAM;

/** Runs the program to its end. */
export function runProgram(args, {env = {}, input = ''} = {}) {
  const child = spawn(kProgram, args, {env: {...process.env, ...env}, stdio: 'pipe'});
  const result = {stdout: '', stderr: ''};
  child.stdout.setEncoding('utf8').on('data', (text) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (result.stderr += text));
  child.stdin.on('error', () => {}); // a program that reads no input may be gone already
  child.stdin.end(input);
  const done = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({...result, code, signal}));
  });
  return within(`lanyard ${args.join(' ')} ends`, done).finally(() => child.kill('SIGKILL'));
}

/** A folder of its own for one service: data, admin socket, home. It has no keychain and no session bus. */
export class Home {
  path = mkdtempSync(path.join(os.tmpdir(), 'lanyard-'));
  dataDir = path.join(this.path, 'data');
  socket = path.join(this.path, 'admin.sock');
  env = {HOME: this.path, XDG_RUNTIME_DIR: this.path, DBUS_SESSION_BUS_ADDRESS: '', DISPLAY: ''};

  write(name, text) {
    const file = path.join(this.path, name);
    writeFileSync(file, text);
    return file;
  }

  cli(args, {env = {}, input} = {}) {
    return runProgram([...args, '--admin-socket', this.socket], {env: {...this.env, ...env}, input});
  }

  serveArguments(...more) {
    return ['serve', '--data-dir', this.dataDir, '--listen', '127.0.0.1:0', '--admin-socket', this.socket, ...more];
  }

  remove() {
    rmSync(this.path, {recursive: true, force: true});
  }
}

/** The real service, running. */
export class Gateway {
  stdout = '';
  stderr = '';

  static async start(home, ...more) {
    const gateway = new Gateway();
    gateway.home = home;
    const child = (gateway.child = spawn(kProgram, home.serveArguments(...more), {env: {...process.env, ...home.env}}));
    child.stdin.end();
    child.stdout.setEncoding('utf8').on('data', (text) => (gateway.stdout += text));
    gateway.exit = new Promise((resolve) => child.on('close', (code, signal) => resolve({code, signal})));
    gateway.url = await within('the service says where it listens', gateway.#listening());
    return gateway;
  }

  #listening() {
    return new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.stderr.setEncoding('utf8').on('data', (text) => {
        this.stderr += text;
        const match = /^lanyard: listening on (https?:\/\/\S+)$/m.exec(this.stderr);
        if (match) resolve(match[1]);
      });
      this.exit.then(({code, signal}) => reject(new Error(`the service ended (${code ?? signal}): ${this.stderr}`)));
    });
  }

  /** Asks it to stop, as a service manager does; answers how it ended. */
  stop() {
    this.child.kill('SIGTERM');
    return within('the service stops', this.exit);
  }

  /** For clean-up: whatever state it is in. */
  async kill() {
    this.child.kill('SIGKILL');
    await this.exit;
  }
}
