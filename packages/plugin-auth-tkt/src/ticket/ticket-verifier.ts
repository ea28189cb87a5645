import type { Exchange } from '@who/core';
import type { KeyRing } from '../keys/key-ring.js';
import type { Settings } from '../options/settings.js';
import { sentBefore } from './sent-before.js';
import { due, type TicketCredentials } from './ticket-credentials.js';
import { ticketMemory } from './ticket-memory.js';
import { isInTime, type Look, ticketReader } from './ticket-reader.js';

/**
 * Finds a request's tickets and verifies them. A browser may send several cookies of the name: for the host, for its
 * domain, for a path, of another application. Those that are not genuine or not in time count for nothing.
 */
export interface TicketVerifier {
  /** The first ticket that counts. */
  first(exchange: Exchange): TicketCredentials | undefined;
  /** All that do, in the order of the cookies. */
  all(exchange: Exchange): readonly TicketCredentials[];
  /** What stands elsewhere than in a cookie, if it counts. */
  read(value: string, exchange: Exchange): TicketCredentials | undefined;
}

/** @param self stands for the plugin */
export function ticketVerifier(keys: KeyRing, settings: Settings, self: symbol): TicketVerifier {
  const { includeIp, reissueSeconds } = settings;
  const { name } = settings.cookie;
  const read = ticketReader(keys, settings, self);
  const memory = ticketMemory(settings.verifiedTickets);
  const sent = sentBefore(includeIp, settings.verifiedTickets);

  function placeOf(value: string, { exchange }: Look): string {
    return includeIp ? `${value} ${exchange.remoteAddress}` : value;
  }

  function recall(value: string, look: Look): TicketCredentials | undefined {
    const place = placeOf(value, look);
    const known = memory.get(place);
    if (!known || isInTime(known.ticket.timestampSeconds, look.nowSeconds, settings)) return known;
    memory.delete(place);
    return undefined;
  }

  function verify(value: string, look: Look): TicketCredentials | undefined {
    if (value.length > MAX_VALUE_BYTES) return undefined;
    const credentials = read(value, look);
    if (credentials) memory.set(placeOf(value, look), credentials);
    return credentials;
  }

  function asOfNow(credentials: TicketCredentials, nowSeconds: number): TicketCredentials {
    return nowSeconds - credentials.ticket.timestampSeconds > reissueSeconds ? due(credentials) : credentials;
  }

  /** @param header the whole one, with the cookies of others */
  function find(header: string, look: Look): TicketCredentials | undefined {
    let tried = 0;
    for (const value of look.exchange.cookies(name)) {
      if (value === '') continue;
      const known = recall(value, look);
      // Behind another one, which may come to count, it is not the first for ever.
      if (known && tried === 0) sent.set(header, look.exchange, known);
      const credentials = known ?? verify(value, look);
      if (credentials || ++tried === MAX_VALUES) return credentials;
    }
    return undefined;
  }

  /** Whether a header has other cookies only, as that of most strangers does. */
  function isOfOthers(header: string, exchange: Exchange): boolean {
    if (header.includes(name)) return false;
    sent.set(header, exchange, undefined);
    return true;
  }

  return {
    first(exchange) {
      const header = exchange.header('cookie');
      if (header === undefined) return undefined;
      const again = sent.get(header, exchange);
      if (again ? again.credentials === undefined : isOfOthers(header, exchange)) return undefined;
      const nowSeconds = nowSecondsOf(exchange);
      const known = again?.credentials;
      const isGood = known && isInTime(known.ticket.timestampSeconds, nowSeconds, settings);
      if (known && !isGood) sent.delete(header);
      const credentials = isGood ? known : find(header, { exchange, nowSeconds });
      return credentials && asOfNow(credentials, nowSeconds);
    },
    all(exchange) {
      const look = lookAt(exchange);
      const values = exchange.cookies(name).filter((value) => value !== '');
      return values.slice(0, MAX_VALUES).flatMap((value) => {
        const credentials = recall(value, look) ?? verify(value, look);
        return credentials ? asOfNow(credentials, look.nowSeconds) : [];
      });
    },
    read: (value, exchange) => (value.length > MAX_VALUE_BYTES ? undefined : read(value, lookAt(exchange))),
  };
}

function lookAt(exchange: Exchange): Look {
  return { exchange, nowSeconds: nowSecondsOf(exchange) };
}

/** A ticket's age in whole seconds, as mod_auth_tkt counts; below 0 when another server's clock is ahead. */
export function ageSeconds(timestampSeconds: number, exchange: Exchange): number {
  return nowSecondsOf(exchange) - timestampSeconds;
}

/** The engine's time in whole seconds since 1970, as tickets have it. */
export function nowSecondsOf(exchange: Exchange): number {
  return Math.floor(exchange.now() / 1000);
}

/** No browser keeps larger cookies, so no genuine ticket is in one. */
const MAX_VALUE_BYTES = 4096;

/** repoze.who sets two that browsers tell apart; another path, another domain and a foreign application may add to them. */
export const MAX_VALUES = 8;
