import { wholeMatch } from '../protocol/proxy-chains.js';

/** Whether a path is meant. */
export interface PathTest {
  /** As anything that an application might make of it: for what must not be missed. */
  maybe(path: string): boolean;
  /** Beyond doubt: written the usual way, in these very letters. For what may be let through. */
  surely(path: string): boolean;
}

/**
 * Compares paths of requests, still percent-encoded, with a pattern. Applications differ in what they make of `/Admin`,
 * `/%61dmin`, `//admin`, `/x/../admin`, `/admin.json` or `\admin`; all of them may be `/admin`.
 *
 * @param pattern a path, which stands for all beneath it, too; or an expression that has to match the whole path
 */
export function pathTest(pattern: string | RegExp): PathTest {
  if (pattern instanceof RegExp) {
    const whole = wholeMatch(pattern);
    return {
      maybe: (path) => whole.test(path) || (!isPlain(path) && whole.test(readPath(path))),
      surely: (path) => isUsual(path) && whole.test(readPath(path)),
    };
  }
  const exact = readPath(pattern).replace(/\/$/, '');
  const lower = exact.toLowerCase();
  const maybe = (path: string): boolean => isBeneath(path.toLowerCase(), lower, '/.');
  return {
    maybe: (path) => maybe(path) || (!isPlain(path) && maybe(readPath(path))),
    surely: (path) => isUsual(path) && isBeneath(readPath(path), exact, '/'),
  };
}

/** The path that is meant: decoded once, without a fragment, empty segments, dots and backslashes. */
export function readPath(path: string): string {
  if (isPlain(path)) return path;
  const [before = ''] = path.split('#', 1);
  const segments: string[] = [];
  const parts = decode(before).split(/[/\\]/);
  for (const part of parts) {
    if (part === '..') segments.pop();
    else if (part !== '' && part !== '.') segments.push(part);
  }
  const isFolder = segments.length > 0 && ['', '.', '..'].includes(parts.at(-1) ?? '');
  return `/${segments.join('/')}${isFolder ? '/' : ''}`;
}

/** Whether there is nothing to read into a path. */
const isPlain = (path: string): boolean => !/[%\\#]|\/[/.]/.test(path);

/** Whether a path is written the way that browsers write it. */
function isUsual(path: string): boolean {
  if (isPlain(path)) return true;
  try {
    return encodeURI(readPath(path)) === path;
  } catch {
    return false;
  }
}

/** Connect takes `/admin.json` for something beneath `/admin`, too. */
const isBeneath = (path: string, top: string, borders: '/' | '/.'): boolean =>
  path.startsWith(top) && (path.length === top.length || borders.includes(path.charAt(top.length)));

/** Where the bytes are no UTF-8, what is ASCII is decoded all the same. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([0-7][\da-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}
