import { BUN_VERSION, bunProgram } from '../http/bun.js';
import { bunCases, type FrameworkCase, nodeFrameworkCases } from '../http/framework-cases.js';
import { type HttpSample, measureServers } from '../http/measure.js';
import type { Figure } from '../report/figure.js';
import { ratios, type Spread, spreadOf } from '../statistics.js';
import { CONNECTIONS, cpuOf, throughputOf } from './over-http.js';
import { roundsOf, type SectionRunner } from './section.js';

export const frameworks: SectionRunner = {
  name: 'frameworks',
  async run(options) {
    const bun = bunProgram();
    const cases = [...nodeFrameworkCases, ...(bun === undefined ? [] : bunCases(bun))];
    const rounds = roundsOf(100, options);
    const samples = await measureServers(cases, { rounds, sampleMs: 100, warmUpMs: 1500, connections: CONNECTIONS });
    return {
      name: this.name,
      title: 'Frameworks over HTTP, each beside itself without @who, signed in by a ticket seen before',
      notes: [
        'The least middleware writes one property. CPU × bare: a part of 1 is cheaper, as in the other sections.',
        bun === undefined ? 'Without Bun, which npm did not give.' : `Bun ${BUN_VERSION}.`,
      ],
      figures: cases.map(
        (one): Figure => ({ id: `frameworks/${one.id}`, label: one.label, values: valuesOf(one, samples) }),
      ),
    };
  },
};

function valuesOf(one: FrameworkCase, samples: ReadonlyMap<string, readonly HttpSample[]>): Record<string, Spread> {
  const [own, base] = [samples.get(one.id) ?? [], samples.get(one.base) ?? []];
  const rival = one.rival === undefined ? undefined : samples.get(one.rival);
  return {
    'requests/s': spreadOf(throughputOf(own)),
    '× bare': spreadOf(ratios(throughputOf(own), throughputOf(base))),
    ...(rival ? { '× session': spreadOf(ratios(throughputOf(own), throughputOf(rival))) } : {}),
    'CPU µs': spreadOf(cpuOf(own)),
    'CPU × bare': spreadOf(ratios(cpuOf(own), cpuOf(base))),
  };
}
