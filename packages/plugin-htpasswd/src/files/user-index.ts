import { randomBytes } from 'node:crypto';
import type { Steps } from '@who/secrets';
import { nameEndOf } from './line-parts.js';
import { isSpace, LineReader } from './lines.js';

/** Which line of a file is whose. */
export interface UserIndex {
  /** How many lines say something. */
  readonly lines: number;
  /** Whether any of them has a colon. */
  readonly hasColon: boolean;
  /** Where the first line of a user begins; {@link NOWHERE} when there is none. */
  find(user: string): number;
  /** Whether a line is the first one of its user. */
  isFirst(start: number, nameEnd: number): boolean;
}

export const NOWHERE = -1;

/**
 * Finds out which line is whose: a name begins a line and ends at a colon, and the first line of a name counts.
 *
 * A line is looked at once and takes about ten bytes of memory: names are not taken out of the file. The table has open
 * addressing, and a hash with a secret of the process, so that nobody can choose names that take long to find.
 *
 * @param bytes of a text whose lines do not go on in the next one
 */
export function* indexUsers(bytes: Uint8Array): Steps<UserIndex> {
  const slots = new Uint32Array(slotsFor(yield* countLines(bytes)));
  const mask = slots.length - 1;
  const reader = new LineReader(bytes);
  let lines = 0;
  let hasColon = false;

  /** Where in the table a name is, or would be. */
  function slotOf(from: Uint8Array, start: number, end: number): number {
    let slot = hashOf(from, start, end) & mask;
    for (let known = slots[slot] as number; known !== 0; known = slots[slot] as number) {
      if (isName(bytes, known - 1, from, start, end)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** @returns whether there are more lines */
  function readSome(): boolean {
    for (let i = 0; i < LINES_OF_A_STEP; i++) {
      if (!reader.read()) return false;
      lines++;
      const nameEnd = nameEndOf(bytes, reader.start, reader.end);
      if (nameEnd < reader.end) hasColon = true;
      const slot = slotOf(bytes, reader.start, nameEnd);
      if (slots[slot] === 0) slots[slot] = reader.start + 1;
    }
    return true;
  }

  while (readSome()) yield;
  return {
    lines,
    hasColon,
    find(user) {
      if (NO_NAME.test(user)) return NOWHERE;
      const name = Buffer.from(user);
      const place = slots[slotOf(name, 0, name.length)] as number;
      return place - 1;
    },
    isFirst: (start, nameEnd) => slots[slotOf(bytes, start, nameEnd)] === start + 1,
  };
}

/** Whether the line that begins somewhere has exactly this name. */
function isName(bytes: Uint8Array, line: number, name: Uint8Array, start: number, end: number): boolean {
  let at = line;
  for (let i = start; i < end; i++) if (bytes[at++] !== name[i]) return false;
  if (bytes[at] === COLON) return true;
  // A line without a colon is a name without the white space at its end.
  if (isSpace(name[end - 1])) return false;
  while (at < bytes.length && bytes[at] !== NEWLINE && isSpace(bytes[at])) at++;
  return at === bytes.length || bytes[at] === NEWLINE;
}

/** Counted in steps, as everything is that takes longer for larger files. */
function* countLines(bytes: Uint8Array): Steps<number> {
  let lines = 1;
  for (let at = 0; at < bytes.length; at += BYTES_OF_A_STEP) {
    if (at > 0) yield;
    lines += newlinesIn(bytes, at, Math.min(at + BYTES_OF_A_STEP, bytes.length));
  }
  return lines;
}

function newlinesIn(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === NEWLINE) count++;
  return count;
}

/** A power of two that leaves at least a third of the table empty. */
function slotsFor(lines: number): number {
  let slots = 16;
  while (slots < lines * 1.5) slots *= 2;
  return slots;
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = SEED;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ (bytes[at] as number), FACTOR);
    hash ^= hash >>> 15;
  }
  return hash;
}

const secret = randomBytes(8);
const SEED = secret.readInt32LE(0);
/** Odd, so that no bit is lost. */
const FACTOR = secret.readInt32LE(4) | 1;

/** No line of a file begins with these as a name. Lone surrogates would become another character's bytes. */
const NO_NAME = /[:\n\p{Surrogate}]/u;

/** A few milliseconds each. */
const LINES_OF_A_STEP = 20_000;
const BYTES_OF_A_STEP = 4_000_000;
const [NEWLINE, COLON] = [0x0a, 0x3a] as const;
