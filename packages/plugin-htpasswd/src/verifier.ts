import { chain, isPromise, type MaybePromise, WhoError } from '@who/core';
import { createPasswords, isMatch, type Passwords } from '@who/passwords';
import { type HtpasswdErrorCode, htpasswdError } from './errors.js';

/** Checks passwords against stored hashes. */
export interface Verifier {
  /**
   * SHA-1 takes microseconds and is answered at once; all others run on other threads.
   *
   * @throws {WhoError} HTPASSWD_BUSY, HTPASSWD_CHECK_FAILED, HTPASSWD_CLOSED
   */
  verify(password: Uint8Array, hash: string): MaybePromise<boolean>;
  close(): void;
}

export function verifier(settings: { maxConcurrent: number; maxQueued: number }): Verifier {
  const { verify, close } = hashes(settings);
  return {
    verify(password, hash) {
      const verdict = verify(password, hash);
      return chain(isPromise(verdict) ? Promise.resolve(verdict).catch(failed) : verdict, isMatch);
    },
    close,
  };
}

/** What Apache's `htpasswd` writes. What it may cost is for the reader of the file to say, line by line. */
function hashes({ maxConcurrent, maxQueued }: { maxConcurrent: number; maxQueued: number }): Passwords {
  return createPasswords({
    maxConcurrent,
    maxQueued,
    forms: ['apache', 'crypt'],
    allow: ['bcrypt', 'apr1', 'sha1', 'sha256-crypt', 'sha512-crypt', 'des-crypt'],
    allowEmptyPasswords: true,
    maxCheckMs: Number.MAX_SAFE_INTEGER,
    hashing: { scheme: 'bcrypt' },
  });
}

/** What a stored hash is, or why it cannot be checked. */
export const kindOf: Passwords['kindOf'] = hashes({ maxConcurrent: 1, maxQueued: 0 }).kindOf;

/** Names what went wrong as this package does. */
function failed(error: unknown): never {
  const code = error instanceof WhoError ? CODES[error.code] : undefined;
  if (code === undefined) throw error;
  const { message, status, headers, cause } = error as WhoError;
  throw htpasswdError(code, message.slice(message.indexOf(']') + 2), {
    status,
    headers: Object.entries(headers),
    cause,
  });
}

const CODES: Readonly<Record<string, Exclude<HtpasswdErrorCode, 'BAD_OPTION'>>> = {
  PASSWORDS_BUSY: 'HTPASSWD_BUSY',
  PASSWORDS_CHECK_FAILED: 'HTPASSWD_CHECK_FAILED',
  PASSWORDS_CLOSED: 'HTPASSWD_CLOSED',
};
