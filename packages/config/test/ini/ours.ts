import { type Finding, Findings } from '../../src/findings/finding.js';
import { rawValue } from '../../src/ini/document.js';
import { interpolated, unitedOptions } from '../../src/ini/interpolate.js';
import { parseIni } from '../../src/ini/parse-ini.js';

/** What we make of a file, in Python's form. */
export interface OurReading {
  /** By section; `undefined` for options that could not be had. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;
  readonly errors: readonly Finding[];
}

export function readByUs(text: string): OurReading {
  const findings = new Findings();
  const document = parseIni('who.ini', text, findings);
  const sections: [string, Record<string, string | undefined>][] = [...document.sections.values()].map((section) => {
    const united = unitedOptions(document, section);
    const options: [string, string | undefined][] = [['here', '/here'], ...united].map(([name, option]) => {
      const value = typeof option === 'string' ? option : interpolated(rawValue(option), united, '/here');
      return [name, typeof value === 'string' ? value : undefined];
    });
    return [section.name, Object.fromEntries(options)];
  });
  return { sections: Object.fromEntries(sections), errors: findings.all };
}
