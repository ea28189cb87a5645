import type { MaybePromise } from '@who/core';
import type { Pubtkt } from '../ticket/pubtkt.js';
import { check, checkCount, checkFlag, checkFunction, type Resolved } from './checks.js';

/** Which tickets count, and what becomes of them. */
export interface PubtktTicketOptions {
  /** Only tickets with any of these tokens count (`TKTAuthToken`). @default all do */
  readonly tokens?: readonly string[] | undefined;
  /** Only tickets of a sign-in with a second factor count (`TKTAuthRequireMultifactor`). @default false */
  readonly requireMultifactor?: boolean | undefined;
  /**
   * Whether a ticket that names an address (`cip`) counts from there only. Without it a stolen one is good everywhere;
   * only where every client comes by a proxy, whose address is all that is seen. @default true
   */
  readonly checkIp?: boolean | undefined;
  /** Seconds for which tickets count beyond their end, where the login server's clock is behind. @default 0 */
  readonly clockSkewSeconds?: number | undefined;
  /**
   * Lets the application have the user's name and password out of the ticket, by `passwordOf()`, to pass them on to
   * another server: `plain`, or the 16 characters with which they are encrypted (`TKTAuthPassthruBasicKey`).
   * @default nobody gets them
   */
  readonly bauth?: 'plain' | { readonly key: string } | undefined;
  /** Whether this user may (still) sign in by ticket; asked on each request. @default everybody may */
  readonly isUserAllowed?: ((userid: string) => MaybePromise<boolean>) | undefined;
  /**
   * Whether this ticket has been revoked, e.g. by single logout; asked on each request. Without it, a ticket that
   * somebody copied stays good after a logout until it times out. @default none is
   */
  readonly isRevoked?: ((ticket: Pubtkt) => MaybePromise<boolean>) | undefined;
  /**
   * How many verified tickets to remember, so that a ticket seen before costs a lookup and a look at the clock instead
   * of a signature; 0 for none. Up to 5 kB each. @default 1000
   */
  readonly verifiedTickets?: number | undefined;
}

export interface TicketSettings
  extends Resolved<Omit<PubtktTicketOptions, 'tokens' | 'bauth' | 'isUserAllowed' | 'isRevoked'>>,
    Pick<PubtktTicketOptions, 'tokens' | 'bauth' | 'isUserAllowed' | 'isRevoked'> {}

/** @throws {WhoError} BAD_OPTION */
export function resolveTickets(options: PubtktTicketOptions): TicketSettings {
  const { tokens, bauth, isUserAllowed, isRevoked } = options;
  check(tokens === undefined || isListOfTokens(tokens), 'tokens', 'must be a list of one or more tokens.');
  check(isBauth(bauth), 'bauth', 'must be "plain", or an object with a key of 16 characters.');
  checkFunction('isUserAllowed', isUserAllowed);
  checkFunction('isRevoked', isRevoked);
  return {
    tokens,
    requireMultifactor: checkFlag('requireMultifactor', options.requireMultifactor),
    checkIp: checkFlag('checkIp', options.checkIp, true),
    clockSkewSeconds: checkCount('clockSkewSeconds', options.clockSkewSeconds ?? 0),
    bauth,
    isUserAllowed,
    isRevoked,
    verifiedTickets: checkCount('verifiedTickets', options.verifiedTickets ?? 1000),
  };
}

function isListOfTokens(tokens: unknown): boolean {
  return (
    Array.isArray(tokens) && tokens.length > 0 && tokens.every((one) => typeof one === 'string' && /^[^,;]+$/.test(one))
  );
}

function isBauth(bauth: unknown): boolean {
  if (bauth === undefined || bauth === 'plain') return true;
  const { key } = Object(bauth) as { key?: unknown };
  return typeof key === 'string' && Buffer.byteLength(key) === 16;
}
