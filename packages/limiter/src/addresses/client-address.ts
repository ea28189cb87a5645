import type { Exchange } from '@who/core';
import { readAddress } from './address.js';
import type { TrustedProxies } from './trusted-proxies.js';

/** Where a try comes from: an exchange, or an address that the application has found out. */
export type Where =
  | Pick<Exchange, 'remoteAddress' | 'peer' | 'header' | 'headerValues' | 'cookies' | 'publicUrl'>
  | GivenAddress;

export interface GivenAddress {
  /** The client's, never taken from a header alone. `undefined` where it is not known. */
  readonly address: string | undefined;
}

/** What an operator should know about, once. */
export type Doubt = 'forwarded-by-a-stranger' | 'no-address';

/**
 * Finds out who is at the far end. What proxies say is believed as far as they are trusted: from the last entry of the
 * header to the first, up to one that no trusted proxy can have connected from.
 *
 * @param header in lower case
 * @param doubt is told of what looks like proxies that nobody has named
 */
export function clientAddress(
  proxies: TrustedProxies | undefined,
  header: string,
  doubt: (what: Doubt) => void,
): (where: Where) => string | undefined {
  return (where) => {
    const address = 'address' in where ? where.address : addressOf(where);
    if (address === undefined) doubt('no-address');
    return address;
  };

  function addressOf(exchange: Exclude<Where, GivenAddress>): string | undefined {
    const { remoteAddress } = exchange;
    const isForwarded = exchange.header(header) !== undefined;
    if (!proxies) {
      if (isForwarded) doubt('forwarded-by-a-stranger');
      return remoteAddress;
    }
    if (!isForwarded || !isTrusted(proxies, remoteAddress, exchange.peer?.isUnixSocket === true)) return remoteAddress;
    return forwarded(proxies, exchange.headerValues(header)) ?? remoteAddress;
  }
}

function isTrusted(proxies: TrustedProxies, text: string | undefined, isUnix: boolean): boolean {
  if (text === undefined) return isUnix && proxies.unix;
  const address = readAddress(text);
  return address !== undefined && proxies.has(address);
}

/** What is no address was written by the last proxy that is one: that counts then. */
function forwarded(proxies: TrustedProxies, lines: readonly string[]): string | undefined {
  let found: string | undefined;
  for (const entry of lines.join(',').split(',').reverse()) {
    const address = readAddress(entry.trim());
    if (address === undefined) break;
    found = address.toString();
    if (!proxies.has(address)) break;
  }
  return found;
}
