import { type Findings, type Place, quoted } from '../findings/finding.js';
import { type IniDocument, type IniSection, rawValue } from '../ini/document.js';
import { type Budget, interpolated, unitedOptions } from '../ini/interpolate.js';
import { words } from '../ini/python-text.js';

/** What the reading of a who.ini needs everywhere. */
export interface IniContext {
  readonly document: IniDocument;
  readonly file: string;
  /** What `%(here)s` is. */
  readonly here: string;
  readonly findings: Findings;
  /** What interpolation may still cost. */
  readonly budget: Budget;
}

/** An option with everything replaced. */
export interface SectionOption {
  readonly value: string;
  readonly place: Place;
}

/** A section with everything replaced. Where something could not be, it is found, and the option is left out. */
export interface Section {
  readonly name: string;
  readonly place: Place;
  readonly options: ReadonlyMap<string, SectionOption>;
  /** Whether all options could be had. */
  readonly isWhole: boolean;
}

/** `cp.items(name)`: the options of a section, those of `[DEFAULT]` included; without `here`. */
export function sectionOf(context: IniContext, ini: IniSection): Section {
  const { document, file, here, findings, budget } = context;
  const united = unitedOptions(document, ini);
  const options = new Map<string, SectionOption>();
  let isWhole = true;
  for (const [name, option] of united) {
    const place: Place = { file, line: option.line, section: ini.name, option: name };
    const value = interpolated(rawValue(option), united, here, budget);
    if (typeof value === 'string') {
      if (name !== 'here') options.set(name, { value, place });
      continue;
    }
    isWhole = false;
    findings.error('CONFIG_INTERPOLATION', place, `The value ${value.message}.`);
  }
  return { name: ini.name, place: { file, line: ini.line, section: ini.name }, options, isWhole };
}

/** A word of a list, with its own line where nothing in the list was replaced. */
export interface Word {
  readonly text: string;
  readonly place: Place;
}

/** The words of an option, e.g. of `plugins`. */
export function wordsOf(context: IniContext, section: Section, name: string): readonly Word[] {
  const option = section.options.get(name);
  if (!option) return [];
  const ini = context.document.sections.get(section.name)?.options.get(name) ?? context.document.defaults.get(name);
  if (!ini || rawValue(ini).includes('%')) return words(option.value).map((text) => ({ text, place: option.place }));
  return ini.parts.flatMap(({ text, line }) =>
    words(text).map((word) => ({ text: word, place: { ...option.place, line } })),
  );
}

/** A hint for those sections that Python passes over without a word because their names are written otherwise. */
export function nearMiss(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  const known = KNOWN.find((one) => plain === one || plain === `${one}s` || `${plain}s` === one);
  if (known !== undefined && known !== name) return `is not ${quoted(known)}: names of sections count to the letter`;
  if (/^plugins?\s*:/.test(plain) && !name.startsWith('plugin:')) {
    return 'does not begin with "plugin:" in lower case, without blanks before it';
  }
  return undefined;
}

const KNOWN = ['general', 'identifiers', 'authenticators', 'challengers', 'mdproviders', 'who'];
