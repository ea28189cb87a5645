import { allCases, baseCaseOf, type HttpCase } from '../http/cases.js';
import { type HttpSample, measureServers } from '../http/measure.js';
import { repozeIsThere } from '../http/repoze.js';
import { canPin } from '../processes/pinning.js';
import type { Figure } from '../report/figure.js';
import { ratios, type Spread, spreadOf } from '../statistics.js';
import { roundsOf, type SectionRunner } from './section.js';

/** How many ask at the same time. */
export const CONNECTIONS = 20;

/** Whom @who is compared with directly, round by round. */
const rivals = ['passport-express-session', 'better-auth', 'repoze'];

export const overHttp: SectionRunner = {
  name: 'over-http',
  async run(options) {
    const cases = allCases();
    const rounds = roundsOf(100, options);
    const samples = await measureServers(cases, { rounds, sampleMs: 100, warmUpMs: 1500, connections: CONNECTIONS });
    const figures = cases.map((one): Figure => {
      const rivalValues = one.id === 'who-seen' ? againstRivals(samples) : {};
      return { id: `over-http/${one.id}`, label: one.label, values: { ...valuesOf(one, samples), ...rivalValues } };
    });
    return {
      name: this.name,
      title: 'Over HTTP: keep-alive, one request at a time on each of 20 connections',
      notes: [
        canPin
          ? 'The servers run on core 0, the load on core 1.'
          : 'Nothing is pinned: there is one core, or no taskset.',
        'CPU µs: processor time of the server for one request, all its threads.',
        ...(repozeIsThere ? [] : ['Without repoze.who: python3-repoze.who and python3-waitress are not installed.']),
      ],
      figures: figures.toSorted(
        (a, b) => (b.values['requests/s']?.median ?? 0) - (a.values['requests/s']?.median ?? 0),
      ),
    };
  },
};

export function throughputOf(samples: readonly HttpSample[] = []): readonly number[] {
  return samples.map(({ requests, seconds }) => requests / seconds);
}

/** Processor time for a request; none for servers that only the clock can measure. */
export function cpuOf(samples: readonly HttpSample[] = []): readonly number[] {
  return samples.flatMap(({ cpuMicroseconds }) => (cpuMicroseconds === undefined ? [] : [cpuMicroseconds]));
}

function valuesOf(one: HttpCase, samples: ReadonlyMap<string, readonly HttpSample[]>): Record<string, Spread> {
  const [own, base] = [samples.get(one.id) ?? [], samples.get(baseCaseOf(one)) ?? []];
  const cpu = cpuOf(own);
  return {
    'requests/s': spreadOf(throughputOf(own)),
    '× Connect': spreadOf(ratios(throughputOf(own), throughputOf(base))),
    ...(cpu.length === 0 ? {} : { 'CPU µs': spreadOf(cpu), 'CPU × Connect': spreadOf(ratios(cpu, cpuOf(base))) }),
    'p99 ms': spreadOf(own.map(({ p99Ms }) => p99Ms)),
  };
}

function againstRivals(samples: ReadonlyMap<string, readonly HttpSample[]>): Record<string, Spread> {
  const own = throughputOf(samples.get('who-seen'));
  return Object.fromEntries(
    rivals
      .filter((rival) => samples.has(rival))
      .map((rival) => [`× ${rival}`, spreadOf(ratios(own, throughputOf(samples.get(rival))))]),
  );
}
