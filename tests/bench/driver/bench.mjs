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

try {
  const options = parseOptions(process.argv.slice(2), kFigures.map((figure) => figure.name));
  if (options.help) console.log(usage(kFigures));
  else await measureAll(options);
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}

async function measureAll(options) {
  const chosen = kFigures.filter((figure) => options.only.length === 0 || options.only.includes(figure.name));
  const results = loadResults(options.json);
  results.machine = describeMachine();
  const failures = [];
  for (const [index, figure] of chosen.entries()) {
    console.log(`[${index + 1}/${chosen.length}] ${figure.name}: ${figure.title}`);
    delete results.figures[figure.name];
    try {
      results.figures[figure.name] = await measureFigure(figure, options);
    } catch (error) {
      failures.push(`${figure.name}: ${error.message}`);
      console.error(`    FAILED: ${error.message}`);
    }
    saveResults(options.json, results);
  }
  const rows = chosen.flatMap((figure) => results.figures[figure.name]?.rows ?? []);
  console.log(`\n${textTable(rows)}\n\nAll measurements: ${options.json}`);
  if (options.writeResults) writeFileSync(kPage, resultsPage(results, kFigures));
  if (failures.length > 0) throw new Error(`not everything could be measured\n  ${failures.join('\n  ')}`);
}

async function measureFigure(figure, {rounds: count, scale}) {
  const rounds = [];
  for (let round = 0; round < count; ++round) {
    rounds.push(await withServers(figure.servers, (servers) => figure.measure(new Run(scale, servers, round))));
  }
  return {measuredAt: new Date().toISOString(), scale, rounds, rows: rowsOf(figure, rounds)};
}

/** Figures that are not measured now keep what was measured before, each with its time. */
function loadResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {figures: {}};
}

function saveResults(file, results) {
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
}
