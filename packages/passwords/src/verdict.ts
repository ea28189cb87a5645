import type { FormName } from './forms/form.js';
import type { Scheme } from './forms/schemes.js';

/**
 * What became of a check. A password that is right against a hash that has become too weak is `'match-outdated'`.
 * All of them are truthy: compare, or ask `isMatch`.
 */
export type Verdict = 'match' | 'match-outdated' | 'no-match' | Unusable;

/** Why no password can match a stored text. */
export interface Unusable {
  readonly code:
    | 'PASSWORD_FORM_UNKNOWN'
    | 'PASSWORD_FORM_BROKEN'
    | 'PASSWORD_FORM_NOT_ALLOWED'
    | 'PASSWORD_FORM_TOO_COSTLY'
    | 'PASSWORD_FORM_UNAVAILABLE';
  /** What the text is, in words for a log: never a part of it. */
  readonly form: string;
}

/** What a stored text is. */
export interface Kind {
  /** Who writes it in this way. */
  readonly form: FormName;
  /** What is computed. */
  readonly scheme: Scheme;
  /** In the scheme's own unit: bcrypt's exponent, rounds, iterations, passes; 0 where there is none to choose. */
  readonly cost: number;
  /** How long a check takes about, on one core. */
  readonly estimatedMs: number;
  /** What a check needs at the same time. 0 where it is not worth mentioning. */
  readonly memoryBytes: number;
}

/**
 * Whether the password was right.
 *
 * @example
 * if (isMatch(await passwords.verify('secret', stored))) console.log('Welcome');
 */
export function isMatch(verdict: Verdict): boolean {
  return verdict === 'match' || verdict === 'match-outdated';
}
