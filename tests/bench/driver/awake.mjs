import os from 'node:os';
import {Child, findProgram} from './process.mjs';

/** Some ten milliseconds of nothing, as long as the process named by $0 is there. */
const kSpinWhileParentLives = 'while kill -0 "$0" 2>/dev/null; do i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; done';

/**
 * Runs `work` while no processor may halt: a loop of the lowest priority on each, which gives way to everything else
 * at once. On a virtual machine waking a halted processor takes longer than all work on a small request together.
 */
export async function keepingAwake(work) {
  const loop = ['/bin/sh', '-c', kSpinWhileParentLives, String(process.pid)];
  const spin = () => new Child(findProgram('chrt'), ['--idle', '0', ...loop]);
  const spinners = os.cpus().map(spin);
  try {
    return await work();
  } finally {
    await Promise.all(spinners.map((spinner) => spinner.stop('SIGKILL')));
  }
}
