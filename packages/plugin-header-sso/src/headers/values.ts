import { isUtf8 } from 'node:buffer';
import { decodedWords } from './encoded-words.js';

/** How a front end writes values into a header. */
export interface ValueRules {
  /** One character between values; empty where a header holds one value only. */
  readonly separator: string;
  /**
   * - `backslash`: a separator inside a value has a backslash before it, and a backslash is just one (Shibboleth);
   * - `url`: each value is percent-encoded (Shibboleth's `encoding URL`);
   * - `none`: as it is.
   */
  readonly encoding: 'backslash' | 'url' | 'none';
  /** Whether a value may have encoded words of RFC 2047 in it. */
  readonly encodedWords: boolean;
  /** How many values one header may hold. */
  readonly maxValues: number;
  /** How long one value may be, in UTF-16 units. */
  readonly maxValueLength: number;
}

/** Values, or what is wrong with them. Nothing that counts as absent is among them, so there is at least one. */
export type Values = readonly [string, ...string[]];
export type ValueProblem = 'encoding' | 'count' | 'length' | 'control';

/** Whether a header says nothing: Shibboleth sends those of absent attributes empty, Apache's `%{…}e` as `(null)`. */
export function isAbsent(text: string | undefined): text is '' | '(null)' | undefined {
  return text === undefined || text === '' || text === '(null)';
}

/**
 * Makes a reader for the values of one header. Of a header that breaks a rule nothing is taken: half a list of groups
 * can mean more than the whole.
 *
 * @returns a function from a text as Node gives it, every byte a character; `undefined` when there is no value
 * @example
 * const read = valueReader({
 *   separator: ';', encoding: 'backslash', encodedWords: false, maxValues: 10, maxValueLength: 100
 * });
 * read('a;b\\;c'); // ['a', 'b;c']
 */
export function valueReader(rules: ValueRules): (text: string | undefined) => Values | ValueProblem | undefined {
  const { separator, encoding, encodedWords, maxValues, maxValueLength } = rules;
  const signs = signTable(rules);
  const split = splitter(separator, encoding === 'backslash');

  function decoded(item: string): string | undefined {
    const text = encoding === 'url' ? percentDecoded(item) : item;
    return text === undefined || !encodedWords ? text : decodedWords(text);
  }

  return (text) => {
    if (isAbsent(text)) return undefined;
    let seen = 0;
    for (let i = 0; i < text.length; i++) seen |= signs[text.charCodeAt(i)] ?? UNUSUAL;
    if (seen === 0) return text.length > maxValueLength ? 'length' : [text];

    const isAscii = (seen & UNUSUAL) === 0;
    const items = split(isAscii ? text : repairUtf8(text));
    if (items.length > maxValues) return 'count';
    const values: string[] = [];
    for (const item of items) {
      const value = (seen & ENCODED) === 0 ? item : decoded(item);
      if (value === undefined) return 'encoding';
      if (value === '') continue;
      if (value.length > maxValueLength) return 'length';
      if (!(isAscii && value === item) && CONTROL.test(value)) return 'control';
      values.push(value);
    }
    return values.length === 0 ? undefined : (values as [string, ...string[]]);
  };
}

/** What each character says of a text that it stands in. Most texts have nothing that needs a closer look. */
function signTable({ separator, encoding, encodedWords }: ValueRules): Uint8Array {
  const signs = new Uint8Array(256).fill(UNUSUAL);
  signs.fill(0, 0x20, 0x7f);
  if (separator !== '') signs[separator.charCodeAt(0)] = SEVERAL;
  if (encoding === 'url') signs[0x25] = ENCODED;
  // No encoded word is without a question mark.
  if (encodedWords) signs[0x3f] = ENCODED;
  return signs;
}

const SEVERAL = 1;
const ENCODED = 2;
/** Anything but printable ASCII. */
const UNUSUAL = 4;

/** Gives a text back its UTF-8, where its bytes are valid; otherwise it is taken for the latin1 that HTTP says it is. */
export function repairUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}

/** Makes a function that takes a text apart at a separator; where `escapes`, not at one with a backslash before it. */
function splitter(separator: string, escapes: boolean): (text: string) => readonly string[] {
  if (separator === '') return (text) => [text];
  const escaped = `\\${separator}`;

  return (text) => {
    const items: string[] = [];
    let from = 0;
    for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + 1)) {
      if (escapes && text.charCodeAt(at - 1) === BACKSLASH) continue;
      items.push(text.slice(from, at));
      from = at + 1;
    }
    items.push(text.slice(from));
    return escapes && text.includes(escaped) ? items.map((item) => item.replaceAll(escaped, separator)) : items;
  };
}

const BACKSLASH = 0x5c;

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Tabs are the only ones that people have in their names. */
const CONTROL = /(?!\t)\p{Cc}/u;
