import { spelling } from '@who/core';

/** What was found of the front end's headers in one request. */
export interface FoundHeaders {
  /** Values by {@link HeaderTable.indexOf}, as they were sent; `undefined` where there is none. */
  readonly values: readonly (string | undefined)[];
  /** Whether one of the front end's own came twice, or in a spelling that the front end does not use. */
  readonly ambiguous: boolean;
}

/** The headers that belong to the front end, and a quick way to find them among all others. */
export interface HeaderTable {
  /** One name for each. */
  readonly names: readonly string[];
  /** @returns -1 for a name that is not among them, in any spelling */
  indexOf(name: string): number;
  /** @param headerLines names and values by turns */
  find(headerLines: readonly string[]): FoundHeaders | undefined;
}

interface Entry {
  readonly index: number;
  readonly isOwn: boolean;
  readonly name: string;
  readonly lower: string;
  readonly spelling: string;
  /** In the case in which it came last: a front end always writes it in the same one, which may not be that of `name`. */
  usual: string;
}

/**
 * Every header of every request is looked at, so most have to be passed over by a glance at their length and at their
 * first and last letters; and of those that remain, most are written as expected.
 *
 * @param own the front end's headers, in its own spelling; several of one header count as one
 * @param foreign headers that are found, too, but may come as they like
 */
export function headerTable(own: readonly string[], foreign: readonly string[] = []): HeaderTable {
  const bySpelling = new Map<string, Entry>();
  for (const name of [...own, ...foreign]) {
    const index = bySpelling.size;
    const isOwn = own.includes(name);
    if (bySpelling.has(spelling(name))) continue;
    const entry = { index, isOwn, name, lower: name.toLowerCase(), spelling: spelling(name), usual: name };
    bySpelling.set(entry.spelling, entry);
  }
  const entries = [...bySpelling.values()];
  const bucketAt = new Uint8Array(BUCKETS);
  const buckets: Entry[][] = [[]];
  for (const entry of entries) {
    for (const key of keysOf(entry.spelling)) {
      if (bucketAt[key] === 0) bucketAt[key] = buckets.push([]) - 1;
      (buckets[bucketAt[key] as number] as Entry[]).push(entry);
    }
  }

  function entryOf(name: string): Entry | undefined {
    const bucket = bucketAt[keyOf(name)] as number;
    if (bucket === 0) return undefined;
    const candidates = buckets[bucket] as Entry[];
    for (const entry of candidates) if (name === entry.usual || name === entry.lower) return entry;
    const wanted = spelling(name);
    for (const entry of candidates) if (wanted === entry.spelling) return entry;
    return undefined;
  }

  /** What only looks like a header of the front end got past whatever the front end does to those. */
  function isOdd(name: string, entry: Entry): boolean {
    if (name === entry.usual) return false;
    if (name.toLowerCase() !== entry.lower) return entry.isOwn;
    entry.usual = name;
    return false;
  }

  return {
    names: entries.map(({ name }) => name),
    indexOf: (name) => entryOf(name)?.index ?? -1,
    find(headerLines) {
      let values: (string | undefined)[] | undefined;
      let ambiguous = false;
      for (let i = 0; i + 1 < headerLines.length; i += 2) {
        const entry = entryOf(headerLines[i] as string);
        if (entry === undefined) continue;
        const { index } = entry;
        values ??= new Array<string | undefined>(entries.length).fill(undefined);
        if ((entry.isOwn && values[index] !== undefined) || isOdd(headerLines[i] as string, entry)) ambiguous = true;
        values[index] = headerLines[i + 1] as string;
      }
      return values && { values, ambiguous };
    },
  };
}

const BUCKETS = 4096;

/** The lower five bits of a letter are the same in both cases. */
function keyOf(name: string): number {
  const { length } = name;
  return (length * 1021 + (name.charCodeAt(0) & 31) * 31 + (name.charCodeAt(length - 1) & 31)) & (BUCKETS - 1);
}

/** The keys of all spellings: `-` and `_` differ in those bits, and count only at the ends. */
function keysOf(plain: string): ReadonlySet<number> {
  const ends = [plain, plain.replace(/^-/, '_')].flatMap((name) => [name, name.replace(/-$/, '_')]);
  return new Set(ends.map(keyOf));
}
