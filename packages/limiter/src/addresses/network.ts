import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { readAddress } from './address.js';

/** Where nobody knows where a request comes from: all of these count as one. */
const UNKNOWN = 'unknown';

/**
 * Names the addresses that count as one: an IPv4 address alone; the first bits of IPv6, as one customer has all of them
 * (`2001:db8:1:2::/64`).
 */
export function networkNames(ipv6Bits: number): (address: string | undefined) => string {
  /** There is one address per client and connection, so most come again. */
  const known = new Map<string, string>();

  return (address) => {
    if (address === undefined) return UNKNOWN;
    if (isIPv4(address)) return address;
    let name = known.get(address);
    if (name === undefined) {
      name = nameOf(address, ipv6Bits);
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(address, name);
    }
    return name;
  };
}

function nameOf(text: string, ipv6Bits: number): string {
  const address = readAddress(text);
  if (address === undefined) return UNKNOWN;
  // All neighbours on a link have the same first bits.
  if (address.kind() === 'ipv4' || address.range() === 'linkLocal') return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${ipv6Bits}`).toString()}/${ipv6Bits}`;
}

const MAX_KNOWN = 1000;
