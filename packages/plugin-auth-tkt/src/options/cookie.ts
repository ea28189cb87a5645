import { isToken } from '@who/core';
import type { CookieSettings } from '../cookie/set-cookie.js';
import { check, isCount, isOptional } from './checks.js';
import type { AuthTktOptions } from './options.js';

/** @throws {WhoError} BAD_OPTION */
export function resolveCookie(options: AuthTktOptions): CookieSettings {
  const { cookieName: name = 'auth_tkt', path = '/', domain, httpOnly = true, sameSite = 'lax' } = options;
  const { maxAgeSeconds } = options;
  check('cookieName', typeof name === 'string' && isToken(name), 'must be a name that cookies can have.');
  check('path', typeof path === 'string' && PATH.test(path), 'must start with "/" and be fit for a cookie.');
  check('domain', isOptional(domain, 'string') && DOMAIN.test(domain ?? 'a'), 'must be a host name.');
  check('secure', isOptional(options.secure, 'boolean'), 'must be true or false.');
  check('httpOnly', typeof httpOnly === 'boolean', 'must be true or false.');
  check('sameSite', ['lax', 'strict', 'none'].includes(sameSite), 'must be "lax", "strict" or "none".');
  check('maxAgeSeconds', isCount(maxAgeSeconds ?? 1) && maxAgeSeconds !== 0, 'must be a whole number, 1 or more.');

  // Browsers compare the prefixes without regard to case, and drop a cookie that does not keep to its own in silence.
  const isHostOnly = name.toLowerCase().startsWith('__host-');
  const mustBeSecure = isHostOnly || name.toLowerCase().startsWith('__secure-') || sameSite === 'none';
  check(
    'secure',
    options.secure !== false || !mustBeSecure,
    'must not be false with this name or with sameSite "none".',
  );
  check('path', !isHostOnly || path === '/', 'must be "/" with a __Host- name.');
  check('domain', !isHostOnly || domain === undefined, 'must be left out with a __Host- name.');
  return { name, path, domain, secure: mustBeSecure || options.secure, httpOnly, sameSite, maxAgeSeconds };
}

const PATH = /^\/[\x20-\x3a\x3d-\x7e]*$/;
const DOMAIN = /^\.?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
