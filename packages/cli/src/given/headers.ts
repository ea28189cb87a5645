import { isToken } from '@who/core';
import { CommandError } from '../command-error.js';
import type { GivenRequest } from './request.js';

/**
 * Takes the headers of one request out of what tools print: `Name: value`, below a request line or the names of HTTP/2
 * (`:path`); behind `> `, as curl prints what it sends; or in the debug log of nginx. What else is there, is passed over.
 *
 * @param text as bytes, one character for each (latin1)
 * @throws {CommandError} when there is no header in it
 */
export function requestInHeaders(text: string): GivenRequest {
  const lines = linesOf(text);
  let [method, target] = ['GET', '/'];
  const headerLines: string[] = [];
  for (const line of lines) {
    const start = /^([A-Z]+) (\S+) HTTP\/[\d.]+$/.exec(line);
    if (start) {
      // The next request of several.
      if (headerLines.length > 0) break;
      [, method = '', target = ''] = start;
      continue;
    }
    const [, name = '', value = ''] = /^(:?[^:\s]+):\s*(.*)$/.exec(line) ?? [];
    if (name === ':method') method = value;
    else if (name === ':path') target = value;
    else if (name === ':authority') headerLines.push('Host', value);
    else if (isToken(name)) headerLines.push(name, value);
  }
  if (headerLines.length === 0) throw new CommandError('There is no header in it: lines of "Name: value".');
  return { method, target: pathOf(target), headerLines };
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n|\r/).map((line) => line.trim());
  const nginx = lines.flatMap((line) => NGINX.exec(line)?.[1] ?? []);
  if (nginx.length > 0) return nginx;
  const sent = lines.filter((line) => /^>(?: |$)/.test(line));
  return sent.length > 0 ? sent.map((line) => line.slice(1).trim()) : lines;
}

const NGINX = /\[debug\] .*http (?:request line|header): "(.*)"$/;

/** Path and query of an absolute URL, or of what is a path already. */
export function pathOf(url: string): string {
  const [path = ''] = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').split('#', 1);
  return path.startsWith('/') ? path : `/${path}`;
}
