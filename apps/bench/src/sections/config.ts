import { type Sample, timeJobs } from '../in-process/measure.js';
import { interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Figure } from '../report/figure.js';
import { differences, spreadOf } from '../statistics.js';
import { roundsOf, type SectionRunner } from './section.js';

/** `code` is the same engine without a file: what the plugins take. */
const WAYS = ['code', 'who.ini', 'who.json', 'who.yaml'];

export const config: SectionRunner = {
  name: 'config',
  async run(options) {
    const loads = WAYS.map((name) => ({
      id: name,
      sample: () =>
        withAll((keep) =>
          keep(startChild<object, number>('config/loading.js', { args: [name], core: 'server' })).ask({}),
        ),
    }));
    const times = await interleave(loads, roundsOf(20, options));
    const timesOf = (name: string): number[] => [...(times.get(name) ?? [])];
    const figures: Figure[] = WAYS.map((name) => ({
      id: `config/${name}`,
      label: `${name}: four plugins, which are there already`,
      values: {
        ms: spreadOf(timesOf(name)),
        ...(name === 'code' ? {} : { 'ms more': spreadOf(differences(timesOf(name), timesOf('code'))) }),
      },
    }));
    const jobs = await timeJobs(['seen', 'seen-from-file'], { rounds: roundsOf(60, options), sampleMs: 20 });
    const cpuOf = (job: string): number[] =>
      (jobs.get(job) ?? []).map(({ cpuMicroseconds }: Sample) => cpuMicroseconds);
    figures.push({
      id: 'config/request',
      label: 'a request with a ticket seen before: an engine out of a file, beside one out of code',
      values: { 'µs more': spreadOf(differences(cpuOf('seen-from-file'), cpuOf('seen'))) },
    });
    return {
      name: this.name,
      title: 'Files: what it takes to load an engine out of one, and what a request costs then',
      notes: [
        'ms: processor time, from the import of @who/config to the engine, in a process of its own; more than by code, round by round.',
      ],
      figures,
    };
  },
};
