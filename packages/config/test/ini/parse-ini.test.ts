import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { busyMs } from '../../../testkit/test/busy.js';
import { readByUs } from './ours.js';
import { hasPython, readByPython } from './python.js';

/** Lines of which files are made that have something in them that a parser could take otherwise. */
const name = fc.constantFrom('a', 'B', 'use', 'Use', 'plugins', 'here', 'é', 'İ', 'a b', '');
const value = fc.oneof(
  fc.constantFrom(
    '1',
    '%(here)s',
    '%(a)s',
    '%(B)s',
    '%(none)s',
    '%%',
    '%',
    '%(',
    '%(a',
    '%()s',
    '%(use)s%(a)s',
    'x ; y',
  ),
  fc.constantFrom('x # y', '=', ':', '"q"', "'", '[x]', 'a;browser', '\u00a0', '\u001c', '\u0085', '\ufeff', '\u2028'),
  fc.string({ maxLength: 6 }),
);
const line = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(name, fc.constantFrom('=', ' = ', ':', ' : ', '=:', ' '), value).map((parts) => parts.join('')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('[plugin:a]', '[general]', '[DEFAULT]', '[ a ]', '[]', '[]]', '[a] x', '[a]b]', '['),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\t', '# c', ' ; c', ';', '\u00a0', '\f', 'word', '\u001c') },
  { weight: 1, arbitrary: value },
);
const indented = fc
  .tuple(fc.constantFrom('', '', '', ' ', '  ', '\t', '\u00a0', '\u001c'), line)
  .map((parts) => parts.join(''));
const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\v', '\n\n');
const file = fc
  .tuple(
    fc.constantFrom('[s]\n', '[s]\n', '[s]\n', '', '\ufeff', '\n'),
    fc.array(fc.tuple(indented, end), { maxLength: 12 }),
  )
  .map(([head, lines]) => head + lines.flat().join(''));

describe('INI', () => {
  it.skipIf(!hasPython)('is read as Python reads it', () => {
    const texts = fc.sample(file, { numRuns: 8000, seed: 20_261_129 });
    const theirs = readByPython(texts);
    const counts = { read: 0, raised: 0, interpolation: 0 };
    texts.forEach((text, i) => {
      const ours = readByUs(text);
      const python = theirs[i];
      const about = JSON.stringify({ text, ours, python });
      if (python && 'raises' in python) {
        counts.raised++;
        const lines = ours.errors.map(({ place }) => place.line);
        expect(ours.errors.length, about).toBeGreaterThan(0);
        if (typeof python.line === 'number') expect(lines, about).toContain(python.line);
        return;
      }
      expect(ours.errors, about).toEqual([]);
      expect(Object.keys(ours.sections), about).toEqual(Object.keys(python?.sections ?? {}));
      for (const [section, options] of Object.entries(python?.sections ?? {})) {
        if ('raises' in options) {
          counts.interpolation++;
          expect(Object.values(ours.sections[section] ?? {}), about).toContain(undefined);
        } else {
          counts.read++;
          expect(ours.sections[section], about).toEqual(options);
        }
      }
    });
    // All kinds were among them.
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(300);
  });

  it('is read in linear time', () => {
    const long = 300_000;
    for (const text of [
      `[s]\na = ${' '.repeat(long)}x`,
      `[s]\na = ${'%'.repeat(long)}`,
      `[s]\na = ${'%('.repeat(long)}`,
      `[s]\na = ${'%(here)s'.repeat(long / 10)}`,
      `[s]\na = 1\n${'\n'.repeat(long)}`,
      `[s]\na = 1\n${' x\n'.repeat(long / 3)}`,
      `[s]\n${'['.repeat(long)}`,
      `[s]\n${']'.repeat(long)}=`,
      `[s]\n${Array.from({ length: 30_000 }, (_, i) => `a${i} = 1`).join('\n')}`,
    ]) {
      const start = busyMs();
      readByUs(text);
      expect(busyMs() - start).toBeLessThan(1500);
    }
  });

  it('stops values that grow without an end', () => {
    const names = 'abcdefghij';
    const lines = [...names].map((one, i) => `${one} = ${`%(${names[i + 1] ?? 'here'})s`.repeat(50)}`);
    expect(readByUs(`[s]\n${lines.join('\n')}`).sections['s']?.['a']).toBeUndefined();
  });

  it('has all errors, with their lines', () => {
    const { errors } = readByUs('a = 1\n[s]\nword\nA = 1\na = 2\n= 3\n[s]\nb = 1\n');
    expect(errors.map(({ code, place: { line, section, option } }) => [code, line, section, option])).toEqual([
      ['CONFIG_SYNTAX', 1, undefined, undefined],
      ['CONFIG_SYNTAX', 3, 's', undefined],
      ['CONFIG_DUPLICATE', 5, 's', 'a'],
      ['CONFIG_SYNTAX', 6, 's', undefined],
      ['CONFIG_DUPLICATE', 7, 's', undefined],
    ]);
  });
});
