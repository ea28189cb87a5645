/**
 * A text of somebody else's that is kept and shown: no longer than it may be, without characters that nobody sees, that
 * command a terminal or that turn the direction of what stands beside them. Those are written out: `\u{1b}`.
 *
 * It is a copy: a part of a string holds on to the whole, and that may be a request's target with a ticket in its query.
 */
export function printable(text: string, maxLength: number): string {
  const short = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  if (PLAIN.test(short)) return copyOf(short);
  return copyOf(short.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`));
}

/** What most texts consist of. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Controls, formatting characters (of which some turn directions), unpaired surrogates, separators of lines, no characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Cn}]/gu;

/** V8 makes parts of strings that are longer than this share the memory of the whole. */
const SHARES_FROM = 13;

function copyOf(text: string): string {
  return text.length < SHARES_FROM ? text : Buffer.from(text).toString();
}
