import { badOption, checkOptions, isToken, parseUrl, spelling, type WhoError } from '@who/core';
import { checkSecret } from '@who/secrets';
import { type SsoChecks, ssoChecks, wholeMatch } from '@who/sso';
import { PACKAGE } from '../errors.js';
import type { HeaderSsoOptions, HeaderSsoSettings, Initiator } from '../options.js';
import { pathTest } from '../paths.js';
import { type ClientCertificate, plainFingerprint } from '../trust/certificate.js';
import { CERTIFICATE_NAMES, SECRET_NAMES } from './names.js';

// What an option has to be like, for resolveOptions(). Every function throws BAD_OPTION.

export function bad(option: string, problem: string): WhoError<'BAD_OPTION'> {
  return badOption(PACKAGE, option, problem);
}

const checks: SsoChecks = ssoChecks(PACKAGE);
export const check: SsoChecks['check'] = checks.check;
export const flag: SsoChecks['checkFlag'] = checks.checkFlag;

/** No timer, so it may be as large as numbers get. */
export function count(option: string, value: number): number {
  check(Number.isSafeInteger(value) && value > 0, option, 'must be a positive whole number.');
  return value;
}

export function oneOf<const T extends string>(option: string, value: T, allowed: readonly T[]): T {
  check(allowed.includes(value), option, `must be one of ${allowed.join(', ')}.`);
  return value;
}

export function headers(option: string, names: readonly string[]): readonly string[] {
  check(Array.isArray(names), option, 'must be a list of header names.');
  for (const name of names) {
    check(typeof name === 'string' && isToken(name), option, 'must hold names of headers only.');
    check(!OTHERS.has(spelling(name)), option, `must not claim ${JSON.stringify(name)}: it has another meaning.`);
  }
  return [...names];
}

/** A path as browsers send it. */
export function path(option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  check(!String(value).includes('*'), option, 'must be an absolute path as browsers send it, without a query.');
  return checks.checkPath(option, value);
}

export function paths(value: NonNullable<HeaderSsoOptions['paths']>): HeaderSsoSettings['paths'] {
  if (value === 'all') return value;
  check(
    Array.isArray(value) && value.length > 0,
    'paths',
    'must name the paths on which the front end sets the headers, or be "all": elsewhere they are a client\'s own.',
  );
  for (const item of value) path('paths', typeof item === 'string' ? item.replace(/\/\*$/, '') || '/' : item);
  return [...value];
}

export function secret(value: HeaderSsoOptions['secret']): HeaderSsoOptions['secret'] {
  if (value === undefined) return undefined;
  checkOptions(PACKAGE, value, SECRET_NAMES);
  const { header, values } = value;
  headers('secret', [header]);
  checkSecret(PACKAGE, 'secret', values);
  const good =
    Array.isArray(values) && values.length > 0 && values.every((s) => typeof s === 'string' && SECRET.test(s));
  check(good, 'secret', 'must have one or more values of at least 32 printable ASCII characters.');
  return { header, values: [...values] };
}

export function certificate(value: ClientCertificate | undefined): ClientCertificate | undefined {
  if (value === undefined) return undefined;
  checkOptions(PACKAGE, value, CERTIFICATE_NAMES);
  const { fingerprints = [], commonNames = [] } = value;
  check(
    fingerprints.length + commonNames.length > 0,
    'clientCertificate',
    'must say which: every certificate that Node verifies would do otherwise.',
  );
  for (const text of fingerprints) {
    check(/^[\dA-F]{64}$/.test(plainFingerprint(String(text))), 'clientCertificate', 'needs SHA-256 fingerprints.');
  }
  check(
    commonNames.every((name) => typeof name === 'string' && name !== ''),
    'clientCertificate',
    'has an empty name.',
  );
  return { fingerprints: [...fingerprints], commonNames: [...commonNames] };
}

