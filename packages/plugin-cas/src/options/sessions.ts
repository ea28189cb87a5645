import ipaddr from 'ipaddr.js';
import type { CasSessions } from '../sessions/cas-sessions.js';
import { checks } from './checks.js';

const { check, checkChoice } = checks;

/** How the CAS server ends sessions here: single logout. */
export interface CasSessionOptions {
  /**
   * What `casSessions()` made: turns single logout on, for the callback path. Its `isRevoked` has to be given to the
   * rememberer. @default none: logout requests are not answered, and a session ends only here
   */
  readonly sessions?: CasSessions | undefined;
  /**
   * How logout requests may come: `back`, from the CAS server itself; `front`, through the user's browser; or `both`.
   * In a browser, tickets are in addresses, and `casAddresses` does not hold. @default 'back'
   */
  readonly logoutChannel?: LogoutChannel | undefined;
  /**
   * Addresses and networks (`10.1.0.0/16`) of the CAS server, for what it sends by itself: logout requests of the back
   * channel, and proxy-granting tickets. Compared with the socket's other end, so behind a reverse proxy this must be
   * the proxy's, and protects nothing. @default any: to know the ticket is proof enough
   */
  readonly casAddresses?: readonly string[] | undefined;
}

/** How logout requests may come. */
export type LogoutChannel = 'back' | 'front' | 'both';

export interface SessionSettings {
  readonly backChannel: boolean;
  readonly frontChannel: boolean;
  readonly isCasAddress: (address: string | undefined) => boolean;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveSessions({ sessions, logoutChannel, casAddresses }: CasSessionOptions): SessionSettings {
  const channel = checkChoice('logoutChannel', logoutChannel ?? 'back', ['back', 'front', 'both']);
  return {
    backChannel: sessions !== undefined && channel !== 'front',
    frontChannel: sessions !== undefined && channel !== 'back',
    isCasAddress: casAddresses === undefined ? () => true : addressCheck(casAddresses),
  };
}

function addressCheck(networks: readonly string[]): (address: string | undefined) => boolean {
  const good = Array.isArray(networks) && networks.length > 0 && networks.every(isNetwork);
  check(good, 'casAddresses', 'must be a list of one or more IP addresses or networks.');
  const ranges = networks.map(rangeOf);
  return (address) => {
    if (address === undefined || !ipaddr.isValid(address)) return false;
    const given = ipaddr.process(address);
    return ranges.some(([network, bits]) => network.kind() === given.kind() && given.match(network, bits));
  };
}

type Range = ReturnType<typeof ipaddr.parseCIDR>;

/** IPv4 in four numbers only: what else the library reads (`10`, `0x7f.1`) is a slip more often than a wish. */
function isNetwork(network: unknown): boolean {
  if (typeof network !== 'string') return false;
  if (!network.includes(':') && !/^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/.test(network)) return false;
  return network.includes('/') ? ipaddr.isValidCIDR(network) : ipaddr.isValid(network);
}

/** An IPv4 network in IPv6 clothes (`::ffff:10.0.0.0/104`) is an IPv4 network. */
function rangeOf(network: string): Range {
  if (!network.includes('/')) {
    const address = ipaddr.process(network);
    return [address, address.toByteArray().length * 8];
  }
  const [address, bits] = ipaddr.parseCIDR(network);
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96) {
    return [address.toIPv4Address(), bits - 96];
  }
  return [address, bits];
}
