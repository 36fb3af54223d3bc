import {setTimeout as pause} from 'node:timers/promises';

const kDeadlineMs = 20_000;

/** Returns the first truthy value of `condition`; fails with `what` when none came before the deadline. */
export async function eventually(what, condition) {
  const deadline = Date.now() + kDeadlineMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`did not happen: ${what}`);
    await pause(10);
  }
}

/** Waits for a promise, but not for ever: a lost event must name itself. */
export async function within(what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not happen: ${what}`)), kDeadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
