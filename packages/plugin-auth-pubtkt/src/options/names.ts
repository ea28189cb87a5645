import { didYouMean, type OptionNames } from '@who/core';
import type { AuthPubtktOptions } from '../options.js';
import { check } from './checks.js';
import type { PubtktSigningOptions } from './signing.js';

export const OPTIONS: OptionNames<AuthPubtktOptions> = {
  publicKeys: true,
  digest: true,
  oldDigests: true,
  keyTypes: true,
  reloadSeconds: true,
  tokens: true,
  requireMultifactor: true,
  checkIp: true,
  clockSkewSeconds: true,
  bauth: true,
  signing: true,
  loginUrl: true,
  timeoutUrl: true,
  postTimeoutUrl: true,
  unauthUrl: true,
  multifactorUrl: true,
  badIpUrl: true,
  refreshUrl: true,
  backParam: true,
  cookieName: true,
  path: true,
  domain: true,
  secure: true,
  httpOnly: true,
  sameSite: true,
  isUserAllowed: true,
  isRevoked: true,
  verifiedTickets: true,
};

export const SIGNING: OptionNames<PubtktSigningOptions> = {
  privateKey: true,
  timeoutSeconds: true,
  graceSeconds: true,
  includeIp: true,
  maxUseridBytes: true,
  maxAgeSeconds: true,
};

/** Refuses what is no object, or has other names than these: what `checkOptions` does for a part of the options. */
export function checkPart(option: string, part: unknown, names: Readonly<Record<string, true>>): void {
  check(typeof part === 'object' && part !== null && !Array.isArray(part), option, 'must be an object.');
  for (const name of Object.keys(part)) {
    check(Object.hasOwn(names, name), `${option}.${name}`, `is not known.${didYouMean(name, Object.keys(names))}`);
  }
}

/** mod_auth_pubtkt's directives whose names are far from those here. */
export const DIRECTIVES: ReadonlyMap<string, string> = new Map([
  ['TKTAuthPublicKey', 'publicKeys'],
  ['TKTAuthDigest', 'digest'],
  ['TKTAuthToken', 'tokens'],
  ['TKTAuthCookieName', 'cookieName'],
  ['TKTAuthBackArgName', 'backParam'],
  ['TKTAuthRequireMultifactor', 'requireMultifactor'],
  ['TKTAuthPassthruBasicAuth', 'bauth'],
  ['TKTAuthPassthruBasicKey', 'bauth'],
  ...['Login', 'Timeout', 'PostTimeout', 'Unauth', 'Multifactor', 'BadIP', 'Refresh'].map((name): [string, string] => [
    `TKTAuth${name}URL`,
    `${name[0]?.toLowerCase()}${name.slice(1).replace('IP', 'Ip')}Url`,
  ]),
]);
