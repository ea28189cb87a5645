import { isIPv4, isIPv6 } from 'node:net';
import { type Address, readAddress } from './address.js';

/** Servers in front of this one, whose word about who has connected to them is believed. */
export interface TrustedProxies {
  /** Whether a connection without an address comes from one: the server listens on a Unix socket. */
  readonly unix: boolean;
  has(address: Address): boolean;
}

/**
 * @param texts addresses (`10.1.2.3`), ranges (`10.1.0.0/16`, `fd00::/8`), and `unix`
 * @returns what is wrong with them, in words, where something is
 */
export function trustedProxies(texts: readonly string[]): TrustedProxies | string {
  const ranges: (readonly [Address, number])[] = [];
  for (const text of texts) {
    if (text === 'unix') continue;
    const range = typeof text === 'string' ? readRange(text) : undefined;
    if (!range) return `has ${JSON.stringify(text)}, which is neither an address nor a range like "10.1.0.0/16".`;
    if (range[1] < 8) return `has ${JSON.stringify(text)}, a part of the world in which clients are, too.`;
    ranges.push(range);
  }
  return {
    unix: texts.includes('unix'),
    has: (address) => ranges.some((range) => isInside(address, range)),
  };
}

function readRange(text: string): readonly [Address, number] | undefined {
  const [base = '', prefix, ...more] = text.split('/');
  const isPlain = isIPv4(base) || (isIPv6(base) && !base.includes('%'));
  const address = isPlain && more.length === 0 ? readAddress(base) : undefined;
  if (!address) return undefined;
  // An IPv4 address that is written as IPv6 has 96 bits in front.
  const ahead = base.includes(':') && address.kind() === 'ipv4' ? 96 : 0;
  const most = address.toByteArray().length * 8;
  if (prefix === undefined) return [address, most];
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) - ahead : -1;
  return bits >= 0 && bits <= most ? [address, bits] : undefined;
}

function isInside(address: Address, [base, bits]: readonly [Address, number]): boolean {
  return address.kind() === base.kind() && address.match(base as never, bits);
}
