import type { ServerResponse } from 'node:http';
import type { HeaderList } from '@who/core';
import { type HeaderMap, listOf } from './head.js';

/** A response, as far as its headers go. */
type HeaderHolder = Pick<ServerResponse, 'getHeader' | 'setHeader'>;

/**
 * Adds header lines to a response that has not been sent, beside those that it has: for the headers that
 * `req.who.login()` and `req.who.logout()` answer with.
 *
 * @example
 * app.use('/logout', async (req, res) => {
 *   addHeaders(res, await req.who.logout());
 *   res.end('Goodbye');
 * });
 */
export function addHeaders(res: HeaderHolder, headers: HeaderList): void {
  for (const [name, value] of headers) {
    const present = res.getHeader(name);
    // A new list each time: `appendHeader` would add to the list that the application gave, and may use again.
    res.setHeader(name, present === undefined ? value : [...listOf(present), value]);
  }
}

/** For adapters: sets header lines in place of those that a response has, except for the names of which it may have several. */
export function putHeaders(res: HeaderHolder, headers: HeaderList): void {
  const put = new Set<string>(ADDITIVE);
  for (const header of headers) {
    const key = header[0].toLowerCase();
    if (put.has(key)) addHeaders(res, [header]);
    else res.setHeader(...header);
    put.add(key);
  }
}

/** Leaves a response with the headers of outer layers, all of them but those that describe a body. */
export function clearHeaders(res: ServerResponse, above: HeaderMap): void {
  for (const name of new Set([...res.getHeaderNames(), ...Object.keys(above)])) {
    if (CONNECTION.has(name)) continue;
    const value = ABOUT_THE_BODY.has(name) ? undefined : above[name];
    if (value === undefined) res.removeHeader(name);
    else if (String(value) !== String(res.getHeader(name))) res.setHeader(name, value);
  }
}

const ADDITIVE: readonly string[] = ['set-cookie', 'vary'];

/** About the connection and the message rather than about the application's answer. */
const CONNECTION: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'date']);

const ABOUT_THE_BODY: ReadonlySet<string> = new Set(
  `accept-ranges content-disposition content-encoding content-language content-length content-location content-md5
  content-range content-type etag last-modified trailer transfer-encoding`.split(/\s+/),
);
