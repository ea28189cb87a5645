import { badOption, checkOptions, didYouMean, type OptionNames } from '@who/core';
import { checkSecret } from '@who/secrets';
import { PACKAGE } from './errors.js';
import type { FormName } from './forms/form.js';
import { FORM_NAMES } from './forms/read.js';
import { SALTED_SCHEMES, type Scheme, WEAK_SCHEMES } from './forms/schemes.js';
import type { HashingOptions } from './hashing/options.js';

/** What stored texts count, and what checking a password may cost. */
export interface PasswordsOptions {
  /**
   * The schemes that count, whoever wrote the hash. Those without a salt, and those that fall at once, have to be
   * named: `[...SALTED_SCHEMES, 'sha1']`.
   *
   * @default SALTED_SCHEMES
   */
  readonly allow?: readonly Scheme[] | undefined;
  /**
   * The forms that are read: who wrote the hashes. Fewer of them leave less to whoever can write to the store.
   *
   * @default all of them
   */
  readonly forms?: readonly FormName[] | undefined;
  /**
   * How new hashes are made. A hash of another scheme, or one that is cheaper to check, is outdated.
   *
   * @default { scheme: 'argon2id' }
   */
  readonly hashing?: HashingOptions | undefined;
  /**
   * A stored text like most: a check for a user who is not there, or whose text is unusable, takes as long as one
   * against it. Nothing matches it.
   *
   * @default one of `hashing`
   */
  readonly decoy?: string | undefined;
  /**
   * How long the check of one password may take, as estimated for one core, in milliseconds. Above that no password
   * matches. Whoever can write a hash, or knows the name of a user who has an expensive one, can ask for it.
   *
   * @default 5000
   */
  readonly maxCheckMs?: number | undefined;
  /**
   * How much memory the check of one password may take, in bytes. Above that no password matches. As many checks as
   * `maxConcurrent` can take it at the same time.
   *
   * @default 268435456
   */
  readonly maxMemoryBytes?: number | undefined;
  /**
   * The longest password, in bytes. Longer ones match nothing, and nothing is computed: the time of most schemes grows
   * with the password.
   *
   * @default 1024
   */
  readonly maxPasswordBytes?: number | undefined;
  /**
   * Whether an empty password can be right. Some stores have users without a password by mistake.
   *
   * @default false
   */
  readonly allowEmptyPasswords?: boolean | undefined;
  /**
   * Whether a password matches nothing when its scheme would not see all of it: 72 bytes of bcrypt, 8 of DES-crypt. The
   * programs that made such hashes cut what is longer in silence, as is done here by default.
   *
   * @default false
   */
  readonly refuseCutPasswords?: boolean | undefined;
  /**
   * How characters that can be written in several ways become one: `'NFC'`, `'NFKC'`, or the `'OpaqueString'` of RFC
   * 8265, which is NFC without control characters and with one kind of blank, in the place of SASLprep. A hash made by
   * a program that does none of this then matches only passwords that are already in that form.
   *
   * @default 'none'
   */
  readonly normalization?: 'none' | 'NFC' | 'NFKC' | 'OpaqueString' | undefined;
  /**
   * A secret that goes behind every password before bcrypt, as Devise's `pepper`.
   *
   * @default none
   */
  readonly bcryptPepper?: string | undefined;
  /**
   * How many passwords are checked at the same time. Each check keeps a processor busy. bcrypt, Argon2, scrypt and
   * PBKDF2 take one of libuv's threads (4 unless `UV_THREADPOOL_SIZE` says otherwise), which files and name lookups
   * need as well; other schemes take a thread of their own.
   *
   * @default 2
   */
  readonly maxConcurrent?: number | undefined;
  /**
   * How many more checks may wait; beyond that they fail with 503. More of them let people wait longer in a login
   * storm: a thousand of bcrypt's cost 10, about 25 s.
   *
   * @default 1000
   */
  readonly maxQueued?: number | undefined;
}

/** Options with their defaults, but for a decoy, which hashing has one of. */
export type PasswordsSettings = Required<{
  [K in Exclude<keyof PasswordsOptions, 'decoy' | 'bcryptPepper'>]: NonNullable<PasswordsOptions[K]>;
}> &
  Pick<PasswordsOptions, 'decoy'> & { readonly bcryptPepper: Uint8Array };

const NAMES = {
  allow: true,
  forms: true,
  hashing: true,
  decoy: true,
  maxCheckMs: true,
  maxMemoryBytes: true,
  maxPasswordBytes: true,
  allowEmptyPasswords: true,
  refuseCutPasswords: true,
  normalization: true,
  bcryptPepper: true,
  maxConcurrent: true,
  maxQueued: true,
} satisfies OptionNames<PasswordsOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: PasswordsOptions): PasswordsSettings {
  checkOptions(PACKAGE, options, NAMES);
  const { decoy, normalization = 'none', bcryptPepper } = options;
  if (decoy !== undefined && typeof decoy !== 'string') throw badOption(PACKAGE, 'decoy', 'must be a stored text.');
  // An empty one is a variable that is not set.
  if (bcryptPepper !== undefined) {
    if (typeof bcryptPepper !== 'string') throw badOption(PACKAGE, 'bcryptPepper', 'must be a text.');
    checkSecret(PACKAGE, 'bcryptPepper', bcryptPepper);
  }
  if (!NORMALIZATIONS.includes(normalization)) {
    throw badOption(PACKAGE, 'normalization', `must be one of ${NORMALIZATIONS.join(', ')}.`);
  }
  const flag = (option: keyof PasswordsOptions): boolean => {
    const value = options[option] ?? false;
    if (typeof value === 'boolean') return value;
    throw badOption(PACKAGE, option, 'must be true or false.');
  };
  const whole = (option: keyof PasswordsOptions, byDefault: number, min: number, max: number): number => {
    const value = options[option] ?? byDefault;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw badOption(PACKAGE, option, `must be a whole number from ${min} to ${max}.`);
  };
  return {
    allow: names('allow', options.allow, SALTED_SCHEMES, [...SALTED_SCHEMES, ...WEAK_SCHEMES]),
    forms: names('forms', options.forms, FORM_NAMES, FORM_NAMES),
    hashing: options.hashing ?? { scheme: 'argon2id' },
    decoy,
    maxCheckMs: whole('maxCheckMs', 5000, 1, Number.MAX_SAFE_INTEGER),
    maxMemoryBytes: whole('maxMemoryBytes', 2 ** 28, 0, Number.MAX_SAFE_INTEGER),
    maxPasswordBytes: whole('maxPasswordBytes', 1024, 1, 65_536),
    allowEmptyPasswords: flag('allowEmptyPasswords'),
    refuseCutPasswords: flag('refuseCutPasswords'),
    normalization,
    bcryptPepper: Buffer.from(bcryptPepper ?? ''),
    maxConcurrent: whole('maxConcurrent', 2, 1, 1024),
    maxQueued: whole('maxQueued', 1000, 0, 1_000_000),
  };
}

const NORMALIZATIONS: readonly unknown[] = ['none', 'NFC', 'NFKC', 'OpaqueString'];

function names<N extends string>(
  option: keyof PasswordsOptions,
  given: readonly N[] | undefined,
  byDefault: readonly N[],
  known: readonly N[],
): readonly N[] {
  if (given === undefined) return byDefault;
  if (!Array.isArray(given) || given.length === 0) throw badOption(PACKAGE, option, 'must be a list of names.');
  for (const name of given) {
    if (known.includes(name)) continue;
    throw badOption(PACKAGE, option, `must not have ${JSON.stringify(name)}.${didYouMean(String(name), known)}`);
  }
  return given;
}
