import { countBytes, timeJobs } from '../in-process/measure.js';
import type { Figure } from '../report/figure.js';
import { spreadOf } from '../statistics.js';
import { roundsOf, type SectionRunner } from './section.js';

/** Who listens, by the names of `in-process/telemetry.ts`. */
const labels: Readonly<Record<string, string>> = {
  none: 'nobody listens',
  audit: '@who/audit, into a stream that takes everything',
  'no-sdk': '@who/opentelemetry, without an SDK',
  unsampled: '@who/opentelemetry, metrics, and traces that are not sampled',
  sampled: '@who/opentelemetry, metrics, and each request traced',
};

export const telemetry: SectionRunner = {
  name: 'telemetry',
  async run(options) {
    const names = Object.keys(labels).map((name) => `telemetry-${name}`);
    const times = await timeJobs(names, { rounds: roundsOf(60, options), sampleMs: 20 });
    const bytes = await countBytes(names, 3);
    const cpuOf = (name: string): readonly number[] =>
      (times.get(`telemetry-${name}`) ?? []).map((one) => one.cpuMicroseconds);
    const base = spreadOf(bytes.get('telemetry-none') ?? []).median;
    return {
      name: this.name,
      title:
        'Telemetry: a signed-in request with metadata in memory, from classify to remember, beside nobody listening',
      notes: ['Five or six calls of plugins. µs and bytes more: beside nobody, round by round.'],
      figures: Object.entries(labels).map(
        ([name, label]): Figure => ({
          id: `telemetry/${name}`,
          label,
          values: {
            µs: spreadOf(cpuOf(name)),
            'µs more': spreadOf(cpuOf(name).map((one, round) => one - (cpuOf('none')[round] ?? 0))),
            'bytes more': spreadOf((bytes.get(`telemetry-${name}`) ?? []).map((one) => one - base)),
          },
        }),
      ),
    };
  },
};
