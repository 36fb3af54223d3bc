import {parseArgs} from 'node:util';

/** `time`: how long things run; `size`: how many connections; `interval`: between two chunks of a stream. */
const kScales = {
  full: {time: 1, size: 1, interval: 1, rounds: 3},
  quick: {time: 0.4, size: 1, interval: 1, rounds: 1},
  smoke: {time: 0.05, size: 0.01, interval: 0.05, rounds: 1},
};

export function parseOptions(args, names) {
  const {values} = parseArgs({
    args,
    options: {
      only: {type: 'string', multiple: true, default: []},
      rounds: {type: 'string'},
      quick: {type: 'boolean', default: false},
      smoke: {type: 'boolean', default: false},
      'write-results': {type: 'boolean', default: false},
      json: {type: 'string', default: 'build/bench/results.json'},
      help: {type: 'boolean', short: 'h', default: false},
    },
  });
  const only = values.only.flatMap((list) => list.split(','));
  const unknown = only.find((name) => !names.includes(name));
  if (unknown) throw new Error(`no figure '${unknown}'; there are ${names.join(', ')}`);
  const {rounds, ...scale} = kScales[values.smoke ? 'smoke' : values.quick ? 'quick' : 'full'];
  const wanted = Number(values.rounds ?? rounds);
  if (!Number.isInteger(wanted) || wanted < 1) throw new Error(`--rounds takes a number above 0, not '${values.rounds}'`);
  return {only, scale, rounds: wanted, json: values.json, writeResults: values['write-results'], help: values.help};
}

export function usage(figures) {
  return `Usage: ./dev bench [--only FIGURE[,FIGURE]] [--rounds N] [--quick] [--write-results] [--json FILE]

  --only            only these figures; the others keep their last results in the file
  --rounds          how often each figure is measured (default 3): medians count
  --quick           one round of shorter runs, about 3 minutes
  --smoke           a few connections for a moment: shows that everything works, not how fast
  --write-results   writes tests/bench/RESULTS.md from the results
  --json            where the results go (default build/bench/results.json)

Figures:
${figures.map(({name, title}) => `  ${name.padEnd(14)}${title}`).join('\n')}`;
}
