import { passwordsError } from './errors.js';

/** Lets only so many tasks run at the same time. */
export interface Limiter {
  /** Runs a task when its turn comes. @throws {WhoError} PASSWORDS_BUSY when too many are waiting already */
  run<T>(task: () => Promise<T>): Promise<T>;
}

/**
 * @param maxConcurrent tasks at the same time
 * @param maxQueued tasks that may wait, first come first served
 */
export function limiter(maxConcurrent: number, maxQueued: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(task) {
      if (running < maxConcurrent) running++;
      else if (waiting.length < maxQueued) await new Promise<void>((resolve) => waiting.push(resolve));
      else throw busy();
      try {
        return await task();
      } finally {
        // The place goes to the next in line without becoming free in between.
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}

const busy = () =>
  passwordsError('PASSWORDS_BUSY', 'Too many passwords are waiting to be checked; see "maxQueued".', {
    status: 503,
    headers: [['Retry-After', '1']],
  });
