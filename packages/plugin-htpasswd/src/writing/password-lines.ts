import type { Steps } from '@who/secrets';
import { nameEndOf, partsOf } from '../files/line-parts.js';
import { LineReader } from '../files/lines.js';
import type { PasswordText } from '../files/password-text.js';
import { NOWHERE } from '../files/user-index.js';

/** A user's hash, and what it is to become. */
export interface NewHash {
  readonly user: string;
  /** Only where it is this one. @default whatever it is, the rest of the line included */
  readonly from?: string | undefined;
  readonly to: string;
}

/** Whether a name can be read back from a password file. */
export function isName(user: string): boolean {
  return user !== '' && Buffer.byteLength(user) <= 255 && !/^#|[:\p{Cc}\p{Cs}]|^\s|\s$|\\$|^\ufeff/u.test(user);
}

/** The same hash by the name that all releases of Apache's library know: others write bcrypt as `$2b$`. */
export const asApacheWrites = (hash: string): string => hash.replace(/^\$2b\$/, '$2y$');

/** Whether somebody has a line. */
export const has = ({ index }: PasswordText, user: string): boolean => index.find(user) !== NOWHERE;

/**
 * The file with new hashes in it, each in the place of the user's first line, which is the one that counts. Who has none
 * gets one at the end, unless his hash had to be a certain one. All other lines stay as they are.
 *
 * @returns `undefined` when nothing changes
 */
export function withHashes(text: PasswordText, hashes: readonly NewHash[]): Buffer | undefined {
  const { raw, joined, index } = text;
  const changes: Change[] = [];
  let added = '';
  for (const { user, from, to } of hashes) {
    const line = index.find(user);
    if (line === NOWHERE) {
      if (from === undefined) added += `${Buffer.from(user).toString('latin1')}:${to}\n`;
      continue;
    }
    const { start, nameEnd, hashStart, hashEnd, end } = partsOf(joined, line, endOf(joined, line));
    const latin1 = (a: number, b: number): string => joined.toString('latin1', a, b);
    if (from !== undefined && latin1(hashStart, hashEnd) !== from) continue;
    const rest = from === undefined ? '' : latin1(hashEnd, end);
    changes.push({ start: beginOf(raw, line), end, by: `${latin1(start, nameEnd)}:${to}${rest}` });
  }
  return changes.length > 0 || added !== '' ? changed(raw, changes, added) : undefined;
}

/**
 * The file without any line of a user: one that did not count because another came first would count then.
 *
 * @returns `undefined` when nobody has that name
 */
export function* withoutUser(text: PasswordText, user: string): Steps<Buffer | undefined> {
  const { raw, joined } = text;
  if (!has(text, user)) return undefined;
  const name = Buffer.from(user);
  const reader = new LineReader(joined);
  const changes: Change[] = [];
  for (let lines = 1; reader.read(); lines++) {
    if (lines % LINES_OF_A_STEP === 0) yield;
    const { start, end } = reader;
    if (!joined.subarray(start, nameEndOf(joined, start, end)).equals(name)) continue;
    const newline = raw.indexOf('\n', end);
    changes.push({ start: beginOf(raw, start), end: newline === -1 ? raw.length : newline + 1, by: '' });
  }
  return changed(raw, changes, '');
}

/** Bytes that are replaced by others, in latin1. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** A file that is changed ends with the end of a line, so that the next one to add a line does not spoil the last. */
function changed(raw: Buffer, changes: readonly Change[], added: string): Buffer {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const { start, end, by } of changes.toSorted((a, b) => a.start - b.start)) {
    pieces.push(raw.subarray(at, start), Buffer.from(by, 'latin1'));
    at = end;
  }
  pieces.push(raw.subarray(at));
  const tail = pieces.findLast(({ length }) => length > 0);
  const isOpen = tail !== undefined && tail.at(-1) !== NEWLINE;
  if (isOpen) pieces.push(Buffer.from('\n'));
  // A last line that goes on goes on in an empty one.
  if (added !== '' && tail && /\\\r?\n?$/.test(tail.toString('latin1', Math.max(0, tail.length - 3)))) {
    pieces.push(Buffer.from('\n'));
  }
  return Buffer.concat([...pieces, Buffer.from(added, 'latin1')]);
}

/** Where the line begins in the file that somewhere goes on, white space and what is in front of backslashes included. */
function beginOf(raw: Buffer, at: number): number {
  let begin = at;
  for (;;) {
    begin = begin === 0 ? 0 : raw.lastIndexOf('\n', begin - 1) + 1;
    if (begin === 0) return 0;
    if (!/\\\r?\n$/.test(raw.toString('latin1', Math.max(0, begin - 3), begin))) return begin;
    begin--;
  }
}

function endOf(joined: Buffer, line: number): number {
  const reader = new LineReader(joined, line);
  reader.read();
  return reader.end;
}

const LINES_OF_A_STEP = 10_000;
const NEWLINE = 0x0a;
