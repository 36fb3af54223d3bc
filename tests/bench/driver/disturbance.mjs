import {readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';

const kRestTicks = 2;
const kRestMs = 500;
const kRestWithinMs = 20_000;

/** Kernel ticks (10 ms) that all processors were busy, the time that a hypervisor took away included. */
function busyTicks() {
  const [total] = readFileSync('/proc/stat', 'utf8').split('\n');
  const [user, nice, system, , , irq, softirq, steal] = total.split(/ +/).slice(1).map(Number);
  return user + nice + system + irq + softirq + steal;
}

/** Ticks that a process used, with those of its children that have ended. */
function ticksOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
  return fields[11] + fields[12] + fields[13] + fields[14];
}

/** Waits until some processes have nothing to do; gives up after a while, because one may never come to rest. */
export async function untilAtRest(pids) {
  const used = () => pids.reduce((sum, pid) => sum + ticksOf(pid), 0);
  for (const deadline = Date.now() + kRestWithinMs; Date.now() < deadline; ) {
    const before = used();
    await pause(kRestMs);
    if (used() - before <= kRestTicks) return;
  }
}

/**
 * Runs `work` and answers its result together with how much of one processor others used meanwhile (0.2 = 20 %): a
 * benchmark on a machine that does something else measures that as well. `pids` are those that belong to it.
 */
export async function watchingOthers(pids, work) {
  const own = () => [process.pid, ...pids].reduce((sum, pid) => sum + ticksOf(pid), 0);
  const started = {at: Date.now(), others: busyTicks() - own()};
  const result = await work();
  const others = (busyTicks() - own() - started.others) / 100;
  return {result, others: Math.max(0, others / ((Date.now() - started.at) / 1000))};
}
