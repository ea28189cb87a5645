import type { Header, HeaderList, Reply } from '../contract/contract.js';
import { WhoError } from '../contract/errors.js';

/** Whether a text can be the name of a header or a cookie: a token of RFC 9110, section 5.6.2. */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

/**
 * Refuses headers that would break out of their line: names that are no tokens (RFC 9110), values with control
 * characters or outside latin1. Plugins build headers from what users send, so the engine looks at every one.
 *
 * @throws {WhoError} BAD_HEADER; it names the header, never its value
 */
export function checkHeaders(headers: HeaderList, plugin: string): HeaderList {
  for (const [name, value] of headers) {
    if (isToken(name) && FIELD_VALUE.test(value)) continue;
    const problem = `The header ${JSON.stringify(name)} has characters that HTTP does not allow.`;
    throw new WhoError(problem, { code: 'BAD_HEADER', plugin });
  }
  return headers;
}

/** An error whose headers can be sent: error handlers trust them, where nobody catches what Node throws. */
export function checkError(error: WhoError, plugin: string): WhoError {
  try {
    checkHeaders(Object.entries(error.headers), plugin);
    return error;
  } catch (bad) {
    return bad as WhoError;
  }
}

/** @throws {WhoError} BAD_ANSWER for a status outside 200–599, BAD_HEADER */
export function checkReply(reply: Reply, plugin: string): Reply {
  if (!Number.isInteger(reply.status) || reply.status < 200 || reply.status > 599) {
    throw new WhoError(`A reply needs a status from 200 to 599, not ${reply.status}.`, { code: 'BAD_ANSWER', plugin });
  }
  checkHeaders(reply.headers ?? [], plugin);
  return reply;
}

/** All headers in order, exact repetitions left out. */
export function mergeHeaders(...lists: readonly HeaderList[]): Header[] {
  const merged: Header[] = [];
  for (const header of lists.flat()) {
    if (!merged.some(([name, value]) => name === header[0] && value === header[1])) merged.push(header);
  }
  return merged;
}

const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
