import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FakeRequestOptions } from '@who/testkit';

/** A request of node:http that came from nowhere: headers joined and repeated the way Node does it, body readable. */
export function incoming(options: FakeRequestOptions = {}): IncomingMessage {
  const { method = 'GET', url = '/', headers = {}, body = '', remoteAddress = '127.0.0.1' } = options;
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });

  const request = new IncomingMessage(socket);
  Object.assign(request, { method, url, complete: true });
  const accepts = Object.keys(headers).some((name) => name.toLowerCase() === 'accept');
  for (const [name, value] of Object.entries(accepts ? headers : { ...headers, Accept: 'text/html' })) {
    for (const item of [value].flat()) request.rawHeaders.push(name, item);
  }
  Object.assign(request, { headers: joined(request.rawHeaders), headersDistinct: distinct(request.rawHeaders) });
  if (body.length > 0) request.push(body);
  request.push(null);
  return request;
}

function distinct(raw: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] as string).toLowerCase();
    headers[name] = [...(headers[name] ?? []), raw[i + 1] as string];
  }
  return headers;
}

function joined(raw: readonly string[]): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(distinct(raw)).map(([name, values]) => {
      if (name === 'set-cookie') return [name, values];
      if (FIRST_COUNTS.has(name)) return [name, values[0] as string];
      return [name, values.join(name === 'cookie' ? '; ' : ', ')];
    }),
  );
}

/** Headers of which Node keeps the first and drops the rest (documentation of `message.headers`). */
const FIRST_COUNTS: ReadonlySet<string> = new Set(
  `age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since
  last-modified location max-forwards proxy-authorization referer retry-after server user-agent`.split(/\s+/),
);
