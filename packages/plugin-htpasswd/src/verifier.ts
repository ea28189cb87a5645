import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import type { MaybePromise } from '@who/core';
import { apr1Thread } from './apr1-thread.js';
import { htpasswdError } from './errors.js';
import { kindOf } from './hash.js';
import { limiter } from './limiter.js';
import { verifySha1 } from './sha1.js';

/** Checks passwords against stored hashes. */
export interface Verifier {
  /**
   * bcrypt runs on libuv's threads, apr1 on a thread of its own; SHA-1 takes microseconds and is answered at once.
   *
   * @throws {WhoError} HTPASSWD_BUSY, HTPASSWD_CHECK_FAILED, HTPASSWD_CLOSED
   */
  verify(password: Uint8Array, hash: string): MaybePromise<boolean>;
  close(): void;
}

export function verifier({ maxConcurrent, maxQueued }: { maxConcurrent: number; maxQueued: number }): Verifier {
  const limit = limiter(maxConcurrent, maxQueued);
  const apr1 = apr1Thread();
  return {
    verify(password, hash) {
      switch (kindOf(hash)?.scheme) {
        case 'bcrypt':
          return limit.run(() => verifyBcrypt(password, hash).catch(failed));
        case 'apr1':
          return limit.run(() => apr1.verify(password, hash));
        case 'sha1':
          return verifySha1(password, hash);
        case undefined:
          return false;
      }
    },
    close: () => apr1.close(),
  };
}

function failed(cause: unknown): never {
  throw htpasswdError('HTPASSWD_CHECK_FAILED', 'bcrypt could not check a password; see the cause.', { cause });
}
