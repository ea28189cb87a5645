import { badOption, checkOptions, didYouMean } from '@who/core';
import { PACKAGE } from '../errors.js';
import type { FormName, Tools } from '../forms/form.js';
import type { Scheme } from '../forms/schemes.js';
import { argon2id } from './argon2id.js';
import { bcrypt } from './bcrypt.js';
import type { HashingOptions } from './options.js';
import { scrypt } from './scrypt.js';
import { sha512Crypt } from './sha512-crypt.js';

/** One way to make new hashes. */
export interface HashScheme<Name extends string> {
  readonly form: FormName;
  /** Default, least and most of each number. */
  readonly numbers: { readonly [N in Name]: readonly [byDefault: number, min: number, max: number] };
  /** A hash that no known password has. Checking against it takes as long as against a real one. */
  decoy(numbers: { readonly [N in Name]: number }): string;
  /** @throws {WhoError} PASSWORD_UNUSABLE */
  hash(password: Uint8Array, numbers: { readonly [N in Name]: number }, tools: Tools): Promise<string>;
}

/** Makes new hashes, all with the same scheme and cost. */
export interface Hashing {
  readonly form: FormName;
  readonly scheme: Scheme;
  readonly decoy: string;
  /** @throws {WhoError} PASSWORD_UNUSABLE */
  hash(password: Uint8Array, tools: Tools): Promise<string>;
}

/**
 * @param option what to call the options in an error
 * @throws {WhoError} BAD_OPTION
 */
export function hashing(options: HashingOptions, option: string): Hashing {
  const name: unknown = options?.scheme;
  const scheme = typeof name === 'string' && Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined;
  if (!scheme) {
    const hint = didYouMean(String(name), Object.keys(SCHEMES));
    throw badOption(PACKAGE, `${option}.scheme`, `must be a scheme that new hashes are made by.${hint}`);
  }
  const names = Object.keys(scheme.numbers);
  checkOptions(PACKAGE, options, Object.fromEntries(['scheme', ...names].map((known) => [known, true])));
  const given = new Map<string, unknown>(Object.entries(options));
  const numbers: Record<string, number> = {};
  for (const [field, [byDefault, min, max]] of Object.entries(scheme.numbers)) {
    const value = given.get(field) ?? byDefault;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      throw badOption(PACKAGE, `${option}.${field}`, `must be a whole number from ${min} to ${max}.`);
    }
    numbers[field] = value;
  }
  return {
    form: scheme.form,
    scheme: options.scheme,
    decoy: scheme.decoy(numbers),
    hash: (password, tools) => scheme.hash(password, numbers, tools),
  };
}

const SCHEMES: Readonly<Record<string, HashScheme<string>>> = {
  argon2id,
  bcrypt,
  scrypt,
  'sha512-crypt': sha512Crypt,
};
