import { badOption, checkOptions, type OptionNames } from '@who/core';
import { PACKAGE } from '../errors.js';
import type { AuthTktOptions } from './options.js';

/**
 * Refuses options that are not known, and says what they are called here.
 *
 * @throws {WhoError} BAD_OPTION
 */
export function checkNames(options: unknown): void {
  for (const name of Object.keys(Object(options))) {
    const ours = ELSEWHERE.get(name);
    if (ours !== undefined) throw badOption(PACKAGE, name, `is not known. Here it is "${ours}".`);
  }
  checkOptions(PACKAGE, options, NAMES);
}

const NAMES = {
  secrets: true,
  reloadSeconds: true,
  format: true,
  oldFormats: true,
  audience: true,
  encryptUserdata: true,
  digest: true,
  oldDigests: true,
  compat: true,
  useridTypes: true,
  cookieName: true,
  path: true,
  domain: true,
  secure: true,
  httpOnly: true,
  sameSite: true,
  partitioned: true,
  priority: true,
  formerCookies: true,
  includeIp: true,
  timeoutSeconds: true,
  reissueSeconds: true,
  reissueFraction: true,
  maxAgeSeconds: true,
  clockSkewSeconds: true,
  isUserAllowed: true,
  guestUser: true,
  isRevoked: true,
  queryTickets: true,
  verifiedTickets: true,
} satisfies OptionNames<AuthTktOptions>;

/** Options of repoze.who, Pyramid and mod_auth_tkt whose names are far from those here. */
const ELSEWHERE: ReadonlyMap<string, keyof AuthTktOptions> = new Map([
  ['secretfile', 'secrets'],
  ['reissue_time', 'reissueSeconds'],
  ['userid_checker', 'isUserAllowed'],
  ['callback', 'isUserAllowed'],
  ['hashalg', 'digest'],
  ['parent_domain', 'domain'],
  ['TKTAuthSecret', 'secrets'],
  ['TKTAuthSecretOld', 'secrets'],
  ['TKTAuthDigestType', 'digest'],
  ['TKTAuthCookieName', 'cookieName'],
  ['TKTAuthDomain', 'domain'],
  ['TKTAuthTimeout', 'timeoutSeconds'],
  ['TKTAuthTimeoutRefresh', 'reissueFraction'],
  ['TKTAuthCookieExpires', 'maxAgeSeconds'],
  ['TKTAuthCookieSecure', 'secure'],
  ['TKTAuthIgnoreIP', 'includeIp'],
  ['TKTAuthGuestUser', 'guestUser'],
]);
