import { ldapError } from '../errors.js';
import type { Result } from '../wire/answers.js';
import { Failure } from '../wire/failure.js';

/** Result codes (RFC 4511, appendix A) that mean something here. */
export const CODE = {
  success: 0,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  adminLimitExceeded: 11,
  constraintViolation: 19,
  noSuchObject: 32,
  inappropriateAuthentication: 48,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  busy: 51,
  unavailable: 52,
  unwillingToPerform: 53,
} as const;

/**
 * What a result means that is neither of those that were expected.
 *
 * @returns {Failure} where another server may know better; {WhoError} LDAP_LIMIT, LDAP_FAILED
 */
export function unexpected({ code }: Result, what: string): Error {
  if (isUnready(code)) return new Failure('unready', `it says that it cannot serve now (${code})`);
  if (LIMITS.includes(code)) {
    return ldapError('LDAP_LIMIT', `${what} goes beyond a limit of the directory (result code ${code}).`);
  }
  const hint = HINTS[code] ?? 'See RFC 4511, appendix A.';
  return ldapError('LDAP_FAILED', `${what} ended with the result code ${code}. ${hint}`);
}

export const isUnready = (code: number): boolean => code === CODE.busy || code === CODE.unavailable;

const LIMITS: readonly number[] = [CODE.timeLimitExceeded, CODE.sizeLimitExceeded, CODE.adminLimitExceeded];

const HINTS: Readonly<Record<number, string>> = {
  1: 'Directories say so to searches of nobody: is "bindDn" set?',
  8: 'The server wants TLS.',
  10: 'It refers to another server, and referrals are not followed: name that server in "urls".',
  13: 'The server wants TLS.',
  32: 'There is no such base, or "bindDn" may not see it.',
  34: 'A DN in the options is none.',
  50: '"bindDn" may not do this.',
};
