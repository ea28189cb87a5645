import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Reads an address as a socket or a proxy writes it: also with a zone (`fe80::1%eth0`), or a port behind it
 * (`192.0.2.1:50000`, `[2001:db8::1]:443`). An IPv4 address inside an IPv6 one counts as IPv4: mapped (`::ffff:…`), or
 * translated by a network that has no IPv4 (`64:ff9b::…`).
 */
export function readAddress(text: string): Address | undefined {
  const bare =
    WITH_PORT.exec(text)
      ?.slice(1)
      .find((part) => part !== undefined) ?? text.replace(/%.*$/, '');
  if (isIPv4(bare)) return ipaddr.IPv4.parse(bare);
  if (!bare.includes(':') || COMPATIBLE.test(bare) || !ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return address.range() === 'rfc6052' ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

/** `192.0.2.1:50000`, or an address in brackets, with or without a port. */
const WITH_PORT = /^(?:([\d.]+):\d{1,5}|\[([^\]]*)\](?::\d{1,5})?)$/;

/** The old way to write IPv4 inside IPv6, which ipaddr.js takes for the new one. */
const COMPATIBLE = /^::\d+\./;
