import { describe, expect, it } from 'vitest';
import { barChart } from '../src/report/chart.js';
import { nameOf } from '../src/report/environment.js';
import { short, withQuartiles } from '../src/report/number.js';
import { sectionTable, verdictTable } from '../src/report/table.js';
import { spreadOf } from '../src/statistics.js';
import { judge, targets } from '../src/targets.js';

const spread = spreadOf([1, 2, 3]);

describe('the report', () => {
  it('writes numbers with the digits that say something', () => {
    expect([0, 0.1234, 1.234, 12.34, 123.4, 12345.6].map(short)).toEqual([
      '0',
      '0.123',
      '1.23',
      '12.3',
      '123',
      '12,346',
    ]);
    expect(withQuartiles(spread)).toBe('2.00 (1.50–2.50)');
    expect(withQuartiles(spreadOf([2]))).toBe('2.00');
  });

  it('goes into a file that is called by its time and its line of Node', () => {
    const where = { date: '2026-11-28T16:06:30.948Z', node: 'v24.3.0', cpu: '', cores: 2, load: 0 };
    expect(nameOf(where)).toBe('2026-11-28T16-06-30-948Z-node24');
  });

  it('lines figures up, and leaves out what was not measured', () => {
    const figures = [
      { id: 'a', label: 'first', values: { µs: spread } },
      { id: 'b', label: 'second one', values: { bytes: spreadOf([5]) } },
    ];
    expect(sectionTable({ name: 's', title: 'Title', notes: ['A note.'], figures })).toBe(
      [
        'Title',
        '              µs                bytes',
        '  first       2.00 (1.50–2.50)',
        '  second one                    5.00',
        'A note.',
        '',
      ].join('\n'),
    );
  });

  it('says which targets are held, missed and not measured', () => {
    const [first, second] = targets;
    if (!first || !second) throw new Error('There are no targets.');
    const figures = [
      { id: first.figure, label: '', values: { [first.unit]: spreadOf([0.99]) } },
      { id: second.figure, label: '', values: { [second.unit]: spreadOf([0.5]) } },
    ];
    const verdicts = judge([{ name: 's', title: '', notes: [], figures }]);
    expect(verdicts.slice(0, 3).map(({ held, measured }) => [held, measured?.median])).toEqual([
      [true, 0.99],
      [false, 0.5],
      [false, undefined],
    ]);
    expect(verdictTable(verdicts).split('\n').slice(2, 5)).toEqual([
      expect.stringContaining('held'),
      expect.stringContaining('missed'),
      expect.stringContaining('not measured'),
    ]);
  });

  it('doubts a median that is within two standard errors of its bound', () => {
    const [target] = targets;
    if (!target || !('atLeast' in target.bound)) throw new Error('The first target has no lower bound.');
    const { atLeast } = target.bound;
    const wordFor = (median: number, count: number): string | undefined => {
      const measured = { median, low: median - 0.05, high: median + 0.05, count };
      const figures = [{ id: target.figure, label: '', values: { [target.unit]: measured } }];
      const [verdict] = judge([{ name: 's', title: '', notes: [], figures }]);
      return verdict && verdictTable([verdict]).split('\n')[2]?.trim().split(' ')[0];
    };
    expect(wordFor(atLeast + 0.03, 25)).toBe('held?');
    expect(wordFor(atLeast - 0.03, 25)).toBe('missed?');
    expect(wordFor(atLeast + 0.03, 100)).toBe('held');
    expect(wordFor(atLeast - 0.03, 100)).toBe('missed');
  });
});

describe('the chart', () => {
  const bars = [
    { label: '@who & <others>', spread: spreadOf([1, 2, 3]), isOurs: true },
    { label: 'half', spread: spreadOf([1]), isOurs: false },
  ];
  const svg = barChart({ title: 'T', subtitle: 'S', bars });

  it('draws bars as long as their medians', () => {
    const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(2);
    expect((widths[0] ?? 0) / (widths[1] ?? 0)).toBeCloseTo(2, 1);
  });

  it('is plain text for light and dark ground, with nothing from elsewhere', () => {
    expect(svg).toContain('@who &amp; &lt;others&gt;');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).not.toMatch(/<script|href|url\(/);
  });
});
