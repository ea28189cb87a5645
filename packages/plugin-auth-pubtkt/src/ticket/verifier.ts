import { chain, type Exchange, type MaybePromise } from '@who/core';
import { decodeCookieValue } from '../cookie/cookie-value.js';
import { PACKAGE, type PubtktRefusalCode } from '../errors.js';
import type { Keys } from '../options/keys.js';
import type { Settings } from '../options.js';
import { isAt } from './address.js';
import { due, PubtktCredentials } from './credentials.js';
import { isGenuine, NOT_GENUINE, parsePubtkt } from './pubtkt.js';
import { ticketMemory } from './ticket-memory.js';

/** Why a request has no ticket that counts: what is wrong with the first. */
export type Doubt =
  | PubtktRefusalCode
  | 'PUBTKT_MISSING'
  | 'PUBTKT_OTHER_ADDRESS'
  | 'PUBTKT_EXPIRED'
  | 'PUBTKT_NO_MULTIFACTOR'
  | 'PUBTKT_NO_TOKEN'
  | 'PUBTKT_REVOKED';

/**
 * Finds a request's tickets and verifies them. A browser may send several cookies of the name: for the host, for its
 * domain, for a path, of another application. Those that do not count keep nobody out.
 */
export interface TicketVerifier {
  /** The first ticket that counts, or why none does. At once where the keys are there. */
  first(exchange: Exchange): MaybePromise<PubtktCredentials | Doubt>;
  /** All that count, in the order of the cookies. */
  all(exchange: Exchange): MaybePromise<readonly PubtktCredentials[]>;
  /** Whether credentials come from this verifier. */
  isOwn(credentials: PubtktCredentials): boolean;
}

export function ticketVerifier(settings: Settings): TicketVerifier {
  const { keys, signing, cookie, tokens, requireMultifactor, checkIp, clockSkewSeconds } = settings;
  const self = Symbol(PACKAGE);
  const memory = ticketMemory(settings.verifiedTickets);
  /** Those that have verified what is in the memory. */
  let knownKeys: Keys | undefined;

  function verify(value: string, look: Look): PubtktCredentials | Doubt {
    const bytes = value.length > MAX_VALUE_BYTES ? undefined : decodeCookieValue(value);
    const claim = bytes === undefined ? UNREADABLE : parsePubtkt(bytes);
    if ('code' in claim) return claim.code;
    // Signatures take their time: what does not count by itself needs none.
    const doubt = doubtOf(claim.ticket, look);
    if (doubt) return doubt;
    const key = look.keys.verifying.find((one) => --look.signatures >= 0 && isGenuine(claim, one));
    if (!key) {
      keys.hurry();
      return NOT_GENUINE.code;
    }
    const credentials = new PubtktCredentials(claim.ticket, self, !signing || key === look.keys.verifying[0]);
    memory.set(value, credentials);
    return credentials;
  }

  function doubtOf(ticket: PubtktCredentials['ticket'], { exchange, nowSeconds }: Look): Doubt | undefined {
    if (ticket.clientIp !== undefined && checkIp && !isAt(ticket.clientIp, exchange.remoteAddress)) {
      return 'PUBTKT_OTHER_ADDRESS';
    }
    if (nowSeconds > ticket.validUntilSeconds + clockSkewSeconds) return 'PUBTKT_EXPIRED';
    if (requireMultifactor && !ticket.multifactor) return 'PUBTKT_NO_MULTIFACTOR';
    if (tokens && !tokens.some((token) => ticket.tokens.includes(token))) return 'PUBTKT_NO_TOKEN';
    return undefined;
  }

  function see(value: string, look: Look): PubtktCredentials | Doubt {
    const known = memory.get(value);
    const seen = (known && doubtOf(known.ticket, look)) ?? known ?? verify(value, look);
    return typeof seen !== 'string' && signing && isInGrace(seen, look.nowSeconds) ? due(seen) : seen;
  }

  function lookAt(exchange: Exchange): MaybePromise<Look> {
    return chain(keys.get(exchange.now(), exchange.logger), (current) => {
      if (current !== knownKeys) memory.clear();
      knownKeys = current;
      return { exchange, keys: current, nowSeconds: nowSecondsOf(exchange), signatures: MAX_SIGNATURES };
    });
  }

  function valuesIn(exchange: Exchange): readonly string[] {
    const values = exchange.cookies(cookie.name).filter((value) => value !== '');
    return values.slice(0, MAX_VALUES);
  }

  return {
    first(exchange) {
      const values = valuesIn(exchange);
      if (values.length === 0) return 'PUBTKT_MISSING';
      return chain(lookAt(exchange), (look) => {
        let doubt: Doubt | undefined;
        for (const value of values) {
          const seen = see(value, look);
          if (typeof seen !== 'string') return seen;
          doubt ??= seen;
        }
        return doubt ?? 'PUBTKT_MISSING';
      });
    },
    all(exchange) {
      const values = valuesIn(exchange);
      if (values.length === 0) return [];
      return chain(lookAt(exchange), (look) =>
        values.map((value) => see(value, look)).filter((seen) => typeof seen !== 'string'),
      );
    },
    isOwn: (credentials) => credentials.verifiedBy === self,
  };
}

/** Whether a ticket that counts is to be replaced by a fresh one, as mod_auth_pubtkt counts. */
export function isInGrace({ ticket }: PubtktCredentials, nowSeconds: number): boolean {
  return ticket.graceAfterSeconds !== undefined && nowSeconds > ticket.graceAfterSeconds;
}

/** The engine's time in whole seconds since 1970, as tickets have it. */
export function nowSecondsOf(exchange: Exchange): number {
  return Math.floor(exchange.now() / 1000);
}

/** A request, and the time at which its tickets are looked at. */
interface Look {
  readonly exchange: Exchange;
  readonly keys: Keys;
  readonly nowSeconds: number;
  /** How many signatures may still be verified for it. */
  signatures: number;
}

const UNREADABLE = { code: 'PUBTKT_UNREADABLE' } as const;
/** No browser keeps larger cookies, so no genuine ticket is in one. */
const MAX_VALUE_BYTES = 4096;
/** The host's, its domain's, another path's and those of foreign applications. */
const MAX_VALUES = 8;
/** Each takes up to half a millisecond. */
const MAX_SIGNATURES = 16;
