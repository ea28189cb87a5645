import { isUtf8 } from 'node:buffer';

/**
 * The bytes of a text file without a byte order mark. They are not copied.
 *
 * @throws {Error} when it is no text
 */
export function textIn(bytes: Uint8Array): Buffer {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = startsWith(all, UTF8_MARK) ? all.subarray(UTF8_MARK.length) : all;
  if (!text.includes(0)) return text;
  throw new Error(
    UTF16_MARKS.some((mark) => startsWith(text, mark))
      ? 'It is UTF-16, as PowerShell writes: save it as UTF-8.'
      : 'It is not a text file.',
  );
}

const startsWith = (bytes: Buffer, start: Buffer): boolean => bytes.subarray(0, start.length).equals(start);

/** What bytes in latin1 mean as UTF-8; `undefined` where they are none. */
export function fromUtf8(latin1: string): string | undefined {
  if (!/[\x80-\xff]/.test(latin1)) return latin1;
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

/** The lines of a file that say nothing useful. */
export interface Problems {
  /** What is wrong with the first ones, e.g. `line 7: yescrypt ($y$)`. */
  readonly first: readonly string[];
  readonly count: number;
}

/** Collects them. */
export class ProblemList implements Problems {
  readonly first: string[] = [];
  count = 0;

  add(line: number, problem: string): void {
    this.count++;
    if (this.first.length < MOST) this.first.push(`line ${line}: ${problem}`);
  }
}

const MOST = 20;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
