import { isIPv4, isIPv6 } from 'node:net';

/**
 * An address in the spelling in which addresses are compared: IPv6 as RFC 5952 and Apache write it, an IPv4-mapped one
 * as its IPv4.
 *
 * @returns `undefined` when it is none
 */
export function canonicalAddress(address: string): string | undefined {
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return undefined;
  const [plain = '', zone] = address.split('%', 2);
  const written = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  const [, high, low] = MAPPED.exec(written) ?? [];
  if (high !== undefined && low !== undefined) return [...bytesOf(high), ...bytesOf(low)].join('.');
  return zone === undefined ? written : `${written}%${zone}`;
}

/** Whether a client is at an address, which is canonical. */
export function isAt(address: string, client: string | undefined): boolean {
  return client === address || (client !== undefined && canonicalAddress(client) === address);
}

function bytesOf(group: string): number[] {
  const number = Number.parseInt(group, 16);
  return [number >> 8, number & 0xff];
}

const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;
