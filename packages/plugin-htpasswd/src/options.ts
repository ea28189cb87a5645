import { resolve } from 'node:path';
import { badOption, checkOptions, type OptionNames } from '@who/core';
import { PLUGIN } from './errors.js';

/** Where the passwords are, and what checking one may cost. */
export interface HtpasswdOptions {
  /** Path of the file that Apache's `htpasswd` wrote; a relative one starts at the working directory. */
  readonly file: string;
  /**
   * The highest bcrypt cost that is computed. Users with a higher one cannot sign in. Each step doubles the time: cost
   * 10 takes about 50 ms, 15 about 1.7 s, 20 about a minute, and anybody who knows such a user's name can ask for it.
   *
   * @default 15
   */
  readonly maxBcryptCost?: number | undefined;
  /**
   * The most rounds of SHA-crypt that are computed. Users with more of them cannot sign in. Their time grows with them:
   * the usual 5000 take about 15 ms, a million about 3 s, and anybody who knows such a user's name can ask for it.
   *
   * @default 1000000
   */
  readonly maxShaRounds?: number | undefined;
  /**
   * Whether DES-crypt (`htpasswd -d`) can be right. Only the first eight characters of such a password count, and a
   * stolen file gives every one of them away.
   *
   * @default false
   */
  readonly allowDes?: boolean | undefined;
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
}

/** Options with their defaults. */
export type HtpasswdSettings = Required<{ [K in keyof HtpasswdOptions]: NonNullable<HtpasswdOptions[K]> }>;

const NAMES = {
  file: true,
  maxBcryptCost: true,
  maxShaRounds: true,
  allowDes: true,
  maxConcurrent: true,
  maxQueued: true,
  cacheSeconds: true,
  checkIntervalMs: true,
  allowEmptyPasswords: true,
} satisfies OptionNames<HtpasswdOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: HtpasswdOptions): HtpasswdSettings {
  checkOptions(PLUGIN, options, NAMES);
  const { file } = options;
  if (typeof file !== 'string' || file === '' || file.includes('\0')) {
    throw badOption(PLUGIN, 'file', 'must be the path of a file.');
  }
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
    file: resolve(file),
    maxBcryptCost: whole('maxBcryptCost', 15, 4, 31),
    maxShaRounds: whole('maxShaRounds', 1_000_000, 1000, 999_999_999),
    allowDes: flag('allowDes'),
    maxConcurrent: whole('maxConcurrent', 2, 1, 1024),
    maxQueued: whole('maxQueued', 1000, 0, 1_000_000),
    cacheSeconds: whole('cacheSeconds', 60, 0, DAY_SECONDS),
    checkIntervalMs: whole('checkIntervalMs', 1000, 0, DAY_SECONDS * 1000),
    allowEmptyPasswords: flag('allowEmptyPasswords'),
  };
}

const DAY_SECONDS = 86_400;
