// ./dev bench: measures the service against nginx and against no proxy at all. README.md says how to read the table.
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {burdenFigures} from './figures/burdens.mjs';
import {requestFigures} from './figures/requests.mjs';
import {streamFigures} from './figures/streams.mjs';
import {describeMachine} from './machine.mjs';
import {parseOptions, usage} from './options.mjs';
import {resultsPage} from './page.mjs';
import {rowsOf} from './results.mjs';
import {Run} from './Run.mjs';
import {withServers} from './servers.mjs';
import {textTable} from './table.mjs';

const kFigures = [...requestFigures, ...streamFigures, ...burdenFigures];
const kPage = fileURLToPath(new URL('../RESULTS.md', import.meta.url));

const options = parseOptions(process.argv.slice(2), kFigures.map((figure) => figure.name));
if (options.help) {
  console.log(usage(kFigures));
} else {
  await measureAll();
}

async function measureAll() {
  const chosen = kFigures.filter((figure) => options.only.length === 0 || options.only.includes(figure.name));
  const results = loadResults();
  results.machine = describeMachine();
  for (const [index, figure] of chosen.entries()) {
    console.log(`[${index + 1}/${chosen.length}] ${figure.name}: ${figure.title}`);
    results.figures[figure.name] = await measureFigure(figure);
    saveResults(results);
  }
  const rows = chosen.flatMap((figure) => results.figures[figure.name].rows);
  console.log(`\n${textTable(rows)}\n\n${options.json}`);
  if (options.writeResults) writeFileSync(kPage, resultsPage(results, kFigures));
}

async function measureFigure(figure) {
  const rounds = [];
  for (let round = 0; round < options.rounds; ++round) {
    rounds.push(await withServers(figure.servers, (servers) => figure.measure(new Run(options, servers, round))));
  }
  return {measuredAt: new Date().toISOString(), scale: options.scale, rounds, rows: rowsOf(figure, rounds)};
}

/** Figures that are not measured now keep what was measured before, each with its time. */
function loadResults() {
  return existsSync(options.json) ? JSON.parse(readFileSync(options.json, 'utf8')) : {figures: {}};
}

function saveResults(results) {
  mkdirSync(path.dirname(options.json), {recursive: true});
  writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
}
