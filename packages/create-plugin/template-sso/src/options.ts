import { checkOptions, type OptionNames, parseUrl } from '@who/core';
import {
  checkSecrets,
  isLoopback,
  type Secrets,
  SSO_CONNECTION_OPTIONS,
  SSO_OPTIONS,
  type SsoConnectionOptions,
  type SsoOptions,
  ssoChecks,
} from '@who/sso';
import { PACKAGE } from './naming.js';

/** How `sesame` is set up. */
export interface SesameOptions extends SsoOptions, SsoConnectionOptions {
  /**
   * Base URL of Sesame, e.g. `https://sesame.example.org`. It has to be https, but for one on this machine: whoever sits
   * on the wire could say who signs in.
   */
  readonly sesameUrl: string;
  /**
   * What Sesame and this application have agreed upon; each at least 32 bytes. The first one is shown to Sesame, all of
   * them prove what comes from there. Who knows one can end sessions, and ask whose passes are.
   */
  readonly secrets: readonly [string, ...string[]];
}

/** The protocol's own options, checked; those that every sign-in elsewhere has are the base's. */
export interface SesameSettings {
  /** Without a slash at the end. */
  readonly sesameUrl: string;
  readonly secrets: Secrets;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: SesameOptions): SesameSettings {
  checkOptions(PACKAGE, options, NAMES);
  const { sesameUrl, secrets } = options;
  checkSecrets(PACKAGE, 'secrets', secrets);
  return { sesameUrl: checkUrl(sesameUrl), secrets };
}

/** Every option there is. The compiler says when one is missing here. */
const NAMES: OptionNames<SesameOptions> = {
  ...SSO_OPTIONS,
  ...SSO_CONNECTION_OPTIONS,
  sesameUrl: true,
  secrets: true,
};

function checkUrl(value: unknown): string {
  const { check } = ssoChecks(PACKAGE);
  const url = parseUrl(value);
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  check(isSafe, 'sesameUrl', 'must be an https URL; http is for a server on this machine.');
  const { username = '', password = '', search = '', hash = '', href = '' } = url ?? {};
  check(username + password + search + hash === '', 'sesameUrl', 'must not have a user, a query or a fragment.');
  return href.replace(/\/+$/, '');
}
