import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import type { MaybePromise } from '@who/core';
import { checkThreads } from './check-threads.js';
import { htpasswdError } from './errors.js';
import { limiter } from './limiter.js';
import { kindOf, verifyHash } from './schemes/hash.js';

/** Checks passwords against stored hashes. */
export interface Verifier {
  /**
   * bcrypt runs on libuv's threads; SHA-1 takes microseconds and is answered at once; all others run on threads of
   * their own.
   *
   * @throws {WhoError} HTPASSWD_BUSY, HTPASSWD_CHECK_FAILED, HTPASSWD_CLOSED
   */
  verify(password: Uint8Array, hash: string): MaybePromise<boolean>;
  close(): void;
}

export function verifier({ maxConcurrent, maxQueued }: { maxConcurrent: number; maxQueued: number }): Verifier {
  const limit = limiter(maxConcurrent, maxQueued);
  const threads = checkThreads();
  return {
    verify(password, hash) {
      switch (kindOf(hash)?.scheme) {
        case undefined:
          return false;
        case 'sha1':
          return verifyHash(password, hash);
        case 'bcrypt':
          return limit.run(() => verifyBcrypt(password, hash).catch(failed));
        default:
          return limit.run(() => threads.verify(password, hash));
      }
    },
    close: () => threads.close(),
  };
}

function failed(cause: unknown): never {
  throw htpasswdError('HTPASSWD_CHECK_FAILED', 'bcrypt could not check a password; see the cause.', { cause });
}
