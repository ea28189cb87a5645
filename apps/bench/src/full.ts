import type { Arguments } from './arguments.js';
import { type Environment, environment, nameOf } from './report/environment.js';
import type { Section } from './report/figure.js';
import { paths, write, writeJson } from './report/results.js';
import { sectionTable, verdictTable } from './report/table.js';
import { throughputChart } from './report/throughput-chart.js';
import { sections } from './sections/all.js';
import { judge } from './targets.js';

/** Runs sections and reports: it says which targets are missed, and fails for none of them. */
export async function runFull({ only, effort, save }: Arguments): Promise<void> {
  const unknown = only.filter((name) => !sections.some((section) => section.name === name));
  if (unknown.length > 0) {
    throw new TypeError(`No section ${unknown.join(', ')}; there are ${sections.map(({ name }) => name).join(', ')}.`);
  }
  const where = environment();
  console.log(`Node ${where.node}, ${where.cores} × ${where.cpu}, load ${where.load}. Medians (quartiles).\n`);

  const results: Section[] = [];
  for (const section of sections) {
    if (only.length > 0 && !only.includes(section.name)) continue;
    const result = await section.run({ effort });
    console.log(sectionTable(result));
    results.push(result);
  }
  const verdicts = judge(results);
  console.log(verdictTable(verdicts.filter(({ measured }) => only.length === 0 || measured)));
  keep(where, results, verdicts, save);
}

function keep(
  where: Environment,
  results: readonly Section[],
  verdicts: ReturnType<typeof judge>,
  save: boolean,
): void {
  const name = nameOf(where);
  writeJson(`${paths.results}${name}.json`, { environment: where, sections: results, targets: verdicts });
  const chart = throughputChart(results, where);
  if (chart) write(save ? paths.chart : `${paths.results}${name}.svg`, chart);
  console.log(`Written to ${paths.results}`);
}
