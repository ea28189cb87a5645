import type { Steps } from '@who/secrets';

/**
 * Goes through the lines of one of Apache's files the way Apache reads them, once {@link joinLines} has been through it:
 * white space around a line does not count; lines that begin with `#` and blank ones are skipped.
 *
 * It says where lines are, and makes nothing of them: files may have a hundred thousand.
 */
export class LineReader {
  /** Where the line begins, behind white space. */
  start = 0;
  /** Where it ends, in front of white space. */
  end = 0;
  /** Its number in the file; of one that goes on over several, the last of them. */
  number = 0;
  private next: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, from = 0) {
    this.bytes = bytes;
    this.next = from;
  }

  /** Goes to the next line that says something. @returns whether there is one */
  read(): boolean {
    const { bytes } = this;
    while (this.next < bytes.length) {
      let start = this.next;
      let newline = start;
      while (newline < bytes.length && bytes[newline] !== NEWLINE) newline++;
      this.next = newline + 1;
      this.number++;
      let end = newline;
      while (start < end && isSpace(bytes[start])) start++;
      while (end > start && isSpace(bytes[end - 1])) end--;
      if (start === end || bytes[start] === HASH_SIGN) continue;
      this.start = start;
      this.end = end;
      return true;
    }
    return false;
  }
}

/**
 * A line that ends with a backslash goes on in the next, comments too. Such lines become one, which stands where the last
 * of them stood: in front of it are as many empty lines as it went on over, so that all lines keep their numbers.
 *
 * @returns the same bytes where there are no such lines, else others
 */
export function* joinLines(bytes: Buffer): Steps<Buffer> {
  if (!ENDS.some((end) => bytes.includes(end))) return bytes;
  const joined = Buffer.from(bytes);
  let lines = 0;
  for (let start = 0, end = 0; start < joined.length; start = end + 1) {
    const pieces: (readonly [start: number, end: number])[] = [];
    for (let from = start; ; from = end + 1) {
      if (++lines % LINES_OF_A_STEP === 0) yield;
      end = lineEnd(joined, from);
      const backslash = joined[end - 1] === RETURN ? end - 2 : end - 1;
      if (end === joined.length || backslash < from || joined[backslash] !== BACKSLASH) break;
      // Behind the last line end, nothing goes on.
      if (end === joined.length - 1) {
        joined[backslash] = SPACE;
        break;
      }
      pieces.push([from, backslash]);
    }
    const last = pieces.at(-1);
    if (last) moveTogether(joined, start, pieces);
  }
  return joined;
}

/** Moves pieces of a line to what follows them. */
function moveTogether(bytes: Buffer, start: number, pieces: readonly (readonly [number, number])[]): void {
  let to = lineEnd(bytes, pieces.at(-1)?.[1] ?? start) + 1;
  for (const [from, end] of pieces.toReversed()) {
    to -= end - from;
    bytes.copyWithin(to, from, end);
  }
  bytes.fill(SPACE, start, to);
  bytes.fill(NEWLINE, start, start + pieces.length);
}

function lineEnd(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(NEWLINE, from);
  return end === -1 ? bytes.length : end;
}

/** As C's `isspace` has it. */
export function isSpace(code: number | undefined): boolean {
  return code === SPACE || (code !== undefined && code >= 0x09 && code <= RETURN);
}

const ENDS = ['\\\n', '\\\r\n'];
const LINES_OF_A_STEP = 10_000;
const [NEWLINE, RETURN, SPACE, HASH_SIGN, BACKSLASH] = [0x0a, 0x0d, 0x20, 0x23, 0x5c] as const;
