import type { Kind, Unusable } from '@who/passwords';
import { atOnce, type Steps } from '@who/secrets';
import { linesOf } from './lines.js';
import { fromUtf8, ProblemList, type Problems, textOf } from './text-file.js';

/** What a password file says. */
export interface PasswordFile {
  /** Its users, those included whose line can never match. */
  users(): Iterable<string>;
  /** The stored hash of a user; `undefined` where there is no such user, or none with a line that can be used. */
  hashOf(user: string): string | undefined;
  /**
   * Checked in place of a hash that is not there, so that it takes as long: one of those that most are like. `undefined`
   * when no line can be used.
   */
  readonly decoy: string | undefined;
  /** The lines that never match. */
  readonly problems: Problems;
}

/**
 * Reads a password file the way Apache's `mod_authn_file` does: the first line of a user wins, what stands after the hash
 * and another colon is ignored. Unlike there, a byte order mark does not count. Of each user only the name and a place in
 * the text are kept.
 *
 * @param kindOf says what a stored hash is
 * @throws {Error} when it cannot be a password file
 */
export function* readPasswordFile(bytes: Uint8Array, kindOf: (hash: string) => Kind | Unusable): Steps<PasswordFile> {
  const lines = linesOf(textOf(bytes));
  const places = new Map<string, number>();
  const alikes: Alike[] = [];
  const problems = new ProblemList();
  let hasColon = false;

  let sinceStep = 0;
  for (const { text, at, number } of lines) {
    if (++sinceStep % LINES_OF_A_STEP === 0) yield;
    const nameEnd = text.indexOf(':');
    if (nameEnd !== -1) hasColon = true;
    const user = fromUtf8(nameEnd === -1 ? text : text.slice(0, nameEnd));
    if (user === undefined) {
      problems.add(number, 'user name is not UTF-8');
      continue;
    }
    if (places.has(user)) continue;

    const start = nameEnd === -1 ? text.length : hashStart(text, nameEnd);
    const hash = hashIn(text, start);
    const kind = hash.endsWith(' ') ? BLANK_AT_END : kindOf(hash);
    const problem = 'code' in kind ? problemOf(kind) : undefined;
    places.set(user, problem === undefined ? at + start : NOWHERE);
    if (problem !== undefined) problems.add(number, problem);
    else count(alikes, kind as Kind, hash);
  }
  if (places.size > 0 && !hasColon) throw new Error('It has no line of the form user:hash.');

  const { text } = lines;
  const [dominant] = alikes.sort((a, b) => b.count - a.count);
  return {
    users: () => places.keys(),
    hashOf(user) {
      const place = places.get(user) ?? NOWHERE;
      return place === NOWHERE ? undefined : hashAt(text, place);
    },
    decoy: dominant?.hash,
    problems,
  };
}

/** @throws {Error} when it cannot be a password file */
export function checkPasswordFile(bytes: Uint8Array): void {
  atOnce(readPasswordFile(bytes, () => ({ code: 'PASSWORD_FORM_UNKNOWN', form: 'not looked at' })));
}

/** About five milliseconds. */
const LINES_OF_A_STEP = 2000;

/** Of a user whose line can never match. */
const NOWHERE = -1;

/** Apache skips every colon after the name. */
function hashStart(line: string, nameEnd: number): number {
  let start = nameEnd;
  while (line[start] === ':') start++;
  return start;
}

/** Apache stops at the next colon; white space in front of that counts. */
function hashIn(line: string, start: number): string {
  const end = line.indexOf(':', start);
  return end === -1 ? line.slice(start) : line.slice(start, end);
}

/** The hash that begins at a place in the text. */
function hashAt(text: string, place: number): string {
  const lineEnd = text.indexOf('\n', place);
  const line = text.slice(place, lineEnd === -1 ? text.length : lineEnd);
  return hashIn(line.replace(/[ \t\v\f\r]+$/, ''), 0);
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
