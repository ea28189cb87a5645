import { type Case, interleave } from '../interleave.js';
import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Answer, How, Question } from './form-worker.js';

export const WAYS: readonly How[] = ['by-hand', 'right', 'wrong'];

/** Microseconds of the processor for each posted form, round by round. */
export function measureForm(rounds: number, forms: number): Promise<ReadonlyMap<string, readonly number[]>> {
  return withAll(async (keep) => {
    const worker = keep(startChild<Question, Answer>('login/form-worker.js'));
    const sample = async (how: How): Promise<number> => (await worker.ask({ how, forms })).cpuMicroseconds;
    const cases: Case<number>[] = [];
    for (const how of WAYS) {
      await sample(how);
      cases.push({ id: how, sample: () => sample(how) });
    }
    return interleave(cases, rounds);
  });
}
