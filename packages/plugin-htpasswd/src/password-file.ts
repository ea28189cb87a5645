import { isUtf8 } from 'node:buffer';
import type { Kind, Unusable } from '@who/passwords';
import type { HtpasswdSettings } from './options.js';
import { kindOf } from './verifier.js';

/** What may be computed to check a password. */
export type Limits = Pick<HtpasswdSettings, 'maxBcryptCost' | 'maxShaRounds' | 'allowDes'>;

/** What a password file says. */
export interface PasswordFile {
  /** User → stored hash; an empty one that nothing matches where the line cannot be used. */
  readonly users: ReadonlyMap<string, string>;
  /**
   * Checked in place of a hash that is not there, so that it takes as long: one of those that most are like. `undefined`
   * when no line can be used.
   */
  readonly decoy: string | undefined;
  /** What is wrong with lines that never match, e.g. `line 7: unsupported scheme: yescrypt ($y$)`. The first ones only. */
  readonly problems: readonly string[];
  /** How many such lines there are. */
  readonly problemCount: number;
}

/**
 * Reads a password file the way Apache's `mod_authn_file` does: white space around a line does not count; lines that
 * begin with `#` and blank ones are skipped; a line that ends with a backslash goes on in the next; the first line of a
 * user wins; what stands after the hash and another colon is ignored. Unlike there, a byte order mark does not count.
 *
 * @throws {Error} when it cannot be a password file
 */
export function parsePasswordFile(bytes: Uint8Array, limits: Limits): PasswordFile {
  // latin-1 takes one byte of memory per byte of the file, and every line can be turned back into its bytes.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(UTF8_MARK, '');
  if (text.includes('\0')) {
    throw new Error(
      UTF16_MARK.test(text) ? 'It is UTF-16, as PowerShell writes: save it as UTF-8.' : 'It is not a text file.',
    );
  }

  const users = new Map<string, string>();
  const tally = new Map<string, { hash: string; count: number }>();
  const problems: string[] = [];
  let problemCount = 0;
  let hasColon = false;

  for (const { line, number } of logicalLines(text)) {
    const nameEnd = line.indexOf(':');
    if (nameEnd !== -1) hasColon = true;
    const name = utf8(nameEnd === -1 ? line : line.slice(0, nameEnd));
    if (name !== undefined && users.has(name)) continue;

    const hash = nameEnd === -1 ? '' : hashIn(line, nameEnd);
    const kind = kindOf(hash);
    const problem = name === undefined ? 'user name is not UTF-8' : problemOf(kind, limits);
    if (problem !== undefined) {
      problemCount++;
      if (problems.length < MAX_PROBLEMS) problems.push(`line ${number}: ${problem}`);
    } else if ('scheme' in kind) {
      const key = kind.scheme + kind.cost;
      tally.set(key, { hash, count: (tally.get(key)?.count ?? 0) + 1 });
    }
    if (name !== undefined) users.set(name, problem === undefined ? hash : '');
  }
  if (users.size > 0 && !hasColon) throw new Error('It has no line of the form user:hash.');

  const [dominant] = [...tally.values()].sort((a, b) => b.count - a.count);
  return { users, decoy: dominant?.hash, problems, problemCount };
}

/** Why a hash is not checked; `undefined` when it is. */
function problemOf(kind: Kind | Unusable, limits: Limits): string | undefined {
  const { maxBcryptCost, maxShaRounds, allowDes } = limits;
  if ('code' in kind) return /^(?:no hash|plain text)/.test(kind.form) ? kind.form : `unsupported scheme: ${kind.form}`;
  const { scheme, cost } = kind;
  if (scheme === 'des-crypt') return allowDes ? undefined : 'DES-crypt, which only "allowDes" lets in';
  if (scheme === 'bcrypt') return cost > maxBcryptCost ? `bcrypt cost ${cost} is above ${maxBcryptCost}` : undefined;
  return scheme.startsWith('sha') && cost > maxShaRounds
    ? `${cost} rounds of SHA-crypt are above ${maxShaRounds}`
    : undefined;
}

/** Apache skips every colon after the name, and stops at the next one. */
function hashIn(line: string, nameEnd: number): string {
  let start = nameEnd;
  while (line[start] === ':') start++;
  const end = line.indexOf(':', start);
  return end === -1 ? line.slice(start) : line.slice(start, end);
}

/** Lines that say something, trimmed, with the number of the line in the file where each ends. */
function* logicalLines(text: string): Generator<{ line: string; number: number }> {
  let begun = '';
  let number = 0;
  for (let start = 0, end = 0; start < text.length; start = end + 1) {
    number++;
    end = text.indexOf('\n', start);
    const isLast = end === -1;
    if (isLast) end = text.length;
    const physical = begun + text.slice(start, !isLast && text[end - 1] === '\r' ? end - 1 : end);
    const isContinued = !isLast && physical.endsWith('\\');
    const logical = isContinued ? physical.slice(0, -1) : physical;
    begun = isContinued ? logical : '';
    if (isContinued && end + 1 < text.length) continue;
    const line = trimmed(logical);
    if (line !== '' && line[0] !== '#') yield { line, number };
  }
}

/** Without the white space of C's `isspace` at both ends. */
function trimmed(line: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && WHITE_SPACE.includes(line[start] as string)) start++;
  while (end > start && WHITE_SPACE.includes(line[end - 1] as string)) end--;
  return line.slice(start, end);
}

function utf8(latin1: string): string | undefined {
  if (!/[\x80-\xff]/.test(latin1)) return latin1;
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

const UTF8_MARK = /^\xef\xbb\xbf/;
const UTF16_MARK = /^(?:\xff\xfe|\xfe\xff)/;
const MAX_PROBLEMS = 20;
const WHITE_SPACE = ' \t\v\f\r';
