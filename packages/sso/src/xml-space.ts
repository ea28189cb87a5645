/**
 * A text without the white space of XML around it. No-break spaces and their kind stay: they set one userid apart from
 * another. No expression: those take the square of a long text's time.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Space, tab, carriage return and line feed (XML 1.0, section 2.3). */
function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
