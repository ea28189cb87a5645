import { interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { type Child, startChild } from '../processes/child.js';
import type { FormatTimes } from './formats.js';
import type { FormatQuestion } from './formats-worker.js';
import type { Answer, Question } from './worker.js';

export interface Sample {
  readonly wallMicroseconds: number;
  readonly cpuMicroseconds: number;
}

export interface TimeOptions {
  readonly rounds: number;
  /** How long one sample takes, roughly. */
  readonly sampleMs: number;
  readonly slower?: number | undefined;
}

/** What others are compared with. */
const yardsticks: ReadonlySet<string> = new Set(['harness', 'hmac', 'connect']);

const WARM_UP_REQUESTS = 20_000;

/** Microseconds for a request of each job, round by round. The harness is one of them and is not taken off. */
export function timeJobs(
  names: readonly string[],
  { rounds, sampleMs, slower = 0 }: TimeOptions,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  return withAll(async (keep) => {
    const cases = [];
    for (const id of names) {
      const isOurs = !yardsticks.has(id);
      const env = isOurs && slower > 0 ? { BENCH_SLOWER: String(slower) } : {};
      const worker = keep(startChild<Question, Answer>('in-process/worker.js', { args: [id], env }));
      const requests = await fit(worker, sampleMs);
      cases.push({ id, sample: () => worker.ask({ do: 'time', requests }) });
    }
    return interleave(cases, rounds);
  });
}

/** Warms up, and finds out how many requests fill a sample. */
async function fit(worker: Child<Question, Answer>, sampleMs: number): Promise<number> {
  for (let i = 0; i < 3; i++) await worker.ask({ do: 'time', requests: WARM_UP_REQUESTS });
  const { wallMicroseconds } = await worker.ask({ do: 'time', requests: WARM_UP_REQUESTS });
  return Math.max(100, Math.round((sampleMs * 1000) / wallMicroseconds));
}

/** How many promises a thousand requests of a job make. */
export function promisesOf(name: string): Promise<number> {
  return withAll(async (keep) => {
    const worker = keep(startChild<Question, Answer>('in-process/worker.js', { args: [name] }));
    return (await worker.ask({ do: 'promises', requests: 1000 })).promises;
  });
}

/** What a ticket costs in each format, by {@link FormatQuestion}. A process for each content. */
export function formatTimes(question: FormatQuestion): Promise<FormatTimes> {
  return withAll((keep) => keep(startChild<FormatQuestion, FormatTimes>('in-process/formats-worker.js')).ask(question));
}

/** A young generation that takes more than is measured at a time: no collection comes between. */
const ROOMY = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
const COUNTED_REQUESTS = 5000;

/** Bytes allocated for a request of each job, several times. */
export async function countBytes(
  names: readonly string[],
  times: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const bytes = new Map<string, readonly number[]>();
  for (const name of names) {
    const counted = await withAll(async (keep) => {
      const worker = keep(startChild<Question, Answer>('in-process/worker.js', { args: [name], flags: ROOMY }));
      for (let i = 0; i < 3; i++) await worker.ask({ do: 'time', requests: WARM_UP_REQUESTS });
      const answers = [];
      for (let i = 0; i < times; i++) answers.push(await worker.ask({ do: 'bytes', requests: COUNTED_REQUESTS }));
      return answers.map((answer) => answer.bytes);
    });
    bytes.set(name, counted);
  }
  return bytes;
}
