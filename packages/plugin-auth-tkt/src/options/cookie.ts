import { type CookieSettings, type FormerCookie, isHostOnly } from '@who/cookies';
import { badOption, type Exchange, type Identity, isToken, type MaybePromise } from '@who/core';
import { PACKAGE } from '../errors.js';
import { check, isCount, isListOf, isOptional } from './checks.js';
import { secondsIn } from './duration.js';
import type { AuthTktOptions } from './options.js';

/** @throws {WhoError} BAD_OPTION */
export function resolveCookie(options: AuthTktOptions): CookieSettings {
  const { cookieName: name = 'auth_tkt', path = '/', domain, httpOnly = true, sameSite = 'lax' } = options;
  const { partitioned = false, priority, formerCookies: former = [] } = options;
  check('cookieName', typeof name === 'string' && isToken(name), 'must be a name that cookies can have.');
  check('path', isPath(path), 'must start with "/" and be fit for a cookie.');
  check('domain', domain === undefined || isDomain(domain), 'must be a host name.');
  check('secure', isOptional(options.secure, 'boolean'), 'must be true or false.');
  check('httpOnly', typeof httpOnly === 'boolean', 'must be true or false.');
  check('sameSite', ['lax', 'strict', 'none'].includes(sameSite), 'must be "lax", "strict" or "none".');
  check('partitioned', typeof partitioned === 'boolean', 'must be true or false.');
  check('priority', [undefined, 'low', 'medium', 'high'].includes(priority), 'must be "low", "medium" or "high".');
  check('formerCookies', isListOf(former, isFormer), 'must be a list of { name, path, domain, partitioned }.');

  // Browsers compare the prefixes without regard to case, and drop a cookie that does not keep to its own in silence.
  const hasPrefix = isHostOnly(name) || name.toLowerCase().startsWith('__secure-');
  const mustBeSecure = hasPrefix || sameSite === 'none' || partitioned;
  check(
    'secure',
    options.secure !== false || !mustBeSecure,
    'must not be false with this name, with "partitioned", or with sameSite "none".',
  );
  check('path', !isHostOnly(name) || path === '/', 'must be "/" with a __Host- name.');
  check('domain', !isHostOnly(name) || domain === undefined, 'must be left out with a __Host- name.');
  const secure = mustBeSecure || options.secure;
  return { name, path, domain, secure, httpOnly, sameSite, partitioned, priority, former };
}

/** How long a browser keeps somebody's cookie, in seconds. */
export type ResolvedMaxAge = (identity: Identity, exchange: Exchange) => MaybePromise<number | undefined>;

/** @throws {WhoError} BAD_OPTION; by what it returns, where an application's function says nonsense */
export function resolveMaxAge({ maxAgeSeconds }: AuthTktOptions): number | ResolvedMaxAge | undefined {
  if (typeof maxAgeSeconds === 'function') return maxAgeSeconds;
  const seconds = typeof maxAgeSeconds === 'string' ? secondsIn(maxAgeSeconds) : maxAgeSeconds;
  const isGood = maxAgeSeconds === undefined || isMaxAge(seconds);
  check('maxAgeSeconds', isGood, 'must be a whole number, 1 or more, a text such as "4w", or a function.');
  return seconds;
}

/** @throws {WhoError} BAD_OPTION */
export function checkMaxAge(seconds: number | undefined): number | undefined {
  if (seconds === undefined || isMaxAge(seconds)) return seconds;
  throw badOption(PACKAGE, 'maxAgeSeconds', 'must return a whole number, 1 or more, or undefined.');
}

const isMaxAge = (value: unknown): boolean => isCount(value) && value !== 0;

function isFormer(value: unknown): boolean {
  const { name, path, domain, partitioned, ...others } = Object(value) as Record<keyof FormerCookie, unknown>;
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return false;
  if (Object.keys(others).length > 0 || !isOptional(partitioned, 'boolean')) return false;
  if (name !== undefined && !(typeof name === 'string' && isToken(name))) return false;
  return (path === undefined || isPath(path)) && (domain === undefined || isDomain(domain));
}

const isPath = (value: unknown): boolean => typeof value === 'string' && /^\/[\x20-\x3a\x3d-\x7e]*$/.test(value);
const isDomain = (value: unknown): boolean => typeof value === 'string' && DOMAIN.test(value);
const DOMAIN = /^\.?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
