/** What the rows of the table are made of. `m` holds the medians of a figure's rounds, by server. */

/** Below this a difference to direct is noise of the clock and the scheduler. */
const kLeastAddedUs = 1;

export function ratio(value, yardstick) {
  return value / yardstick;
}

/** How much a proxy adds to what the same client sees without one. */
export function added(m, who, what) {
  return Math.max(m[who][what] - m.direct[what], kLeastAddedUs);
}

export const us = (value) => (value >= 10_000 ? `${(value / 1000).toFixed(1)} ms` : `${value.toFixed(value < 100 ? 1 : 0)} us`);
export const mib = (bytes) => bytes / 1024 / 1024;
export const kib = (bytes) => bytes / 1024;

export function cpuDetail(m) {
  return `lanyard ${us(m.lanyard.cpuUs)}, nginx ${us(m.nginx.cpuUs)}`;
}

export function latencyDetail(m) {
  return ['lanyard', 'nginx', 'direct'].map((who) => `${who} p50 ${us(m[who].p50Us)} p99 ${us(m[who].p99Us)}`).join('; ');
}

/** Whether a value keeps what a target such as '<= 1.3' asks; undefined without a target. */
export function meets(value, target) {
  if (!target) return undefined;
  const [, sign, limit] = /^(<=|>=) ([\d.]+)$/.exec(target);
  return sign === '<=' ? value <= Number(limit) : value >= Number(limit);
}
