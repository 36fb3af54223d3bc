import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import os from 'node:os';
import {findProgram} from './process.mjs';

function firstLine(program, args, stream = 'stdout') {
  try {
    const stderr = stream === 'stderr' ? 'pipe' : 'ignore';
    return execFileSync('/bin/sh', ['-c', '"$0" "$@" 2>&1', program, ...args], {stdio: ['ignore', 'pipe', stderr]}).toString().split('\n')[0].trim();
  } catch {
    return 'unknown';
  }
}

function systemName() {
  const release = readFileSync('/etc/os-release', 'utf8');
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(release)?.[1] ?? 'Linux';
}

/** What the figures depend on, without anything that names this very machine. */
export function describeMachine() {
  return {
    processor: `${os.cpus().length} x ${os.cpus()[0].model.trim()}`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: `${systemName()}, kernel ${os.release().replace(/-.*/, '')}`,
    lanyard: firstLine(process.env.LANYARD_PROGRAM, ['--version']),
    commit: firstLine('git', ['describe', '--always', '--dirty']),
    nginx: firstLine(findProgram('nginx'), ['-v']),
  };
}
