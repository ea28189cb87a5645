import type { CookieSettings } from '@who/cookies';
import { guestNames } from '../ticket/guest-user.js';
import { check, isAtLeast, isCount, isOptional } from './checks.js';
import { type ResolvedMaxAge, resolveCookie, resolveMaxAge } from './cookie.js';
import { type KeySource, resolveKeys } from './keys.js';
import { type Lifetimes, resolveLifetimes } from './lifetimes.js';
import { checkNames } from './option-names.js';
import type { AuthTktOptions } from './options.js';
import { type ResolvedQueryTickets, resolveQueryTickets } from './query-tickets.js';

/** Options with defaults filled in, in the shape in which the plugin needs them. */
export interface Settings extends Lifetimes {
  readonly keys: KeySource;
  readonly includeIp: boolean;
  readonly clockSkewSeconds: number;
  readonly isUserAllowed: AuthTktOptions['isUserAllowed'];
  readonly isRevoked: AuthTktOptions['isRevoked'];
  /** Whether a userid is one of guests. */
  readonly isGuest: ((userid: string) => boolean) | undefined;
  readonly queryTickets: ResolvedQueryTickets | undefined;
  readonly verifiedTickets: number;
  readonly cookie: CookieSettings;
  readonly maxAge: number | ResolvedMaxAge | undefined;
}

/** @throws {WhoError} BAD_OPTION, TICKET_NO_SECRETS */
export function resolveOptions(options: AuthTktOptions): Settings {
  checkNames(options);
  const {
    includeIp = false,
    isUserAllowed,
    isRevoked,
    guestUser,
    verifiedTickets = 1000,
    clockSkewSeconds = 60,
  } = options;
  check('includeIp', typeof includeIp === 'boolean', 'must be true or false.');
  check('clockSkewSeconds', isAtLeast(clockSkewSeconds, 0), 'must be a number of seconds, 0 or more.');
  check('isUserAllowed', isOptional(isUserAllowed, 'function'), 'must be a function.');
  check('isRevoked', isOptional(isRevoked, 'function'), 'must be a function.');
  check('guestUser', guestUser === undefined || isName(guestUser), 'must be a text as TKTAuthGuestUser has it.');
  check('verifiedTickets', isCount(verifiedTickets), 'must be a whole number, 0 or more.');
  const lifetimes = resolveLifetimes(options);
  const cookie = resolveCookie(options);
  const keys = resolveKeys(options, cookie.name);
  const maxAge = resolveMaxAge(options);
  const isGuest = guestUser === undefined ? undefined : guestNames(guestUser);
  const queryTickets = resolveQueryTickets(options);
  const asked = { isUserAllowed, isRevoked, isGuest, maxAge };
  return { keys, includeIp, ...lifetimes, clockSkewSeconds, ...asked, queryTickets, verifiedTickets, cookie };
}

const isName = (value: unknown): boolean => typeof value === 'string' && /^[^!\p{Cc}]+$/u.test(value);
