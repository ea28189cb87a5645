import ipaddr from 'ipaddr.js';

/** Addresses that share their first bits. IPv4 inside IPv6 (`::ffff:…`) counts as IPv4. */
export interface AddressRange {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

/**
 * Reads an address, or a range in CIDR notation.
 *
 * @returns the range, or what is wrong with the text
 */
export function parseRange(text: string): AddressRange | string {
  const [base = '', prefix, ...more] = text.split('/');
  const isFourParts = ipaddr.IPv4.isValidFourPartDecimal(base);
  if (more.length > 0 || (!isFourParts && !ipaddr.IPv6.isValid(base)) || /%/.test(base) || COMPATIBLE.test(base)) {
    return 'is neither an address nor a range like "10.1.0.0/16" or "fd00::/8"';
  }
  const given = ipaddr.parse(base);
  const length = given.kind() === 'ipv4' ? 32 : 128;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= length)) {
    return `has to have a prefix of 0 to ${length} bits`;
  }
  const address = ipaddr.process(base);
  const mapped = address.kind() !== given.kind();
  const bits = Number(prefix ?? length) - (mapped ? 96 : 0);
  const least = address.kind() === 'ipv4' ? 8 : 7;
  if (bits < least) return 'is half the world: name the servers, or set "unsafeTrustEveryPeer"';
  const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  const network = kind.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString();
  if (network !== address.toString()) return `has bits behind its prefix: write "${network}/${bits}", or an address`;
  return { address, bits };
}

/**
 * Makes a test for the address of a socket's other end. Answers are kept, because there are few front ends.
 *
 * @param ranges believed; `'all'` for every address
 */
export function addressTest(ranges: 'all' | readonly AddressRange[]): (address: string) => boolean {
  if (ranges === 'all') return () => true;
  const isInside = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean => ranges.some((range) => inRange(address, range));
  const known = new Map<string, boolean>();

  return (address) => {
    let trusted = known.get(address);
    if (trusted === undefined) {
      trusted = ipaddr.isValid(address) && !COMPATIBLE.test(address) && isInside(ipaddr.process(address));
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(address, trusted);
    }
    return trusted;
  };
}

function inRange(address: ipaddr.IPv4 | ipaddr.IPv6, range: AddressRange): boolean {
  return address.kind() === range.address.kind() && address.match(range.address as never, range.bits);
}

/** The old way to write IPv4 inside IPv6, which ipaddr.js takes for the new one. */
const COMPATIBLE = /^::\d+\./;

/** Addresses of others are kept, too, and IPv6 has many. */
const MAX_KNOWN = 1000;