export function scopes(value: readonly string[]): ReadonlySet<string> {
  check(
    Array.isArray(value) && value.every((scope) => /^[^\s@]+$/.test(scope)),
    'scopes',
    'must hold domains like "example.org".',
  );
  return new Set(value.map((scope) => scope.toLowerCase()));
}

/** The pattern for whole names: one without anchors would accept everything around what it describes. */
export function pattern(value: RegExp | undefined): RegExp | undefined {
  if (value === undefined) return undefined;
  check(
    value instanceof RegExp && /^[iuvs]*$/.test(value.flags),
    'userPattern',
    'must be a regular expression without the flags g, m and y.',
  );
  return wholeMatch(value);
}

export function separator(value: string): string {
  check(
    typeof value === 'string' && /^[!-/:-@[-`{-~]?$/.test(value) && !/[\\%]/.test(value),
    'separator',
    'must be one punctuation mark, or empty.',
  );
  return value;
}

export function attributes(value: Readonly<Record<string, string>>): HeaderSsoSettings['attributes'] {
  const entries = Object.entries(value);
  headers(
    'attributes',
    entries.map(([header]) => header),
  );
  for (const [header, name] of entries) {
    check(
      typeof name === 'string' && name !== '' && name !== '__proto__',
      'attributes',
      `must give ${JSON.stringify(header)} a name.`,
    );
  }
  check(
    new Set(entries.map(([, name]) => name)).size === entries.length,
    'attributes',
    'must give each attribute one header.',
  );
  return entries;
}

export function initiator(kind: 'login' | 'logout', url: string | undefined, parameter: string): Initiator | undefined {
  if (url === undefined) return undefined;
  const parsed = parseUrl(url, 'http://localhost');
  check(
    parsed !== undefined &&
      /^https?:$/.test(parsed.protocol) &&
      !parsed.username &&
      !parsed.hash &&
      /^(?:\/(?![/\\])|https?:)/i.test(url),
    `${kind}Url`,
    'must be a path on this origin, or an http or https URL.',
  );
  check(typeof parameter === 'string' && parameter !== '', `${kind}Parameter`, 'must be the name of a parameter.');
  return { url, parameter };
}

export function rememberer({
  rememberer: name,
  signInPath,
  paths: protectedPaths,
  logoutPath,
}: HeaderSsoSettings): void {
  check(
    name === undefined || (typeof name === 'string' && name !== ''),
    'rememberer',
    'must name a registered identifier.',
  );
  if (signInPath === undefined) return;
  check(name !== undefined, 'rememberer', 'must be there for a "signInPath": nothing else would remember the user.');
  check(logoutPath !== signInPath, 'logoutPath', 'must not be the sign-in path.');
  check(
    pathTest(protectedPaths)(signInPath),
    'signInPath',
    'must stand in "paths", as it stands here: the front end has to set the headers there.',
  );
}

/** A header twice in a list, or two that look alike, is a mistake. */
export function distinct(lists: Readonly<Record<string, readonly string[]>>): void {
  for (const [option, names] of Object.entries(lists)) {
    const isDistinct = new Set(names.map(spelling)).size === names.length;
    check(isDistinct, option, 'names a header that is named already, in this spelling or another.');
  }
}

/** Only one spelling of a header counts in a request, so all options have to agree on it. */
export function sameSpelling(names: readonly string[]): void {
  const count = (form: (name: string) => string): number => new Set(names.map(form)).size;
  const agree = count((name) => name.toLowerCase()) === count(spelling);
  check(agree, 'userHeaders', 'and the other options write one header with "_" here and "-" there.');
}

const SECRET = /^[!-~][ -~]{30,}[!-~]$/;

/** Headers that HTTP itself and other plugins need, and that must not be taken away. */
const OTHERS: ReadonlySet<string> = new Set(
  `accept authorization connection content-encoding content-length content-type cookie expect host keep-alive origin
  referer sec-fetch-site set-cookie te trailer transfer-encoding upgrade user-agent`.split(/\s+/),
);
