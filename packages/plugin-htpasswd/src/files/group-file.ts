import type { Steps } from '@who/secrets';
import { isSpace, joinLines, LineReader } from './lines.js';
import { fromUtf8, ProblemList, type Problems, textIn } from './text-file.js';

/** What a group file says. */
export interface GroupFile {
  /** The groups of a user, in the order of the file, each once. */
  groupsOf(user: string): readonly string[];
  /** The lines that make nobody a member. */
  problems(): Steps<Problems>;
}

/**
 * Reads a file of groups the way Apache's `mod_authz_groupfile` does: `group: user "another user"`, and the members of
 * all lines of a group together. A group whose name could not be a token of a ticket has no members here.
 *
 * @throws {Error} when it is no text
 */
export function* readGroupFile(bytes: Uint8Array): Steps<GroupFile> {
  const groups = new Map<string, string[]>();
  const problems = new ProblemList();
  let words = 0;
  const file = yield* joinLines(textIn(bytes));
  const reader = new LineReader(file);
  while (reader.read()) {
    const { start, end, number } = reader;
    const text = file.toString('latin1', start, end);
    const nameEnd = text.indexOf(':');
    const group = fromUtf8(trimmedEnd(nameEnd === -1 ? text : text.slice(0, nameEnd)));
    const problem = problemOf(group, nameEnd);
    if (group === undefined || problem !== undefined) {
      problems.add(number, problem ?? 'not UTF-8');
      continue;
    }
    for (const word of wordsIn(text, nameEnd)) {
      if (++words % WORDS_OF_A_STEP === 0) yield;
      const user = fromUtf8(word);
      if (user === undefined) problems.add(number, `a user of ${JSON.stringify(group)} is not UTF-8`);
      else join(groups, user, group);
    }
  }
  return {
    groupsOf: (user) => groups.get(user) ?? NONE,
    // biome-ignore lint/correctness/useYield: they are known already.
    *problems() {
      return problems;
    },
  };
}

/** Not by an expression, whose time would grow with the square of the blanks. */
function trimmedEnd(text: string): string {
  let end = text.length;
  while (isSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

/** About five milliseconds. */
const WORDS_OF_A_STEP = 10_000;
const NONE: readonly string[] = Object.freeze([]);

function problemOf(group: string | undefined, nameEnd: number): string | undefined {
  if (group === undefined) return 'group name is not UTF-8';
  if (nameEnd === -1) return 'no colon behind the name of a group';
  return /^$|[,!\p{Cc}]/u.test(group)
    ? 'a group is empty or has a character that no token has (, ! or control)'
    : undefined;
}

function join(groups: Map<string, string[]>, user: string, group: string): void {
  const known = groups.get(user);
  if (!known) groups.set(user, [group]);
  else if (!known.includes(group)) known.push(group);
}

/**
 * Words as Apache reads those of its configuration: in quotes they may have blanks, with a backslash in front that very
 * quote; two backslashes are one, everywhere. A quote that nothing ends reaches to the end of the line. By steps and not by
 * an expression, which fails where a word is very long.
 */
function* wordsIn(line: string, nameEnd: number): Generator<string> {
  let at = nameEnd;
  while (line[at] === ':') at++;
  for (;;) {
    while (isSpace(line.charCodeAt(at))) at++;
    if (at >= line.length) return;
    const quote = line[at] === '"' || line[at] === "'" ? line[at] : undefined;
    const start = quote === undefined ? at : at + 1;
    const end = quote === undefined ? bareEnd(line, start) : quotedEnd(line, start, quote);
    const word = line.slice(start, end);
    yield word.includes('\\') ? unescaped(word, quote) : word;
    at = quote === undefined ? end : end + 1;
  }
}

function bareEnd(line: string, start: number): number {
  let end = start;
  while (end < line.length && !isSpace(line.charCodeAt(end))) end++;
  return end;
}

function quotedEnd(line: string, start: number, quote: string): number {
  let end = start;
  while (end < line.length && line[end] !== quote) {
    const isPair = line[end] === '\\' && (line[end + 1] === quote || line[end + 1] === '\\');
    end += isPair ? 2 : 1;
  }
  return end;
}

function unescaped(word: string, quote: string | undefined): string {
  return word.replace(/\\([\\"'])/g, (pair, second) => (second === '\\' || second === quote ? second : pair));
}
