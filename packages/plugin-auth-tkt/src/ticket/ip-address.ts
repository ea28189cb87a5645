import { isIPv4, isIPv6 } from 'node:net';

/** The address of a ticket that is not bound to one. */
export const ANY_ADDRESS = '0.0.0.0';

/** A client's IPv4 address, dotted; an IPv4-mapped one counts as its IPv4. `undefined` for IPv6 and for nothing. */
export function ipv4Of(address: string | undefined): string | undefined {
  if (address === undefined || address === ANY_ADDRESS) return address;
  const dotted = address.toLowerCase().startsWith(MAPPED) ? address.slice(MAPPED.length) : address;
  return isIPv4(dotted) ? dotted : undefined;
}

/** A dotted IPv4 address as a number of 32 bits. */
export function ipv4Number(dotted: string): number {
  return dotted === ANY_ADDRESS ? 0 : dotted.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);
}

/**
 * A client's address as everybody writes it: IPv4 dotted, also where it is mapped into IPv6; IPv6 as RFC 5952 has it,
 * without a zone.
 *
 * @returns `undefined` for what is no address
 */
export function addressOf(address: string | undefined): string | undefined {
  if (address === undefined || isIPv4(address)) return address;
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare)) return undefined;
  // The only one that Node has who writes addresses.
  const written = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(written) ?? [];
  if (high === undefined || low === undefined) return written;
  const number = Number.parseInt(high, 16) * 0x10000 + Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.');
}

const MAPPED = '::ffff:';
