import { isIPv4 } from 'node:net';

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

const MAPPED = '::ffff:';
