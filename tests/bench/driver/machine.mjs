import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import os from 'node:os';
import {findProgram} from './process.mjs';

/** What a program says about itself, on whichever output (nginx takes the second). */
function firstLineOf(program, ...args) {
  const {stdout, stderr, status} = spawnSync(program, args, {encoding: 'utf8'});
  return status === 0 ? (stdout || stderr).split('\n')[0].trim() : 'unknown';
}

function systemName() {
  const release = readFileSync('/etc/os-release', 'utf8');
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(release)?.[1] ?? 'Linux';
}

/** The source that was measured; `-dirty` if it differs from what is committed. */
export function describeCommit() {
  return firstLineOf('git', 'describe', '--always', '--dirty');
}

/** What the figures depend on, without anything that names this very machine. */
export function describeMachine() {
  return {
    processor: `${os.cpus().length} x ${os.cpus()[0].model.trim()}`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: `${systemName()}, kernel ${os.release().replace(/-.*/, '')}`,
    lanyard: firstLineOf(process.env.LANYARD_PROGRAM, '--version'),
    nginx: firstLineOf(findProgram('nginx'), '-v'),
  };
}
