import { BUN_VERSION, bunProgram } from '../http/bun.js';
import { bunCases, type FrameworkCase, nodeFrameworkCases } from '../http/framework-cases.js';
import type { HttpSample } from '../http/measure.js';
import { measureProcesses } from '../http/processes.js';
import type { Figure } from '../report/figure.js';
import { ratios, type Spread, spreadOf } from '../statistics.js';
import { CONNECTIONS, cpuOf, throughputOf } from './over-http.js';
import { roundsOf, type SectionRunner } from './section.js';

/** How many of each server. A process can have good or bad luck. */
const PROCESSES = 7;

export const frameworks: SectionRunner = {
  name: 'frameworks',
  async run(options) {
    const bun = bunProgram();
    const cases = [...nodeFrameworkCases, ...(bun === undefined ? [] : bunCases(bun))];
    const rounds = roundsOf(100, options);
    const load = { rounds, sampleMs: 100, warmUpMs: 1500, connections: CONNECTIONS };
    const samples = new Map<string, Processes>();
    // Only what is compared: with all of them there, each turn would begin by fetching what the others drove out of the caches.
    for (const family of new Set(cases.map(({ base }) => base))) {
      const members = cases.filter(({ base }) => base === family);
      for (const [id, runs] of await measureProcesses(members, PROCESSES, load)) samples.set(id, runs);
    }
    return {
      name: this.name,
      title: 'Frameworks over HTTP, each beside itself without @who, signed in by a ticket seen before',
      notes: [
        `Each in ${PROCESSES} processes, one after the other: medians of their medians.`,
        'The least middleware writes one property. CPU × bare: a part of 1 is cheaper, as in the other sections.',
        bun === undefined ? 'Without Bun, which npm did not give.' : `Bun ${BUN_VERSION}.`,
      ],
      figures: cases.map(
        (one): Figure => ({ id: `frameworks/${one.id}`, label: one.label, values: valuesOf(one, samples) }),
      ),
    };
  },
};

type Processes = readonly (readonly HttpSample[])[];

/** Of the medians of all processes: what lies between two of them is luck. */
function valuesOf(one: FrameworkCase, samples: ReadonlyMap<string, Processes>): Record<string, Spread> {
  const own = samples.get(one.id) ?? [];
  const against = (other: Processes, figuresOf: typeof cpuOf): Spread =>
    spreadOf(own.map((run, turn) => spreadOf(ratios(figuresOf(run), figuresOf(other[turn]))).median));
  const alone = (figuresOf: typeof cpuOf): Spread => spreadOf(own.map((run) => spreadOf(figuresOf(run)).median));

  const base = samples.get(one.base) ?? [];
  const rival = one.rival === undefined ? undefined : samples.get(one.rival);
  return {
    'requests/s': alone(throughputOf),
    '× bare': against(base, throughputOf),
    ...(rival ? { '× session': against(rival, throughputOf) } : {}),
    'CPU µs': alone(cpuOf),
    'CPU × bare': against(base, cpuOf),
    ...(rival ? { 'CPU × session': against(rival, cpuOf) } : {}),
  };
}
