import { createHook } from 'node:async_hooks';
import type { Job } from './cases.js';

/** How many promises so many runs of a job make, all that is below it included. */
export function countPromises(job: Job, times: number): number {
  let count = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'PROMISE') count++;
    },
  }).enable();
  try {
    for (let i = 0; i < times; i++) job();
  } finally {
    hook.disable();
  }
  return count;
}
