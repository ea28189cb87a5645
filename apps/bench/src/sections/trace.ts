import { type Sample, timeJobs } from '../in-process/measure.js';
import type { Answer, Question } from '../in-process/worker.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { differences, spreadOf } from '../statistics.js';
import { roundsOf, type SectionRunner } from './section.js';

const KEPT = 10_000;
const MB = 2 ** 20;

/** Jobs of `in-process`, and what they are called. */
const JOBS = {
  seen: 'ticket seen before: 4 calls of plugins',
  anonymous: 'anonymous: 3 calls',
  'five-plugins': 'five plugins for each role: 17 calls',
} as const;

export const trace: SectionRunner = {
  name: 'trace',
  async run(options) {
    const names = Object.keys(JOBS) as (keyof typeof JOBS)[];
    const jobs = names.flatMap((name) => [name, `${name}-traced:${KEPT}`]);
    const times = await timeJobs(jobs, { rounds: roundsOf(60, options), sampleMs: 20 });
    const cpuOf = (job: string): number[] =>
      (times.get(job) ?? []).map(({ cpuMicroseconds }: Sample) => cpuMicroseconds);
    const figures: Figure[] = [];
    for (const name of names) {
      const more = differences(cpuOf(`${name}-traced:${KEPT}`), cpuOf(name));
      const bytes = (await heapAfter(`${name}-traced:${KEPT}`)) - (await heapAfter(name));
      figures.push({
        id: `trace/${name}`,
        label: JOBS[name],
        values: { 'µs more': spreadOf(more), 'MB for 10,000 journeys': spreadOf([bytes / MB]) },
      });
    }
    return {
      name: this.name,
      title: 'Trace: a request whose journey is kept, beside the same without anybody who listens',
      notes: [
        'µs more: processor time, round by round. Each call reads the clock twice, which takes from 25 to 400 ns.',
      ],
      figures,
    };
  },
};

/** Bytes in use once more requests have come than journeys are kept. */
function heapAfter(job: string): Promise<number> {
  return withAll(async (keep) => {
    const worker = keep(startChild<Question, Answer>('in-process/worker.js', { args: [job], flags: ['--expose-gc'] }));
    return (await worker.ask({ do: 'heap', requests: 3 * KEPT })).bytes;
  });
}
