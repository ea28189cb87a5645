import { type Findings, quoted } from '../findings/finding.js';
import type { PlanValue } from '../plan/plan.js';
import { Lines } from './lines.js';
import { MAX_DEPTH, type Position, pathOf, type Tree } from './tree.js';

/** Reads JSON (RFC 8259), and keeps where everything stands. The first error ends it; names that come twice do not. */
export function parseJson(file: string, text: string, findings: Findings): Tree {
  const reader = new JsonReader(file, text, findings);
  try {
    const value = reader.document();
    return { value, positions: reader.positions };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    findings.error('CONFIG_SYNTAX', { file, ...reader.position() }, error.message);
    return { value: undefined, positions: reader.positions };
  }
}

class JsonReader {
  readonly positions = new Map<string, Position>();
  readonly #file: string;
  readonly #text: string;
  readonly #findings: Findings;
  readonly #lines: Lines;
  #at = 0;

  constructor(file: string, text: string, findings: Findings) {
    this.#file = file;
    this.#text = text;
    this.#findings = findings;
    this.#lines = new Lines(text);
  }

  document(): PlanValue {
    const value = this.#value('', 0);
    this.#blanks();
    if (this.#at < this.#text.length) throw new SyntaxError('There is something behind the end of the value.');
    return value;
  }

  position(): Position {
    return this.#lines.position(this.#at);
  }

  #value(path: string, depth: number): PlanValue {
    if (depth > MAX_DEPTH) throw new SyntaxError(`Values are inside of each other more than ${MAX_DEPTH} deep.`);
    this.#blanks();
    if (!this.positions.has(path)) this.positions.set(path, this.position());
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(path, depth);
    if (first === '[') return this.#list(path, depth);
    if (first === '"') return this.#string();
    for (const [word, value] of WORDS) if (this.#takes(word)) return value;
    return this.#number();
  }

  #object(path: string, depth: number): PlanValue {
    const found = new Map<string, PlanValue>();
    this.#at++;
    this.#blanks();
    if (this.#takes('}')) return {};
    do {
      this.#blanks();
      const start = this.position();
      if (this.#text[this.#at] !== '"') throw new SyntaxError('A name in double quotes has to stand here.');
      const name = this.#string();
      const own = pathOf(path, name);
      if (found.has(name)) {
        this.#findings.error(
          'CONFIG_DUPLICATE',
          { file: this.#file, ...start, option: own },
          `${quoted(name)} stands a second time.`,
        );
      }
      this.positions.set(own, start);
      this.#blanks();
      if (!this.#takes(':')) throw new SyntaxError('A ":" has to stand here.');
      found.set(name, this.#value(own, depth + 1));
      this.#blanks();
    } while (this.#takes(','));
    if (!this.#takes('}')) throw new SyntaxError('A "," or "}" has to stand here.');
    return fromEntries(found);
  }

  #list(path: string, depth: number): PlanValue {
    const values: PlanValue[] = [];
    this.#at++;
    this.#blanks();
    if (this.#takes(']')) return values;
    do {
      values.push(this.#value(pathOf(path, values.length), depth + 1));
      this.#blanks();
    } while (this.#takes(','));
    if (!this.#takes(']')) throw new SyntaxError('A "," or "]" has to stand here.');
    return values;
  }

  #string(): string {
    const start = this.#at;
    for (let at = start + 1; at < this.#text.length && this.#text.charCodeAt(at) >= 0x20; at++) {
      if (this.#text[at] === '\\') at++;
      else if (this.#text[at] === '"') {
        this.#at = at + 1;
        return unescaped(this.#text.slice(start, this.#at));
      }
    }
    throw new SyntaxError('The text in double quotes that begins here has no end on its line.');
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const [found] = NUMBER.exec(this.#text) ?? [];
    if (found === undefined)
      throw new SyntaxError('A value has to stand here: texts need double quotes, and comments are not JSON.');
    this.#at += found.length;
    return Number(found);
  }

  #blanks(): void {
    BLANKS.lastIndex = this.#at;
    this.#at += BLANKS.exec(this.#text)?.[0].length ?? 0;
  }

  #takes(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

/** As an object whose `__proto__` is a name like any other. */
export function fromEntries(entries: Iterable<readonly [string, PlanValue]>): PlanValue {
  return Object.fromEntries(entries);
}

function unescaped(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    // Its own message quotes the text.
    throw new SyntaxError('A text has a "\\" that begins nothing that JSON knows; "\\" itself is written twice.');
  }
}

const WORDS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

const BLANKS = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
