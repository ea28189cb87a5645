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
  // Names are short, and the pattern tries every beginning.
  if (text.length > 1000) return undefined;
  const [, module, attribute = ''] = PATTERN.exec(text) ?? [];
  return module === undefined ? undefined : { module, attribute };
}

/** `module:attribute`, without blanks and extras. */
export const entryName = ({ module, attribute }: EntryPoint): string =>
  attribute === '' ? module : `${module}:${attribute}`;

const PATTERN = /^\s*([\p{L}\p{N}_.]+)\s*(?::\s*([\p{L}\p{N}_.]+))?\s*(?:\[.*\])?\s*$/u;
