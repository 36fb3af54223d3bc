import {parseArgs} from 'node:util';

/** Factors to the full benchmark. `time`: how long things run; `size`: how many connections; `interval`: between two chunks. */
const kScales = {
  full: {time: 1, size: 1, interval: 1, tries: 3, rounds: 3},
  quick: {time: 0.4, size: 1, interval: 1, tries: 1, rounds: 1},
  smoke: {time: 0.05, size: 0.01, interval: 0.05, tries: 1, rounds: 1},
};

export function parseOptions(args, names) {
  const {values} = parseArgs({
    args,
    options: {
      only: {type: 'string', multiple: true, default: []},
      rounds: {type: 'string'},
      tries: {type: 'string'},
      quick: {type: 'boolean', default: false},
      smoke: {type: 'boolean', default: false},
      'write-results': {type: 'boolean', default: false},
      json: {type: 'string'},
      help: {type: 'boolean', short: 'h', default: false},
    },
  });
  const only = values.only.flatMap((list) => list.split(','));
  const unknown = only.find((name) => !names.includes(name));
  if (unknown) throw new Error(`no figure '${unknown}'; there are ${names.join(', ')}`);
  if (values.smoke && values['write-results']) throw new Error('--smoke measures nothing that belongs on a page');
  const {rounds, ...scale} = kScales[values.smoke ? 'smoke' : values.quick ? 'quick' : 'full'];
  return {
    only,
    scale: {...scale, tries: countOf('--tries', values.tries ?? scale.tries)},
    rounds: countOf('--rounds', values.rounds ?? rounds),
    json: values.json ?? `build/bench/${values.smoke ? 'smoke' : 'results'}.json`,
    writeResults: values['write-results'],
    help: values.help,
  };
}

function countOf(name, text) {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${name} takes a number above 0, not '${text}'`);
  return count;
}

export function usage(figures) {
  return `Usage: ./dev bench [--only FIGURE[,FIGURE]] [--rounds N] [--quick] [--write-results] [--json FILE]

  --only            only these figures; the others keep their last results in the file
  --rounds          how often each figure is measured (default 3): medians count
  --tries           how often a round is measured that other programs disturbed (default 3)
  --quick           one round of shorter runs, about 3 minutes
  --smoke           a few connections for a moment: shows that everything works, not how fast
  --write-results   writes tests/bench/RESULTS.md from the results
  --json            where the results go (default build/bench/results.json)

Figures:
${figures.map(({name, title}) => `  ${name.padEnd(14)}${title}`).join('\n')}`;
}
