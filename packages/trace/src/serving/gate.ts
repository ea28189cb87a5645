/** What is looked at of a request before anything is shown. */
export interface Asker {
  /** The other end of the connection. */
  readonly address: string | undefined;
  /** Names in lower case. */
  readonly headerNames: readonly string[];
  /** What it takes this server for. */
  readonly host: string | undefined;
  /** The application's own host, where that is known. */
  readonly ownHost: string | undefined;
}

/**
 * Whether a request comes from a browser or a program on this machine, and by no proxy: by the connection, never by what
 * a header says of an address. The name that it takes the server for has to be one of this machine's or the
 * application's: a page of somebody else's whose name leads here (DNS rebinding) reads nothing.
 */
export function isLocal({ address, headerNames, host, ownHost }: Asker): boolean {
  if (address === undefined || !LOOPBACK.test(address)) return false;
  if (headerNames.some((name) => PROXIED.test(name))) return false;
  if (host === undefined) return false;
  return LOCAL_HOST.test(host) || host.toLowerCase() === ownHost?.toLowerCase();
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `127(?:\\.${OCTET}){3}`;

const LOOPBACK = new RegExp(`^(?:(?:::ffff:)?${IPV4}|::1)$`, 'i');

/** Names that lead nowhere else (RFC 6761), and addresses. */
const LOCAL_HOST = new RegExp(`^(?:(?:[a-z0-9-]+\\.)*localhost|${IPV4}|\\[::1\\])(?::\\d{1,5})?$`, 'i');

/** What proxies, load balancers and networks for content add. */
const PROXIED =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-(?:real|client|cluster-client|original|envoy-external)-.*|true-client-ip|(?:cf|fastly|akamai|x-azure|x-amzn|x-arr|x-proxyuser)-.*|proxy-.*|client-ip|cdn-loop)$/;
