import { chain, isPromise, type MaybePromise, WhoError } from '@who/core';
import { createPasswords, isMatch, type Kind, type Unusable } from '@who/passwords';
import { type HtpasswdErrorCode, htpasswdError } from './errors.js';
import type { HtpasswdSettings } from './options.js';

/** Checks passwords against stored hashes. */
export interface Verifier {
  /**
   * SHA-1 takes microseconds and is answered at once; all others run on other threads.
   *
   * @throws {WhoError} HTPASSWD_BUSY, HTPASSWD_CHECK_FAILED, HTPASSWD_CLOSED
   */
  verify(password: Uint8Array, hash: string): MaybePromise<boolean>;
  /** What a stored hash is, or why it cannot be checked. */
  kindOf(hash: string): Kind | Unusable;
  close(): void;
}

/** What counts, and what it may cost. */
export type HashSettings = Pick<HtpasswdSettings, 'allow' | 'maxCheckMs' | 'maxConcurrent' | 'maxQueued'>;

export function verifier({ allow, maxCheckMs, maxConcurrent, maxQueued }: HashSettings): Verifier {
  const { verify, kindOf, close } = createPasswords({
    allow,
    maxCheckMs,
    maxConcurrent,
    maxQueued,
    // What Apache takes, which is what htpasswd and crypt(3) write, and what our own command writes beside that.
    forms: ['apache', 'crypt', 'phc'],
    allowEmptyPasswords: true,
    // No new hashes are made here.
    hashing: { scheme: 'bcrypt', cost: 4 },
  });
  return {
    verify(password, hash) {
      const verdict = verify(password, hash);
      return chain(isPromise(verdict) ? Promise.resolve(verdict).catch(failed) : verdict, isMatch);
    },
    kindOf(hash) {
      const kind = kindOf(hash);
      // What new hashes would be counts there in any case.
      if ('code' in kind || allow.includes(kind.scheme)) return kind;
      return { code: 'PASSWORD_FORM_NOT_ALLOWED', form: kind.scheme };
    },
    close,
  };
}

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
