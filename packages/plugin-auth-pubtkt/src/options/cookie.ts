import { type CookieSettings, isHostOnly } from '@who/cookies';
import { isToken } from '@who/core';
import { check, checkFlag } from './checks.js';

/** The cookie that holds the ticket. Its attributes count where a ticket is made, and where it is cleared. */
export interface PubtktCookieOptions {
  /**
   * Name of the cookie (`TKTAuthCookieName`). With `__Host-` or `__Secure-` in front, browsers enforce what the prefix
   * promises; the factory checks the other options against it. @default 'auth_pubtkt'
   */
  readonly cookieName?: string | undefined;
  /** Path of the cookie. It keeps nothing apart: other paths of the same origin can get at the cookie. @default '/' */
  readonly path?: string | undefined;
  /**
   * Domain of the cookie, as the login server sets it: signing out clears it there. Every host below it receives the
   * tickets and could use them. @default the host only
   */
  readonly domain?: string | undefined;
  /**
   * Without it, tickets travel over plain HTTP, to be read on the way. Always on with `__Host-`, `__Secure-` and
   * `sameSite: 'none'`. @default whether `publicUrl` is https
   */
  readonly secure?: boolean | undefined;
  /** Without it, any script on a page can read the ticket. @default true */
  readonly httpOnly?: boolean | undefined;
  /** `none` sends the ticket along with requests that other sites cause (CSRF). @default 'lax' */
  readonly sameSite?: 'lax' | 'strict' | 'none' | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveCookie(options: PubtktCookieOptions): CookieSettings {
  const { cookieName: name = 'auth_pubtkt', path = '/', domain, sameSite = 'lax' } = options;
  check(typeof name === 'string' && isToken(name), 'cookieName', 'must be a name that cookies can have.');
  check(typeof path === 'string' && PATH.test(path), 'path', 'must start with "/" and be fit for a cookie.');
  check(domain === undefined || (typeof domain === 'string' && DOMAIN.test(domain)), 'domain', 'must be a host name.');
  check(['lax', 'strict', 'none'].includes(sameSite), 'sameSite', 'must be "lax", "strict" or "none".');

  // Browsers compare the prefixes without regard to case, and drop a cookie that does not keep to its own in silence.
  const mustBeSecure = isHostOnly(name) || name.toLowerCase().startsWith('__secure-') || sameSite === 'none';
  const secure = options.secure === undefined ? mustBeSecure || undefined : checkFlag('secure', options.secure);
  check(secure !== false || !mustBeSecure, 'secure', 'must not be false with this name or with sameSite "none".');
  check(!isHostOnly(name) || path === '/', 'path', 'must be "/" with a __Host- name.');
  check(!isHostOnly(name) || domain === undefined, 'domain', 'must be left out with a __Host- name.');
  return {
    name,
    path,
    domain,
    secure,
    httpOnly: checkFlag('httpOnly', options.httpOnly, true),
    sameSite,
    partitioned: false,
    priority: undefined,
    former: [],
  };
}

const PATH = /^\/[\x20-\x3a\x3d-\x7e]*$/;
const DOMAIN = /^\.?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
