/** Plain data as text, which occupies a third of what the same objects do. */
export interface Packed {
  readonly text: string;
  /** The names that the text leaves out, as everybody has the same; `undefined` where it leaves out none. */
  readonly names: Names | undefined;
}

/** The names of an object's properties. */
export interface Names {
  readonly list: readonly string[];
  readonly text: string;
  /** How many texts leave them out. */
  uses: number;
}

/** What lists of names occupy that are shared. */
export interface Packing {
  readonly bytes: number;
  pack(value: unknown): Packed;
  /** Tells that a text is gone. */
  drop(packed: Pick<Packed, 'names'>): void;
}

/** So many lists are shared, of so many letters at most; others stay in the texts. */
const MAX_LISTS = 500;
const MAX_LETTERS = 2000;

/** Lists of names live as long as there is a text that leaves them out. */
export function packing(): Packing {
  const lists = new Map<string, Names>();
  let bytes = 0;

  function sharedNames(names: readonly string[]): Names | undefined {
    const text = JSON.stringify(names);
    let found = lists.get(text);
    if (!found) {
      if (lists.size >= MAX_LISTS || text.length > MAX_LETTERS) return undefined;
      found = { list: names, text, uses: 0 };
      lists.set(text, found);
      bytes += namesBytes(found);
    }
    found.uses++;
    return found;
  }

  return {
    get bytes() {
      return bytes;
    },
    pack(value) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        const names = sharedNames(Object.keys(value));
        if (names) return { text: JSON.stringify(Object.values(value)), names };
      }
      return { text: JSON.stringify(value), names: undefined };
    },
    drop({ names }) {
      if (!names || --names.uses > 0) return;
      lists.delete(names.text);
      bytes -= namesBytes(names);
    },
  };
}

/** The value again, deeply frozen. */
export function unpack(text: string, names: Names | undefined): unknown {
  const value: unknown = JSON.parse(text);
  if (!names) return freeze(value);
  const target: Record<string, unknown> = {};
  const { list } = names;
  for (let i = 0; i < list.length; i++) target[list[i] as string] = freeze((value as unknown[])[i]);
  return Object.freeze(target);
}

/** What a text occupies: V8 takes one byte for each letter where none is above U+00FF, two otherwise. */
export function textBytes(text: string): number {
  return 24 + (isLatin1(text) ? text.length : 2 * text.length);
}

/** By how much a value occupies less than where every letter of its texts took two bytes. */
export function spareBytes(value: unknown): number {
  if (typeof value === 'string') return isLatin1(value) ? value.length : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + spareBytes(item), 0);
}

function isLatin1(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of Latin-1
  return !/[^\u0000-\u00ff]/.test(text);
}

function namesBytes({ list, text }: Names): number {
  return list.reduce((sum, name) => sum + 8 + textBytes(name), 200 + textBytes(text));
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) for (let i = 0; i < value.length; i++) freeze(value[i]);
  else for (const name of Object.keys(value)) freeze((value as Record<string, unknown>)[name]);
  return Object.freeze(value);
}
