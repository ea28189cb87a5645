import { isUtf8 } from 'node:buffer';

/**
 * The bytes of a text file as latin1: one byte of memory for each, and every part can be turned back into its bytes. A
 * byte order mark is left out.
 *
 * @throws {Error} when it is no text
 */
export function textOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(UTF8_MARK, '');
  if (!text.includes('\0')) return text;
  throw new Error(
    UTF16_MARK.test(text) ? 'It is UTF-16, as PowerShell writes: save it as UTF-8.' : 'It is not a text file.',
  );
}

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
const UTF8_MARK = /^\xef\xbb\xbf/;
const UTF16_MARK = /^(?:\xff\xfe|\xfe\xff)/;
