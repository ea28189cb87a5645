// What Python means by white space and lines, which JavaScript does not.

/** `str.isspace` and `\s` of a text: JavaScript's has the BOM in addition, and lacks the separators of ASCII and NEL. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const FIRST = new RegExp(`[^${SPACE}]`);
const RUNS = new RegExp(`[${SPACE}]+`);

/** `str.split()` */
export function words(text: string): string[] {
  return text.split(RUNS).filter((word) => word !== '');
}

/** `str.strip()` */
export function strip(text: string): string {
  const start = indent(text);
  return start === undefined ? '' : stripEnd(text.slice(start));
}

/** `str.rstrip()`, by a loop: a regular expression would begin again at each blank. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && !FIRST.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** How many characters of white space a line begins with; `undefined` where it has nothing else. */
export function indent(text: string): number | undefined {
  const at = text.search(FIRST);
  return at === -1 ? undefined : at;
}

/** The lines of a file as Python's text mode gives them, without their ends. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** `int()` of a text; `undefined` where it raises. */
export function integer(text: string): number | undefined {
  const plain = strip(text);
  return /^[+-]?\d+(?:_\d+)*$/.test(plain) ? Number(plain.replaceAll('_', '')) : undefined;
}
