/** Says whether a path is one that the front end protects. */
export type PathTest = (path: string) => boolean;

/**
 * Makes a test for paths: `/login/sso` is this path only, `/app/*` is `/app` and everything below it. Front ends look
 * at a path with dots, doubled slashes and encoded ones taken out of it, but may pass it on as it came. So a path that
 * a front end could read otherwise is no path below another.
 */
export function pathTest(paths: 'all' | readonly string[]): PathTest {
  if (paths === 'all') return () => true;
  const exact = new Set(paths.map((path) => path.replace(/\/\*$/, '') || '/'));
  const prefixes = paths.filter((path) => path.endsWith('/*')).map((path) => path.slice(0, -1));
  if (prefixes.length === 0) return (path) => exact.has(path);
  return (path) => exact.has(path) || (prefixes.some((prefix) => path.startsWith(prefix)) && !OTHERWISE.test(path));
}

/** Dot segments, empty segments, backslashes, fragments, parameters, and each of their encodings. */
const OTHERWISE = /\/\.{0,2}\/|\/\.{1,2}$|[\\#;]|%(?:00|23|25|2e|2f|3b|5c)/i;
