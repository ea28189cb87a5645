import type { Answer, Question } from '../in-process/worker.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';

export const MILLION = 1_000_000;

/** Bytes of heap in use after each of so many million requests. The first value is from before them, warmed up. */
export function heapOverRequests(job: string, millions: number): Promise<readonly number[]> {
  return withAll(async (keep) => {
    const worker = keep(startChild<Question, Answer>('in-process/worker.js', { args: [job], flags: ['--expose-gc'] }));
    const heap = [(await worker.ask({ do: 'heap', requests: 50_000 })).bytes];
    for (let i = 0; i < millions; i++) heap.push((await worker.ask({ do: 'heap', requests: MILLION })).bytes);
    return heap;
  });
}
