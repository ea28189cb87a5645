import { resolve } from 'node:path';
import { badOption, checkOptions, didYouMean, type OptionNames } from '@who/core';
import { type HashingOptions, SALTED_SCHEMES, type Scheme, WEAK_SCHEMES } from '@who/passwords';
import { PLUGIN } from './errors.js';
import { HTPASSWD_SCHEMES } from './schemes.js';

/** Where the passwords are, and what checking one may cost. */
export interface HtpasswdOptions {
  /** Path of the file that Apache's `htpasswd` wrote; a relative one starts at the working directory. */
  readonly file: string;
  /**
   * Path of a group file as of Apache's `AuthGroupFile`. Its groups are the tokens of those who sign in by password, and
   * the `groups` that the plugin adds as a metadata provider, for everybody who is signed in.
   *
   * @default no groups
   */
  readonly groupFile?: string | undefined;
  /**
   * The schemes of `@who/passwords` that count. Those that have no salt or see eight characters of a password have to be
   * named, such as DES-crypt (`htpasswd -d`): `[...HTPASSWD_SCHEMES, 'des-crypt']`.
   *
   * @default HTPASSWD_SCHEMES: all that have a salt, and SHA-1 (`htpasswd -s`)
   */
  readonly allow?: readonly Scheme[] | undefined;
  /**
   * How long the check of one password may take, as estimated for one core, in milliseconds: cost 15 of bcrypt is the
   * highest by default. Users whose hash takes longer cannot sign in. Anybody who knows such a user's name can ask for it.
   *
   * @default 3000
   */
  readonly maxCheckMs?: number | undefined;
  /**
   * How many passwords are checked at the same time. Each check keeps a processor busy. bcrypt takes one of libuv's
   * threads (4 unless `UV_THREADPOOL_SIZE` says otherwise), which files and name lookups need as well; other schemes
   * take a thread of their own.
   *
   * @default 2
   */
  readonly maxConcurrent?: number | undefined;
  /**
   * How many more checks may wait; beyond that requests fail with 503. More of them let people wait longer in a login
   * storm: a thousand of bcrypt's cost 10, about 25 s.
   *
   * @default 1000
   */
  readonly maxQueued?: number | undefined;
  /**
   * How long a successful check counts for the same user and password, in seconds; 0 for not at all. A changed file
   * ends it at once. While it counts, a keyed hash of the password is kept in memory, never the password.
   *
   * @default 60
   */
  readonly cacheSeconds?: number | undefined;
  /**
   * How often the file is looked at for changes, in milliseconds; 0 for every request. For that long a removed user can
   * still sign in.
   *
   * @default 1000
   */
  readonly checkIntervalMs?: number | undefined;
  /**
   * Whether an empty password can be right. Some files have users without a password by mistake.
   *
   * @default false
   */
  readonly allowEmptyPasswords?: boolean | undefined;
  /**
   * How the hashes of those who sign in are made anew, where that is better: `{ scheme: 'bcrypt', cost: 12 }`. The file is
   * rewritten for it, beside the requests, and its folder has to be writable. Who can take over this process can then
   * change passwords.
   *
   * @default hashes stay as they are
   */
  readonly upgradeHashes?: HashingOptions | undefined;
}

/** Options with their defaults. */
export type HtpasswdSettings = Required<{
  [K in Exclude<keyof HtpasswdOptions, 'groupFile' | 'upgradeHashes'>]: NonNullable<HtpasswdOptions[K]>;
}> &
  Pick<HtpasswdOptions, 'groupFile' | 'upgradeHashes'>;

const NAMES = {
  file: true,
  groupFile: true,
  allow: true,
  maxCheckMs: true,
  maxConcurrent: true,
  maxQueued: true,
  cacheSeconds: true,
  checkIntervalMs: true,
  allowEmptyPasswords: true,
  upgradeHashes: true,
} satisfies OptionNames<HtpasswdOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: HtpasswdOptions): HtpasswdSettings {
  checkOptions(PLUGIN, options, NAMES);
  const path = (option: 'file' | 'groupFile'): string => {
    const value = options[option];
    if (typeof value === 'string' && value !== '' && !value.includes('\0')) return resolve(value);
    throw badOption(PLUGIN, option, 'must be the path of a file.');
  };
  const flag = (option: keyof HtpasswdOptions): boolean => {
    const value = options[option] ?? false;
    if (typeof value === 'boolean') return value;
    throw badOption(PLUGIN, option, 'must be true or false.');
  };
  const whole = (option: keyof HtpasswdOptions, byDefault: number, min: number, max: number): number => {
    const value = options[option] ?? byDefault;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    throw badOption(PLUGIN, option, `must be a whole number from ${min} to ${max}.`);
  };
  return {
    file: path('file'),
    groupFile: options.groupFile === undefined ? undefined : path('groupFile'),
    allow: schemes(options.allow),
    maxCheckMs: whole('maxCheckMs', 3000, 1, Number.MAX_SAFE_INTEGER),
    maxConcurrent: whole('maxConcurrent', 2, 1, 1024),
    maxQueued: whole('maxQueued', 1000, 0, 1_000_000),
    cacheSeconds: whole('cacheSeconds', 60, 0, DAY_SECONDS),
    checkIntervalMs: whole('checkIntervalMs', 1000, 0, DAY_SECONDS * 1000),
    allowEmptyPasswords: flag('allowEmptyPasswords'),
    upgradeHashes: options.upgradeHashes,
  };
}

function schemes(given: readonly Scheme[] = HTPASSWD_SCHEMES): readonly Scheme[] {
  if (!Array.isArray(given) || given.length === 0) throw badOption(PLUGIN, 'allow', 'must be a list of schemes.');
  const known: readonly string[] = [...SALTED_SCHEMES, ...WEAK_SCHEMES];
  for (const scheme of given) {
    if (known.includes(scheme)) continue;
    throw badOption(
      PLUGIN,
      'allow',
      `must be a list of schemes, and has ${JSON.stringify(scheme)}.${didYouMean(String(scheme), known)}`,
    );
  }
  return given;
}

const DAY_SECONDS = 86_400;
