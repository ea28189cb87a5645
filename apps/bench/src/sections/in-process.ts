import { countBytes, promisesOf, type Sample, timeJobs } from '../in-process/measure.js';
import type { Figure } from '../report/figure.js';
import { ratios, spreadOf } from '../statistics.js';
import { roundsOf, type SectionRunner } from './section.js';

/** Of the harness and of the bare loop, everything else is ours. */
export const jobs: Readonly<Record<string, string>> = {
  harness: 'making the request (taken off all others)',
  hmac: 'bare loop: cookie, one HMAC by cookie-signature',
  seen: 'ticket seen before',
  new: `ticket new each time (another one for each request)`,
  metadata: 'ticket seen before, metadata in memory',
  'five-plugins': 'five plugins for each role, metadata in memory',
  anonymous: 'anonymous request',
};

export const inProcess: SectionRunner = {
  name: 'in-process',
  async run(options) {
    const names = Object.keys(jobs);
    const times = await timeJobs(names, { rounds: roundsOf(30, options), sampleMs: 40 });
    const bytes = await countBytes(names, 5);
    return {
      name: this.name,
      title: 'In process: one request from classify to remember',
      notes: ['µs: processor time of all threads of the process, less what making the request costs.'],
      figures: [
        ...names.map((name): Figure => {
          const label = jobs[name] ?? name;
          const allocated = spreadOf(
            (bytes.get(name) ?? []).map((one, i) => one - harnessOf(name, bytes.get('harness'), i)),
          );
          return {
            id: `in-process/${name}`,
            label,
            values: {
              µs: spreadOf(netOf(name, times)),
              ...(name === 'harness'
                ? {}
                : { '× bare HMAC': spreadOf(ratios(netOf(name, times), netOf('hmac', times))) }),
              bytes: allocated,
            },
          };
        }),
        {
          id: 'promises/sync',
          label: 'promises of 1,000 requests, all plugins synchronous',
          values: { promises: spreadOf([await promisesOf('five-plugins')]) },
        },
      ],
    };
  },
};

/** Without the harness, which is a case of each round, too. */
export function netOf(name: string, times: ReadonlyMap<string, readonly Sample[]>): readonly number[] {
  const harness = spreadOf((times.get('harness') ?? []).map((one) => one.cpuMicroseconds)).median;
  return (times.get(name) ?? []).map((one) => one.cpuMicroseconds - (name === 'harness' ? 0 : harness));
}

function harnessOf(name: string, harness: readonly number[] | undefined, round: number): number {
  return name === 'harness' ? 0 : (harness?.[round] ?? 0);
}
