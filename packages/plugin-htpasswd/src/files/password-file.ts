import { isUtf8 } from 'node:buffer';
import type { Kind } from '@who/passwords';
import type { Steps } from '@who/secrets';
import { nameEndOf, partsOf } from './line-parts.js';
import { LineReader } from './lines.js';
import { readPasswordText } from './password-text.js';
import { type KindOf, kindOfStored, problemOf } from './stored-hash.js';
import { ProblemList, type Problems } from './text-file.js';
import { NOWHERE } from './user-index.js';

/** What a password file says. */
export interface PasswordFile {
  /** Its users, those included whose line can never match. */
  users(): Iterable<string>;
  /** The stored hash of a user; `undefined` where there is no such user, or none with a line that can be used. */
  hashOf(user: string): string | undefined;
  /**
   * Checked in place of a hash that is not there, so that it takes as long: one of those that most are like. `undefined`
   * when no line can be used. Of a large file it is a guess until `problems` has been through.
   */
  readonly decoy: string | undefined;
  /** Looks at all lines for those that never match. Of a large file it takes far longer than reading it. */
  problems(): Steps<Problems>;
}

/**
 * Reads a password file the way Apache's `mod_authn_file` does: the first line of a user wins, what stands after the hash
 * and another colon is ignored. Unlike there, a byte order mark does not count. The bytes are kept, and beside them only
 * which line is whose: what stands in it is looked at when somebody asks for it.
 *
 * @throws {Error} when it cannot be a password file
 */
export function* readPasswordFile(bytes: Uint8Array, kindOf: KindOf): Steps<PasswordFile> {
  const { joined: text, index } = yield* readPasswordText(bytes);
  const isSmall = index.lines <= SAMPLE;
  let decoy = isSmall ? undefined : mostAlike(sampleOf(text, kindOf));
  let problems = isSmall ? yield* lookThrough() : undefined;

  /** Finds all problems, and the decoy. */
  function* lookThrough(): Steps<Problems> {
    const reader = new LineReader(text);
    const list = new ProblemList();
    const alikes: Alike[] = [];
    for (let lines = 1; reader.read(); lines++) {
      if (lines % LINES_OF_A_STEP === 0) yield;
      const { start, end, number } = reader;
      const nameEnd = nameEndOf(text, start, end);
      if (!isUtf8(text.subarray(start, nameEnd))) list.add(number, 'user name is not UTF-8');
      else if (index.isFirst(start, nameEnd)) {
        const hash = hashIn(text, start, end);
        const kind = kindOfStored(hash, kindOf);
        if ('code' in kind) list.add(number, problemOf(kind));
        else count(alikes, kind, hash);
      }
    }
    decoy = mostAlike(alikes);
    return list;
  }

  return {
    *users() {
      const reader = new LineReader(text);
      while (reader.read()) {
        const nameEnd = nameEndOf(text, reader.start, reader.end);
        const name = text.subarray(reader.start, nameEnd);
        if (isUtf8(name) && index.isFirst(reader.start, nameEnd)) yield name.toString('utf8');
      }
    },
    hashOf(user) {
      const line = index.find(user);
      if (line === NOWHERE) return undefined;
      const hash = hashOfLine(text, line);
      return 'code' in kindOfStored(hash, kindOf) ? undefined : hash;
    },
    get decoy() {
      return decoy;
    },
    *problems() {
      problems ??= yield* lookThrough();
      return problems;
    },
  };
}

/** So many lines are looked at when a file is read: of a larger one, some from all over it. */
const SAMPLE = 500;

/** About five milliseconds. */
const LINES_OF_A_STEP = 2000;

function sampleOf(text: Buffer, kindOf: KindOf): Alike[] {
  const alikes: Alike[] = [];
  for (let i = 0; i < SAMPLE; i++) {
    // The first whole line from there on.
    const from = text.indexOf('\n', Math.floor((text.length / SAMPLE) * i));
    const reader = new LineReader(text, from + 1);
    if (from === -1 || !reader.read()) continue;
    const hash = hashIn(text, reader.start, reader.end);
    const kind = kindOfStored(hash, kindOf);
    if (!('code' in kind)) count(alikes, kind, hash);
  }
  return alikes;
}

function hashOfLine(text: Buffer, line: number): string {
  const reader = new LineReader(text, line);
  reader.read();
  return hashIn(text, line, reader.end);
}

function hashIn(text: Buffer, lineStart: number, lineEnd: number): string {
  const { hashStart, hashEnd } = partsOf(text, lineStart, lineEnd);
  return text.toString('latin1', hashStart, hashEnd);
}

/** Hashes that take equally long to check. */
interface Alike {
  readonly kind: Kind;
  readonly hash: string;
  count: number;
}

/** There are few of them, so that looking through is quicker than a key. */
function count(alikes: Alike[], kind: Kind, hash: string): void {
  const known = alikes.find(({ kind: { scheme, cost } }) => scheme === kind.scheme && cost === kind.cost);
  if (known) known.count++;
  else alikes.push({ kind, hash, count: 1 });
}

/** Of equally many, the first. */
const mostAlike = (alikes: readonly Alike[]): string | undefined =>
  alikes.toSorted((a, b) => b.count - a.count)[0]?.hash;
