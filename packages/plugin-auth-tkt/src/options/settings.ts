import type { CookieSettings } from '../cookie/set-cookie.js';
import type { KeyRing } from '../ticket/key-ring.js';
import { check, isAtLeast, isCount, isOptional } from './checks.js';
import { resolveCookie } from './cookie.js';
import { resolveKeys } from './keys.js';
import { checkNames } from './option-names.js';
import type { AuthTktOptions } from './options.js';

/** Options with defaults filled in, in the shape in which the plugin needs them. */
export interface Settings {
  readonly keys: KeyRing;
  readonly includeIp: boolean;
  /** `Infinity` for never. */
  readonly timeoutSeconds: number;
  /** `Infinity` for never. */
  readonly reissueSeconds: number;
  readonly clockSkewSeconds: number;
  readonly isUserAllowed: AuthTktOptions['isUserAllowed'];
  readonly isRevoked: AuthTktOptions['isRevoked'];
  readonly verifiedTickets: number;
  readonly cookie: CookieSettings;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: AuthTktOptions): Settings {
  checkNames(options);
  const { includeIp = false, isUserAllowed, isRevoked, verifiedTickets = 1000, clockSkewSeconds = 60 } = options;
  check('includeIp', typeof includeIp === 'boolean', 'must be true or false.');
  check('clockSkewSeconds', isAtLeast(clockSkewSeconds, 0), 'must be a number of seconds, 0 or more.');
  check('isUserAllowed', isOptional(isUserAllowed, 'function'), 'must be a function.');
  check('isRevoked', isOptional(isRevoked, 'function'), 'must be a function.');
  check('verifiedTickets', isCount(verifiedTickets), 'must be a whole number, 0 or more.');
  const lifetimes = resolveLifetimes(options);
  const cookie = resolveCookie(options);
  const keys = resolveKeys(options, cookie.name);
  return { keys, includeIp, ...lifetimes, clockSkewSeconds, isUserAllowed, isRevoked, verifiedTickets, cookie };
}

function resolveLifetimes({
  timeoutSeconds = 7200,
  reissueSeconds = timeoutSeconds && timeoutSeconds / 2,
}: AuthTktOptions): Pick<Settings, 'timeoutSeconds' | 'reissueSeconds'> {
  check('timeoutSeconds', timeoutSeconds === false || isAtLeast(timeoutSeconds, 1), 'must be 1 or more, or false.');
  check('reissueSeconds', reissueSeconds === false || isAtLeast(reissueSeconds, 0), 'must be 0 or more, or false.');
  const timeout = timeoutSeconds === false ? Number.POSITIVE_INFINITY : timeoutSeconds;
  const reissue = reissueSeconds === false ? Number.POSITIVE_INFINITY : reissueSeconds;
  check('reissueSeconds', reissueSeconds === false || reissue < timeout, 'must be lower than "timeoutSeconds".');
  return { timeoutSeconds: timeout, reissueSeconds: reissue };
}
