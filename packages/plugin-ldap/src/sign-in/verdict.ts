import type { SignInRefusalCode } from '@who/core';
import { CODE, unexpected } from '../directory/results.js';
import type { NotFound } from '../people/people.js';
import type { Result } from '../wire/answers.js';
import { type PolicyAnswer, policyIn } from './password-policy.js';

/**
 * Why a sign-in was refused: there is no such user, more than one, or one without exactly one userid; the directory says
 * no more than that the password is wrong; or it says why the account signs nobody in. Of these, `PASSWORD_MUST_CHANGE`
 * alone means that the password was right.
 */
export type RefusalCode = NotFound | 'WRONG_PASSWORD' | SignInRefusalCode;

/** A sign-in that was refused. */
export interface Refusal {
  readonly code: RefusalCode;
  /** What was typed: it may be anything, a password, too. */
  readonly login: string;
}

/** A sign-in whose password will not be good much longer. */
export interface PasswordWarning {
  readonly userid: string;
  /** After how many seconds it expires. */
  readonly expiresInSeconds?: number;
  /** How many more sign-ins are possible with it, now that it has expired. */
  readonly graceLoginsLeft?: number;
}

/** What the result of a bind says about a password. */
export type Verdict =
  | { readonly refused: RefusalCode }
  | { readonly refused: undefined; readonly policy: PolicyAnswer };

/** @throws {Failure | WhoError} for a result that says nothing about it */
export function verdictOf(result: Result): Verdict {
  const policy = policyIn(result.controls);
  const refused = reasonIn(result);
  switch (result.code) {
    case CODE.success:
      // After a reset, the bind succeeds and nothing after it does.
      return policy.error === undefined
        ? { refused: undefined, policy }
        : { refused: refused ?? 'PASSWORD_MUST_CHANGE' };
    case CODE.invalidCredentials:
      return { refused: refused ?? 'WRONG_PASSWORD' };
    case CODE.noSuchObject:
    case CODE.inappropriateAuthentication:
      return { refused: 'WRONG_PASSWORD' };
    case CODE.constraintViolation:
      return { refused: refused ?? 'ACCOUNT_LOCKED' };
    case CODE.unwillingToPerform:
      return { refused: refused ?? 'ACCOUNT_DISABLED' };
    default:
      throw unexpected(result, 'Checking a password');
  }
}

/** What a directory says beside the result code, by its policy or in words, about why an account signs nobody in. */
export function reasonIn({ diagnostic, controls }: Result): RefusalCode | undefined {
  return POLICY[policyIn(controls).error ?? -1] ?? activeDirectorysReason(diagnostic);
}

const POLICY: readonly RefusalCode[] = ['PASSWORD_EXPIRED', 'ACCOUNT_LOCKED', 'PASSWORD_MUST_CHANGE'];

/** Active Directory says it in words: `AcceptSecurityContext error, data 775, v4563`, with the number of a system error. */
function activeDirectorysReason(diagnostic: string): RefusalCode | undefined {
  return SYSTEM_ERRORS[/AcceptSecurityContext error, data ([\da-f]{3}),/i.exec(diagnostic)?.[1]?.toLowerCase() ?? ''];
}

/** Also outside of the hours or the computers for which an account is. */
const SYSTEM_ERRORS: Readonly<Record<string, RefusalCode>> = {
  '525': 'UNKNOWN_USER',
  '530': 'ACCOUNT_DISABLED',
  '531': 'ACCOUNT_DISABLED',
  '532': 'PASSWORD_EXPIRED',
  '533': 'ACCOUNT_DISABLED',
  '701': 'ACCOUNT_DISABLED',
  '773': 'PASSWORD_MUST_CHANGE',
  '775': 'ACCOUNT_LOCKED',
};
