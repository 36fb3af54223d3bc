import {markdownTable} from './table.mjs';

/** tests/bench/RESULTS.md, from the results file. */
export function resultsPage({machine, figures}, order) {
  const measured = order.filter((figure) => figures[figure.name]);
  const times = measured.map((figure) => figures[figure.name].measuredAt).sort();
  const commits = [...new Set(measured.map((figure) => figures[figure.name].commit))];
  const rounds = measured.map((figure) => figures[figure.name].rounds.length);
  const others = Math.max(...measured.flatMap((figure) => figures[figure.name].others));
  const rows = measured.flatMap((figure) => figures[figure.name].rows);
  return `# Results

Written by \`./dev bench --write-results\`; [README.md](README.md) says what is measured and how.

- When: ${times[0].slice(0, 16)} to ${times.at(-1).slice(0, 16)} UTC, ${Math.min(...rounds)} to ${Math.max(...rounds)} rounds a figure
- Machine: ${machine.processor}, ${machine.memory}; ${machine.system}; all programs of the benchmark share it
- Disturbance: other programs used at most ${Math.round(others * 100)} % of one processor while a figure was measured
- Versions: ${machine.lanyard} (${commits.join(', ')}), ${machine.nginx}

"Measured" comes from the medians of all rounds, "spread" is the least and the most of a single round.

${markdownTable(rows)}
`;
}
