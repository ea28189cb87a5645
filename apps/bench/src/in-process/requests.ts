import type { IncomingMessage } from 'node:http';

/** Makes one request after the other, each with the next cookie. */
export type RequestSource = () => IncomingMessage;

/** Of a keep-alive connection, which all requests come by. */
const socket = { remoteAddress: '127.0.0.1' } as IncomingMessage['socket'];

const agent = 'Mozilla/5.0 (X11; Linux x86_64)';

/** Without the cookie, which nobody looks for there. */
const rawHeaders: readonly string[] = ['Host', 'localhost:3000', 'User-Agent', agent, 'Accept', 'text/html,*/*'];

/** The last one made, which something holds on to as a server does: else the compiler leaves out what nobody reads. */
export let current: IncomingMessage | undefined;

/** As much of a request as engines look at. */
class BenchRequest {
  readonly httpVersionMajor = 1;
  readonly httpVersionMinor = 1;
  readonly method = 'GET';
  readonly url = '/';
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders = rawHeaders;
  readonly socket = socket;

  constructor(cookie: string) {
    this.headers = { host: 'localhost:3000', 'user-agent': agent, accept: 'text/html,*/*', cookie };
  }
}

/**
 * Cookies come as new strings from bytes, as they do from a socket: whoever looks one up has to hash it each time,
 * which the same string again would save him.
 */
export function requestsWith(cookies: readonly string[]): RequestSource {
  const bytes = cookies.map((cookie) => Buffer.from(cookie, 'latin1'));
  let next = 0;
  return () => {
    const cookie = bytes[next] as Buffer;
    next = next + 1 === bytes.length ? 0 : next + 1;
    current = new BenchRequest(cookie.toString('latin1')) as Partial<IncomingMessage> as IncomingMessage;
    return current;
  };
}
