import { isUtf8 } from 'node:buffer';
import type { Kind, Unusable } from '@who/passwords';
import { atOnce, type Steps } from '@who/secrets';
import { joinLines, LineReader } from './lines.js';
import { ProblemList, type Problems, textIn } from './text-file.js';
import { indexUsers, NOWHERE, nameEndOf } from './user-index.js';

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

/** What says what a stored hash is. */
type KindOf = (hash: string) => Kind | Unusable;

/**
 * Reads a password file the way Apache's `mod_authn_file` does: the first line of a user wins, what stands after the hash
 * and another colon is ignored. Unlike there, a byte order mark does not count. The bytes are kept, and beside them only
 * which line is whose: what stands in it is looked at when somebody asks for it.
 *
 * @throws {Error} when it cannot be a password file
 */
export function* readPasswordFile(bytes: Uint8Array, kindOf: KindOf): Steps<PasswordFile> {
  const text = yield* joinLines(textIn(bytes));
  const index = yield* indexUsers(text);
  if (index.lines > 0 && !index.hasColon) throw new Error('It has no line of the form user:hash.');
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
        const hash = hashIn(text, nameEnd, end);
        const kind = judged(hash, kindOf);
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
      return 'code' in judged(hash, kindOf) ? undefined : hash;
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

/** @throws {Error} when it cannot be a password file */
export function checkPasswordFile(bytes: Uint8Array): void {
  atOnce(readPasswordFile(bytes, () => ({ code: 'PASSWORD_FORM_UNKNOWN', form: 'not looked at' })));
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
    const hash = hashIn(text, nameEndOf(text, reader.start, reader.end), reader.end);
    const kind = judged(hash, kindOf);
    if (!('code' in kind)) count(alikes, kind, hash);
  }
  return alikes;
}

function hashOfLine(text: Buffer, line: number): string {
  const reader = new LineReader(text, line);
  reader.read();
  return hashIn(text, nameEndOf(text, line, reader.end), reader.end);
}

/** Apache skips every colon after the name, and stops at the next one; white space in front of that counts. */
function hashIn(text: Buffer, nameEnd: number, lineEnd: number): string {
  let start = nameEnd;
  while (start < lineEnd && text[start] === COLON) start++;
  return text.toString('latin1', start, nameEndOf(text, start, lineEnd));
}

const COLON = 0x3a;

function judged(hash: string, kindOf: KindOf): Kind | Unusable {
  return hash.endsWith(' ') ? BLANK_AT_END : kindOf(hash);
}

/** Blanks at the end are no matter to those who check a hash, as a column in a database may add them. Here they are. */
const BLANK_AT_END: Unusable = { code: 'PASSWORD_FORM_BROKEN', form: 'a hash with a blank at its end' };

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

/** Why a hash is not checked, in words for a log. */
function problemOf({ code, form }: Unusable): string {
  switch (code) {
    case 'PASSWORD_FORM_NOT_ALLOWED':
      return `${form}, which "allow" does not let in`;
    case 'PASSWORD_FORM_TOO_COSTLY':
      return `${form} that takes longer than "maxCheckMs" or more than "maxMemoryBytes"`;
    case 'PASSWORD_FORM_UNAVAILABLE':
      return `${form}, for which this system or an optional package is missing`;
    default:
      return form;
  }
}
