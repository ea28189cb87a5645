import { isIPv4 } from 'node:net';

/** The address of a ticket that is not bound to one. */
export const ANY_ADDRESS = '0.0.0.0';

/** A client's IPv4 address, dotted; an IPv4-mapped one counts as its IPv4. `undefined` for IPv6 and for nothing. */
export function ipv4Of(address: string | undefined): string | undefined {
  if (address === undefined || address === ANY_ADDRESS) return address;
  const dotted = address.toLowerCase().startsWith(MAPPED) ? address.slice(MAPPED.length) : address;
  return isIPv4(dotted) ? dotted : undefined;
}

/** The four bytes of a dotted IPv4 address in network order. */
export function ipv4Bytes(dotted: string): string {
  return dotted === ANY_ADDRESS ? '\0\0\0\0' : String.fromCharCode(...dotted.split('.').map(Number));
}

const MAPPED = '::ffff:';
