import { builtinModules } from 'node:module';
import { CreatePluginError } from './errors.js';

/** A plugin's name, in all the ways in which it is written. */
export interface PluginName {
  /** The package, e.g. `@me/who-ip-address`. */
  readonly package: string;
  /** Its name without the scope, for a folder: `who-ip-address`. */
  readonly folder: string;
  /** For files: `ip-address`. */
  readonly kebab: string;
  /** For functions: `ipAddress`. */
  readonly camel: string;
  /** For types: `IpAddress`. */
  readonly pascal: string;
  /** For headers: `Ip-Address`. */
  readonly train: string;
  /** For codes, cookies and paths: `ip_address`. */
  readonly snake: string;
}

/** @throws {CreatePluginError} BAD_NAME when npm would not take the name for a new package */
export function checkPackageName(name: string): void {
  const problem = problemOf(name);
  if (problem === undefined) return;
  throw new CreatePluginError('BAD_NAME', `${JSON.stringify(name)} cannot be the name of a package: ${problem}.`);
}

/** The rules of npm for new packages (https://docs.npmjs.com/cli/configuring-npm/package-json#name). */
function problemOf(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.length > 214) return 'it is longer than 214 characters';
  const [, scope, rest = ''] = /^(?:@([^/]*)\/)?(.*)$/s.exec(name) ?? [];
  for (const part of scope === undefined ? [rest] : [scope, rest]) {
    if (!/^[a-z0-9._~-]*$/.test(part)) return 'use lower-case letters, digits, "-", "_" and ".", and "/" after a scope';
    if (part === '' || /^[._~-]/.test(part)) return 'it has to start with a letter or a digit, after a scope too';
    if (part.includes('~')) return '"~" is not allowed in new names';
    if (!/[a-z]/.test(part)) return 'it has no letter';
  }
  if (scope === undefined && (builtinModules.includes(rest) || RESERVED.has(rest))) return 'the name is taken by Node';
  return undefined;
}

const RESERVED: ReadonlySet<string> = new Set(['node_modules', 'favicon.ico']);

/**
 * Derives a plugin's names from its package's. Words that only say what kind of package it is are left out.
 *
 * @param suffixes roles whose factories are named after the role: `hello-metadata-cache` has `helloMetadataCache`
 * @param isTaken whether the template has something of that name; `-plugin` is added then
 */
export function pluginName(
  packageName: string,
  suffixes: readonly string[],
  isTaken: (name: PluginName) => boolean,
): PluginName {
  const folder = packageName.slice(packageName.indexOf('/') + 1);
  const all = folder.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const words = withoutRole(without(all, KINDS), suffixes);
  // Names in code start with a letter.
  if (/^\d/.test(words[0] ?? '')) words.unshift('who');
  const name = (): PluginName => ({
    package: packageName,
    folder,
    kebab: words.join('-'),
    camel: words.map((word, index) => (index === 0 ? word : capital(word))).join(''),
    pascal: words.map(capital).join(''),
    train: words.map(capital).join('-'),
    snake: words.join('_'),
  });
  if (isTaken(name())) words.push('plugin');
  return name();
}

const KINDS = ['who', 'plugin'];

/** Drops leading words, as long as another follows: `who-plugin-foo` is about `foo`, `who` about `who`. */
function without(words: readonly string[], dropped: readonly string[]): string[] {
  const [first = '', ...rest] = words;
  return rest.length > 0 && dropped.includes(first) ? without(rest, dropped) : [...words];
}

/** `metadata-cache-hello` and `hello-metadata-cache` are about `hello`. */
function withoutRole(words: readonly string[], roles: readonly string[]): string[] {
  const kebab = words.join('-');
  for (const role of roles) {
    if (kebab.startsWith(`${role}-`)) return kebab.slice(role.length + 1).split('-');
    if (kebab.endsWith(`-${role}`)) return kebab.slice(0, -role.length - 1).split('-');
  }
  return [...words];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
