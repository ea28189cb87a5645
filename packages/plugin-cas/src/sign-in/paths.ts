import { wholeMatch } from '../protocol/proxy-chains.js';

/**
 * Whether a path is meant that is written the usual way.
 *
 * @param read what {@link usualPath} made of it
 * @param path as it came, still percent-encoded
 */
export type PathTest = (read: string, path: string) => boolean;

/**
 * The path that is meant, decoded, where there is only one way to read it: written as browsers write it. Applications,
 * routers and front ends differ in what they make of `//admin`, `/x/../admin`, `/%61dmin`, `/admin;x`, `\admin` or
 * `/admin#`; a path with anything of that may be any path.
 *
 * @returns `undefined` for such a path
 */
export function usualPath(path: string): string | undefined {
  if (!USUAL.test(path)) return undefined;
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/**
 * Compares a path with a pattern: for what must not be missed in either case, and with what Connect takes for something
 * beneath `/admin` (`/admin.json`); for what may be let through in these very letters.
 *
 * @param pattern a path, which stands for all beneath it, too; or an expression that has to match the whole path
 */
export function pathTest(pattern: string | RegExp, mustNotMiss: boolean): PathTest {
  if (pattern instanceof RegExp) {
    const whole = wholeMatch(pattern);
    return mustNotMiss ? (read, path) => whole.test(read) || whole.test(path) : (read) => whole.test(read);
  }
  const exact = patternPath(pattern);
  const lower = exact.toLowerCase();
  return mustNotMiss ? (read) => isBeneath(read.toLowerCase(), lower, '/.') : (read) => isBeneath(read, exact, '/');
}

/** What a pattern means: decoded, without a slash at the end, empty segments and dots. */
function patternPath(pattern: string): string {
  const segments: string[] = [];
  for (const part of decodeURIComponent(pattern).split('/')) {
    if (part === '..') segments.pop();
    else if (part !== '' && part !== '.') segments.push(part);
  }
  return segments.map((segment) => `/${segment}`).join('');
}

const isBeneath = (path: string, top: string, borders: '/' | '/.'): boolean =>
  path.startsWith(top) && (path.length === top.length || borders.includes(path.charAt(top.length)));

/**
 * Segments that are neither empty nor dots, of printable ASCII but for `\ # ; %` and space, and of the escapes that
 * space and letters beyond ASCII need.
 */
const USUAL = /^(?=\/)(?:\/(?!\.{1,2}(?:\/|$))(?:[!"$&-.0-:<->@-[\]-~]|%20|%[89A-F][\dA-F])+)*\/?$/;
