import { isUtf8 } from 'node:buffer';

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
 * Reads the values of one header. Of a header that breaks a rule nothing is taken: half a list of groups can mean
 * more than the whole.
 *
 * @param text as Node gives it: every byte a character
 * @returns `undefined` when there is none
 * @example
 * readValues('a;b\\;c', { separator: ';', encoding: 'backslash', maxValues: 10, maxValueLength: 100 }); // ['a', 'b;c']
 */
export function readValues(text: string | undefined, rules: ValueRules): Values | ValueProblem | undefined {
  if (isAbsent(text)) return undefined;
  if (isPlain(text, rules)) return text.length > rules.maxValueLength ? 'length' : [text];

  const repaired = repairUtf8(text);
  const items = split(repaired, rules);
  if (items.length > rules.maxValues) return 'count';
  const values: string[] = [];
  for (const item of items) {
    const value = rules.encoding === 'url' ? percentDecoded(item) : item;
    if (value === undefined) return 'encoding';
    if (value === '') continue;
    if (value.length > rules.maxValueLength) return 'length';
    if (CONTROL.test(value)) return 'control';
    values.push(value);
  }
  const [first, ...others] = values;
  return first === undefined ? undefined : [first, ...others];
}

/** Whether a text is one value as it stands: printable ASCII, nothing to split, nothing to decode. */
function isPlain(text: string, { separator, encoding }: ValueRules): boolean {
  const end = separator === '' ? -1 : separator.charCodeAt(0);
  const percent = encoding === 'url' ? 0x25 : -1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 || code > 0x7e || code === end || code === percent) return false;
  }
  return true;
}

/** Gives a text back its UTF-8, where its bytes are valid; otherwise it is taken for the latin1 that HTTP says it is. */
export function repairUtf8(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : text;
}

function split(text: string, { separator, encoding }: ValueRules): readonly string[] {
  if (separator === '') return [text];
  const items = text.split(separator);
  if (encoding !== 'backslash' || !text.includes(`\\${separator}`)) return items;
  const joined: string[] = [];
  let open = '';
  for (const item of items) {
    if (item.endsWith('\\')) open += item.slice(0, -1) + separator;
    else {
      joined.push(open + item);
      open = '';
    }
  }
  // A backslash at the very end has nothing to protect.
  if (open !== '') joined.push(`${open.slice(0, -separator.length)}\\`);
  return joined;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Tabs are the only ones that people have in their names. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\0-\x08\x0a-\x1f\x7f-\x9f]/;
