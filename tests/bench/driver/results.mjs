import {meets} from './rows.mjs';

/** The median of every number in objects of one shape. */
export function medians(rounds) {
  if (typeof rounds[0] === 'number') return median(rounds);
  return Object.fromEntries(Object.keys(rounds[0]).map((key) => [key, medians(rounds.map((round) => round[key]))]));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rows of one figure: the value comes from the medians, the spread from the rounds one by one. */
export function rowsOf(figure, rounds) {
  const middle = medians(rounds);
  return figure.rows.map((row) => {
    const each = rounds.map((round) => row.value(round));
    const value = row.value(middle);
    return {
      name: row.name, title: row.title, unit: row.unit, value,
      least: Math.min(...each), most: Math.max(...each),
      reach: row.reach ?? null, dream: row.dream ?? null, verdict: verdictOf(value, row), detail: row.detail(middle),
    };
  });
}

function verdictOf(value, row) {
  if (meets(value, row.dream) && meets(value, row.reach) !== false) return 'dream';
  const met = meets(value, row.reach);
  if (met === undefined) return '';
  return met ? 'met' : 'MISSED';
}
