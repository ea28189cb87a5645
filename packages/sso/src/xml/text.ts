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

/** A text as it stands in an element or an attribute, to come out as it was. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\t\n\r]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/**
 * A time as SAML writes it, in UTC also where it does not say so (SAML 1.1 core, section 1.2.2; 2.0 core, 1.3.3).
 *
 * @returns milliseconds since 1970; `undefined` of what is no time
 */
export function instantOf(text: string | undefined): number | undefined {
  const [, time, zone] = INSTANT.exec(text?.trim() ?? '') ?? [];
  const ms = time === undefined ? Number.NaN : Date.parse(time + (zone ?? 'Z'));
  return Number.isNaN(ms) ? undefined : ms;
}

const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)?$/;
