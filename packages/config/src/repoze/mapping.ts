import { type Findings, type Place, quoted } from '../findings/finding.js';
import { integer } from '../ini/python-text.js';
import type { PlannedPart, PlanValue } from '../plan/plan.js';
import { hasReference } from '../plan/references.js';
import { entryName, entryPoint } from './entry-point.js';
import type { Section } from './section.js';

/** Makes a plugin of ours out of a section for a factory of Python's. */
export type FactoryMapping = (mapping: Mapping) => PlannedPart;

/** A section of a who.ini on its way to a plugin of ours. */
export class Mapping {
  readonly name: string;
  readonly section: Section;
  readonly findings: Findings;
  readonly #python: string;
  readonly #options: Record<string, PlanValue> = {};
  readonly #places = new Map<string, Place>();

  constructor(section: Section, python: string, findings: Findings) {
    this.name = section.name.slice('plugin:'.length);
    this.section = section;
    this.findings = findings;
    this.#python = python;
  }

  /** Whether the file has the option. */
  has(option: string): boolean {
    return this.section.options.has(option);
  }

  placeOf(option: string): Place {
    return this.section.options.get(option)?.place ?? this.section.place;
  }

  /** The text of an option. */
  text(option: string): string | undefined {
    const found = this.section.options.get(option);
    if (found && hasReference(found.value)) {
      this.differs(option, 'The "${…}" is replaced by a variable or a file. Python takes it as it stands.');
    }
    return found?.value;
  }

  /** As repoze.who reads it: everything but `yes`, `true` and `1` is false. */
  flag(option: string): boolean {
    const text = this.text(option)?.toLowerCase();
    if (text === undefined) return false;
    const isTrue = ['yes', 'true', '1'].includes(text);
    if (!isTrue && !['no', 'false', '0', ''].includes(text)) {
      this.differs(option, 'Python takes this for false, and so does this: true is "yes", "true" or "1".');
    }
    return isTrue;
  }

  /** As `int()` reads it; `undefined` also for an empty text, which Python takes for none. */
  seconds(option: string): number | undefined {
    const text = this.text(option);
    if (text === undefined || text === '') return undefined;
    const value = integer(text);
    if (value === undefined || value < 0 || !Number.isSafeInteger(value)) {
      this.error('CONFIG_BAD_VALUE', option, 'must be a whole number of seconds, without a unit.');
      return undefined;
    }
    return value;
  }

  /** A function that the file names as Python finds it. The application has to bring one in its place. */
  function(option: string, what: string): PlanValue | undefined {
    const text = this.text(option);
    if (text === undefined) return undefined;
    const entry = entryPoint(text);
    if (!entry) {
      this.error('CONFIG_BAD_VALUE', option, 'must name a function: "module:function".');
      return undefined;
    }
    const name = entryName(entry);
    this.differs(option, `A function of Python does not run here: give loadWho() ${what} as values[${quoted(name)}].`);
    return { from: name };
  }

  /** Sets an option of ours. `undefined` leaves it out. */
  set(option: string, value: PlanValue | undefined, from?: string): void {
    if (value === undefined) return;
    this.#options[option] = value;
    this.#places.set(option, from === undefined ? this.section.place : this.placeOf(from));
  }

  /** Says what is otherwise than in Python. */
  differs(option: string | undefined, message: string): void {
    this.findings.warn('CONFIG_DIFFERS', option === undefined ? this.section.place : this.placeOf(option), message);
  }

  error(code: 'CONFIG_BAD_VALUE' | 'CONFIG_MISSING', option: string, message: string): void {
    // It may be there, and what is wrong with it has been found.
    if (code === 'CONFIG_MISSING' && !this.section.isWhole) return;
    this.findings.error(code, this.has(option) ? this.placeOf(option) : { ...this.section.place, option }, message);
  }

  /** Refuses what the factory of Python does not know either. */
  known(...names: readonly string[]): void {
    for (const [name, { place }] of this.section.options) {
      if (name === 'use' || names.includes(name)) continue;
      this.findings.error(
        'CONFIG_UNKNOWN',
        place,
        `is not an option of ${this.#python}.${this.findings.hint(name, names)}`,
      );
    }
  }

  /** The plugin, with all that has been set. */
  part(use: string): PlannedPart {
    return {
      name: this.name,
      use,
      options: this.#options,
      place: this.section.place,
      places: this.#places,
      python: this.#python,
    };
  }
}
