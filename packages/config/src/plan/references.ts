// `${NAME}` in a text stands for a variable of the environment, `${file:PATH}` for what is in a file; `$${` for `${`.

/** A piece of a text. */
export type Piece = { readonly text: string } | { readonly variable: string } | { readonly file: string };

/** The pieces of a text. What looks like a reference and is none stays text: `${here}` of a who.ini. */
export function piecesOf(text: string): readonly Piece[] {
  if (!text.includes('${')) return [{ text }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(REFERENCE)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    const [whole, variable, file] = match;
    if (variable !== undefined) pieces.push({ variable });
    else if (file !== undefined) pieces.push({ file });
    else pieces.push({ text: '${' });
    from = match.index + whole.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** Whether a text names a variable or a file. */
export const hasReference = (text: string): boolean => piecesOf(text).some((piece) => !('text' in piece));

/** Variables are in capitals, as everywhere. */
const REFERENCE = /\$\$\{|\$\{(?:([A-Z_][A-Z0-9_]{0,127})|file:([^{}\r\n]{1,1024}))\}/g;

/** A reference to something that the application or `values` have: `{ "from": "sessions.isRevoked" }`. */
export interface ValueReference {
  readonly from: string;
}

export function isValueReference(value: unknown): value is ValueReference {
  return isObject(value) && typeof value['from'] === 'string' && Object.keys(value).length === 1;
}

/** A regular expression, which JSON does not have: `{ "regexp": "^/admin", "flags": "i" }`. */
export interface RegexpValue {
  readonly regexp: string;
  readonly flags?: string;
}

export function isRegexpValue(value: unknown): value is RegexpValue {
  if (!isObject(value) || typeof value['regexp'] !== 'string') return false;
  const { regexp: _, flags, ...others } = value;
  return (flags === undefined || typeof flags === 'string') && Object.keys(others).length === 0;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
