import type { Exchange } from '@who/core';
import { decodeCookieValue, decodePythonCookieValue } from '../cookie/cookie-value.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { Settings } from '../options/settings.js';
import { ANYWHERE, parseWho1 } from '../who1/who1.js';
import { VERSION, Who1Key } from '../who1/who1-key.js';
import { ANY_ADDRESS, addressOf, ipv4Of } from './ip-address.js';
import { parseTicket, timestampOf } from './ticket.js';
import { TicketCredentials } from './ticket-credentials.js';
import { problemOf } from './ticket-fields.js';

/** A request, and the time at which its tickets are looked at: a clock costs as much as the rest. */
export interface Look {
  readonly exchange: Exchange;
  readonly nowSeconds: number;
}

/** What makes a ticket count, besides the keys. */
type Rules = Pick<Settings, 'includeIp' | 'timeoutSeconds' | 'clockSkewSeconds' | 'isGuest'>;

/** Verifies what stands in a cookie; `undefined` when it is no ticket that counts. */
export type TicketReader = (value: string, look: Look) => TicketCredentials | undefined;

/** @param verifiedBy stands for the plugin */
export function ticketReader(keys: KeyRing, rules: Rules, verifiedBy: symbol): TicketReader {
  const { includeIp, timeoutSeconds, clockSkewSeconds, isGuest } = rules;
  const { signing } = keys;

  function readAuthTkt(bytes: string | undefined, { exchange, nowSeconds }: Look): TicketCredentials | undefined {
    const address = includeIp ? ipv4Of(exchange.remoteAddress) : ANY_ADDRESS;
    if (bytes === undefined || address === undefined) return undefined;
    for (const key of keys.authTkt) {
      // A cookie that has timed out may stand before the one that counts for long: it must not cost its hashes.
      const timestampSeconds = timestampOf(bytes, key.digest);
      if (timestampSeconds === undefined || !isInTime(timestampSeconds, nowSeconds, rules)) continue;
      const ticket = parseTicket(bytes, key, address);
      if (ticket) return new TicketCredentials(ticket, key !== signing, verifiedBy, key === signing);
    }
    return undefined;
  }

  /** Tickets that this plugin could not write again, because it signs in the other format, do not count. */
  function readWho1(value: string, { exchange, nowSeconds }: Look): TicketCredentials | undefined {
    const isOurs = signing instanceof Who1Key;
    const place = includeIp ? (isOurs ? addressOf : ipv4Of)(exchange.remoteAddress) : ANYWHERE;
    if (place === undefined) return undefined;
    for (const key of keys.who1) {
      const reading = parseWho1(value, key, place, nowSeconds - timeoutSeconds, nowSeconds + clockSkewSeconds);
      if (!reading) continue;
      const { ticket, isEncrypted } = reading;
      if (!isOurs && problemOf(ticket, signing) !== undefined) return undefined;
      const isCurrent = key === signing && (isEncrypted === key.encryptUserdata || ticket.userdata === '');
      return new TicketCredentials(ticket, !isCurrent, verifiedBy, isCurrent);
    }
    return undefined;
  }

  function read(value: string, look: Look): TicketCredentials | undefined {
    if (value.startsWith(VERSION)) return readWho1(value, look);
    return readAuthTkt(decodeCookieValue(value), look) ?? readAuthTkt(decodePythonCookieValue(value), look);
  }

  if (!isGuest) return read;
  return (value, look) => {
    const credentials = read(value, look);
    return credentials && !isGuest(credentials.ticket.userid) ? credentials : undefined;
  };
}

export function isInTime(
  timestampSeconds: number,
  nowSeconds: number,
  { timeoutSeconds, clockSkewSeconds }: Pick<Rules, 'timeoutSeconds' | 'clockSkewSeconds'>,
): boolean {
  const ageSeconds = nowSeconds - timestampSeconds;
  return ageSeconds <= timeoutSeconds && ageSeconds >= -clockSkewSeconds;
}
