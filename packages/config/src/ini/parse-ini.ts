import { type Findings, quoted } from '../findings/finding.js';
import type { IniDocument, IniOption, IniPart, IniSection } from './document.js';
import { indent, linesOf, strip, stripEnd } from './python-text.js';

/** An option while it is being read. */
interface OpenOption extends IniOption {
  readonly parts: IniPart[];
}

/** A section while it is being read. */
interface OpenSection extends IniSection {
  readonly options: Map<string, OpenOption>;
}

/**
 * Reads INI by the rules of Python's `ConfigParser` (strict, with its defaults): names of options in lower case, `=` or
 * `:`, values that go on in indented lines, whole lines of comments by `#` and `;`. Where Python stops at the first
 * error, this one goes on and finds the others.
 */
export function parseIni(file: string, text: string, findings: Findings): IniDocument {
  return new IniReader(file, findings).read(linesOf(text));
}

class IniReader {
  readonly #file: string;
  readonly #findings: Findings;
  readonly #sections = new Map<string, OpenSection>();
  readonly #defaults: OpenSection = { name: DEFAULT, line: 0, options: new Map() };
  #section: OpenSection | undefined;
  #option: OpenOption | undefined;
  /** How far the line was indented that the next ones may go on. */
  #indent = 0;
  #strayLines = 0;

  constructor(file: string, findings: Findings) {
    this.#file = file;
    this.#findings = findings;
  }

  read(lines: readonly string[]): IniDocument {
    lines.forEach((line, index) => {
      this.#readLine(line, index + 1);
    });
    const options = [this.#defaults, ...this.#sections.values()].flatMap((section) => [...section.options.values()]);
    for (const { parts } of options) dropEmptyEnd(parts);
    return { sections: this.#sections, defaults: this.#defaults.options };
  }

  #readLine(line: string, number: number): void {
    const value = strip(line);
    if (value.startsWith('#') || value.startsWith(';')) return;
    if (value === '') {
      this.#option?.parts.push({ text: '', line: number });
      return;
    }
    const depth = indent(line) ?? 0;
    if (this.#option && depth > this.#indent) {
      this.#option.parts.push({ text: value, line: number });
      return;
    }
    this.#indent = depth;
    // Greedy: up to the last bracket. What is behind it counts for nothing.
    const end = value.startsWith('[') ? value.lastIndexOf(']') : -1;
    if (end > 1) this.#openSection(value.slice(1, end), number);
    else if (this.#section) this.#readOption(this.#section, value, number);
    else this.#noSection(number, line);
  }

  #openSection(name: string, line: number): void {
    this.#option = undefined;
    if (name === DEFAULT) {
      this.#section = this.#defaults;
      return;
    }
    const known = this.#sections.get(name);
    if (known) {
      this.#error(
        'CONFIG_DUPLICATE',
        { line, section: name },
        `stands a second time. The first is on line ${known.line}.`,
      );
    }
    // Python is out by now. What the second one has is looked at, and belongs to nobody.
    this.#section = { name, line, options: new Map() };
    if (!known) this.#sections.set(name, this.#section);
  }

  #readOption(section: OpenSection, value: string, line: number): void {
    const at = value.search(/[=:]/);
    const name = at === -1 ? '' : stripEnd(value.slice(0, at)).toLowerCase();
    if (name === '') {
      const problem = at === -1 ? 'has neither "=" nor ":"' : 'has no name before its delimiter';
      const hint = 'A line that goes on with the value before has to be indented; a comment begins with "#" or ";".';
      this.#error('CONFIG_SYNTAX', { line, section: section.name }, `The line ${problem}. ${hint}`);
      // Python goes on with the option before, unless this one had a delimiter.
      if (at !== -1) this.#option = undefined;
      return;
    }
    const before = section.options.get(name);
    if (before) {
      this.#error(
        'CONFIG_DUPLICATE',
        { line, section: section.name, option: name },
        `stands a second time in its section; upper and lower case are the same. The first is on line ${before.line}.`,
      );
    }
    this.#option = { name, line, parts: [{ text: strip(value.slice(at + 1)), line }] };
    if (!before) section.options.set(name, this.#option);
  }

  #noSection(line: number, text: string): void {
    // One for all that stands before the first heading.
    if (this.#strayLines++ > 0) return;
    const hint = text.startsWith('\ufeff') ? 'The file begins with a byte order mark, which has to go. ' : '';
    this.#error('CONFIG_SYNTAX', { line }, `${hint}A section has to come first, e.g. ${quoted('[general]')}.`);
  }

  #error(code: 'CONFIG_SYNTAX' | 'CONFIG_DUPLICATE', place: object, message: string): void {
    this.#findings.error(code, { file: this.#file, ...place }, message);
  }
}

/** `rstrip` of the whole value. */
function dropEmptyEnd(parts: IniPart[]): void {
  while (parts.length > 1 && parts.at(-1)?.text === '') parts.pop();
}

const DEFAULT = 'DEFAULT';
