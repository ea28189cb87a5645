import { answering } from '../processes/answering.js';
import { jobOf } from './cases.js';
import { countPromises } from './promises.js';

/** One job in a process of its own, so that no other shapes its compiled code. */
export type Question =
  | { readonly do: 'promises'; readonly requests: number }
  | { readonly do: 'time'; readonly requests: number }
  | { readonly do: 'bytes'; readonly requests: number }
  | { readonly do: 'heap'; readonly requests: number };

export interface Answer {
  /** By the clock, for one request. */
  readonly wallMicroseconds: number;
  /** Of the processor, all threads together, for one request: other processes have no part in it. */
  readonly cpuMicroseconds: number;
  /** Allocated for one request, or in use afterwards, as was asked for. */
  readonly bytes: number;
  /** Made for all requests together, where that was asked for. */
  readonly promises: number;
}

const nothing: Answer = { wallMicroseconds: 0, cpuMicroseconds: 0, bytes: 0, promises: 0 };
const job = await jobOf(process.argv[2] ?? '');
/** For the alarm's own test: so much more work than is admitted. */
const slower = Number(process.env['BENCH_SLOWER'] ?? 0);

answering(({ do: what, requests }: Question): Answer => {
  if (what === 'promises') return { ...nothing, promises: countPromises(job, requests) };
  if (what === 'bytes') globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const cpu = process.cpuUsage();
  const started = performance.now();
  run(requests * (1 + slower));
  const wallMicroseconds = ((performance.now() - started) * 1000) / requests;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMicroseconds = (user + system) / requests;
  if (what === 'heap') {
    globalThis.gc?.();
    return { ...nothing, wallMicroseconds, cpuMicroseconds, bytes: process.memoryUsage().heapUsed };
  }
  return { ...nothing, wallMicroseconds, cpuMicroseconds, bytes: (process.memoryUsage().heapUsed - before) / requests };
});

function run(requests: number): void {
  for (let i = 0; i < requests; i++) job();
}
