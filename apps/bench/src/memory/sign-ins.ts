import { withAll } from '../processes/all.js';
import { startChild } from '../processes/child.js';
import type { Answer, Question } from './sign-ins-worker.js';

export const STEP = 100_000;

/** After each hundred thousand sign-ins of other people. */
export function heapOverSignIns(steps: number): Promise<readonly Answer[]> {
  return withAll(async (keep) => {
    const worker = keep(startChild<Question, Answer>('memory/sign-ins-worker.js', { flags: ['--expose-gc'] }));
    const answers: Answer[] = [];
    for (let i = 0; i < steps; i++) answers.push(await worker.ask({ signIns: STEP }));
    return answers;
  });
}
