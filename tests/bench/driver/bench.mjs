// ./dev bench: measures the service against nginx and against no proxy at all. README.md says how to read the table.
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {burdenFigures} from './figures/burdens.mjs';
import {requestFigures} from './figures/requests.mjs';
import {streamFigures} from './figures/streams.mjs';
import {watchingOthers} from './disturbance.mjs';
import {describeCommit, describeMachine} from './machine.mjs';
import {parseOptions, usage} from './options.mjs';
import {resultsPage} from './page.mjs';
import {rowsOf} from './results.mjs';
import {Run} from './Run.mjs';
import {withServers} from './servers.mjs';
import {textTable} from './table.mjs';

const kFigures = [...requestFigures, ...streamFigures, ...burdenFigures];
/** Share of one processor that others may use while a round is measured. */
const kDisturbed = 0.15;
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
      results.figures[figure.name] = {commit: describeCommit(), ...await measureFigure(figure, options)};
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
  for (let round = 0; round < count; ++round) rounds.push(await measureCalmly(figure, scale, round));
  return {
    measuredAt: new Date().toISOString(), scale, others: rounds.map(({others}) => others),
    rounds: rounds.map(({result}) => result), rows: rowsOf(figure, rounds.map(({result}) => result)),
  };
}

/** A round in which others used the machine is measured again; of a few tries the calmest counts. */
async function measureCalmly(figure, scale, round) {
  let calmest;
  for (let attempt = 0; attempt < scale.tries && !(calmest?.others < kDisturbed); ++attempt) {
    const measured = await withServers(figure.servers, (servers, pids) =>
      watchingOthers(pids, () => figure.measure(new Run(scale, servers, round))));
    if (measured.others >= kDisturbed) {
      console.log(`    disturbed: others used ${Math.round(measured.others * 100)} % of a processor`);
    }
    if (!calmest || measured.others < calmest.others) calmest = measured;
  }
  return calmest;
}

/** Figures that are not measured now keep what was measured before, each with its time. */
function loadResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {figures: {}};
}

function saveResults(file, results) {
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
}
