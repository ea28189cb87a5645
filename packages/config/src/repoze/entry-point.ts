/** What `use` of a who.ini names: `module:attribute`. */
export interface EntryPoint {
  readonly module: string;
  /** Empty where there is none. */
  readonly attribute: string;
}

/**
 * Reads a name as Python's `EntryPoint.parse` does: blanks around `:` and extras behind it are taken, and count for
 * nothing.
 *
 * @returns `undefined` where that raises
 */
export function entryPoint(text: string): EntryPoint | undefined {
  // By hand: a pattern with blanks between optional parts takes the cube of their number.
  const plain = text.trim();
  const at = plain.endsWith(']') ? plain.indexOf('[') : -1;
  if (at !== -1 && plain.includes('\n', at)) return undefined;
  const [module = '', ...attributes] = plain
    .slice(0, at === -1 ? undefined : at)
    .split(':')
    .map((part) => part.trim());
  const [attribute = '', ...others] = attributes;
  const isName = NAME.test(module) && (attributes.length === 0 || NAME.test(attribute)) && others.length === 0;
  return isName ? { module, attribute } : undefined;
}

/** `module:attribute`, without blanks and extras. */
export const entryName = ({ module, attribute }: EntryPoint): string =>
  attribute === '' ? module : `${module}:${attribute}`;

/** Letters beyond ASCII are not told from other characters there: no module of ours has any. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: none of ASCII but letters, digits, "_" and "."
const NAME = /^[^\s\0-\x1f!-\-/:-@[-^`{-\x7f]+$/;
