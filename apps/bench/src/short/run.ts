import type { Arguments } from '../arguments.js';
import { type Environment, environment, majorOf } from '../report/environment.js';
import { withQuartiles } from '../report/number.js';
import { paths, readJson, writeJson } from '../report/results.js';
import { columns } from '../report/table.js';
import { type Comparison, compare, slowerInAll } from './compare.js';
import { type Costs, measureCosts } from './measure.js';

interface Baseline {
  readonly environment: Environment;
  readonly costs: Costs;
}

/** Compares what requests cost with the committed baseline. What seems slower has to seem so twice. */
export async function runShort({ repeat, save, slower }: Arguments): Promise<void> {
  if (save) {
    writeJson(paths.baseline, { environment: environment(), costs: await measureCosts(slower) });
    console.log(`Written to ${paths.baseline}`);
    return;
  }
  const baseline = readJson(paths.baseline) as Baseline;
  const alarms: number[] = [];
  for (let run = 1; run <= repeat; run++) {
    if (repeat > 1) console.log(`Run ${run} of ${repeat}, load ${environment().load}`);
    if ((await findSlower(baseline, slower)).length > 0) alarms.push(run);
  }
  if (repeat > 1) console.log(`${alarms.length} of ${repeat} runs gave an alarm.`);
  if (alarms.length > 0) process.exitCode = 1;
}

async function findSlower(baseline: Baseline, slower: number): Promise<readonly string[]> {
  const where = environment();
  const isSameMachine = where.cpu === baseline.environment.cpu && majorOf(where) === majorOf(baseline.environment);
  const runs: (readonly Comparison[])[] = [];
  for (let attempt = 0; attempt < 2; attempt++) {
    const comparisons = compare(baseline.costs, await measureCosts(slower), isSameMachine);
    runs.push(comparisons);
    console.log(table(comparisons));
    if (!comparisons.some(({ isSlower }) => isSlower)) return [];
    if (attempt === 0) console.log('Something seems slower: measured once more.');
  }
  const slowerOnes = slowerInAll(runs);
  if (slowerOnes.length === 0) console.log('It was chance: nothing was slower both times.');
  else console.log(`Slower both times: ${slowerOnes.join(', ')}`);
  return slowerOnes;
}

function table(comparisons: readonly Comparison[]): string {
  const percent = (part: number): string => `${part > 0 ? '+' : ''}${(100 * part).toFixed(0)} %`;
  const rows = comparisons.map(({ id, before, now, growth, tolerance, isSlower }) => [
    id,
    withQuartiles(before),
    withQuartiles(now),
    percent(growth),
    percent(tolerance),
    isSlower ? 'slower' : '',
  ]);
  const head = ['cost × HMAC loop, × bare Connect', 'baseline', 'now', 'change', 'tolerated', ''];
  return columns([head, ...rows]).join('\n');
}
