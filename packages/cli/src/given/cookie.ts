import { CommandError } from '../command-error.js';
import type { GivenRequest } from './request.js';

/**
 * A request with the cookie, or the cookies, of a text: a value, `NAME=VALUE`, or a line of `Cookie` or `Set-Cookie`.
 *
 * @param text as bytes, one character for each (latin1)
 * @param name whose value it is, where no name is there
 * @throws {CommandError} when there is nothing in it
 */
export function requestWithCookie(text: string, name: string): GivenRequest {
  const [line = ''] = text.trim().split(/[\r\n]/, 1);
  const bare = line.replace(/^(?:set-)?cookie:/i, '').trim();
  if (bare === '') throw new CommandError('There is no cookie: give it in a file, or on standard input.');
  const isNamed = bare.length < line.trim().length || bare.startsWith(`${name}=`) || NAMED.test(bare);
  return { headerLines: ['Accept', 'text/html', 'Cookie', isNamed ? bare : `${name}=${bare}`] };
}

/** A name and a value. A ticket has a "!" before it has a "=", and base64 nothing behind the last one. */
const NAMED = /^[^=!;,"\s]+=[^=]|^[^;]*;\s/;
