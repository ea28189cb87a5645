import { WhoError } from '@who/core';
import type { CryptTask } from './algorithms/crypt.js';
import { checkThreads } from './check-threads.js';
import { passwordsError } from './errors.js';
import { limiter } from './limiter.js';

/** Where what takes its time is computed: so many at the same time, and away from the main thread. */
export interface Computing {
  /** @throws {WhoError} PASSWORDS_BUSY, PASSWORDS_CHECK_FAILED, PASSWORDS_CLOSED */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** crypt(3) on a thread of its own; for what runs. */
  crypt(task: CryptTask): Promise<string>;
  close(): void;
}

export function computing(maxConcurrent: number, maxQueued: number): Computing {
  const limit = limiter(maxConcurrent, maxQueued);
  const threads = checkThreads();
  return {
    run: (task) => limit.run(task).catch(failed),
    crypt: threads.crypt,
    close: threads.close,
  };
}

function failed(cause: unknown): never {
  if (cause instanceof WhoError) throw cause;
  throw passwordsError('PASSWORDS_CHECK_FAILED', 'A password could not be checked; see the cause.', { cause });
}
