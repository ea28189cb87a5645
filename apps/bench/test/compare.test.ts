import { describe, expect, it } from 'vitest';
import { compare, slowerInAll } from '../src/short/compare.js';
import type { Costs } from '../src/short/measure.js';
import { spreadOf } from '../src/statistics.js';

/** Rounds around a cost that differ by so large a part of it. */
const costs = (median: number, part = 0.02): Costs => ({
  'over-http/x': spreadOf(Array.from({ length: 15 }, (_, i) => median * (1 + (part * (i - 7)) / 7))),
});

describe('the comparison with the baseline', () => {
  it.each([
    ['what is the same', 1.2, 0.02, false],
    ['what is faster', 0.6, 0.02, false],
    ['a little more than usual', 1.35, 0.02, false],
    ['a third more', 1.6, 0.02, true],
    ['a third more among noise that explains it', 1.6, 0.9, false],
  ])('judges %s', (_what, now, part, isSlower) => {
    expect(compare(costs(1.2), costs(now, part), true)).toMatchObject([{ id: 'over-http/x', isSlower }]);
  });

  it('tolerates more on another machine', () => {
    expect(compare(costs(1.2), costs(1.45), true)[0]?.isSlower).toBe(true);
    expect(compare(costs(1.2), costs(1.45), false)[0]?.isSlower).toBe(false);
  });

  it('refuses a baseline of other cases', () => {
    expect(() => compare({}, costs(1), true)).toThrow(/not in the baseline/);
    expect(() => compare(costs(1), {}, true)).toThrow(/not in this run/);
  });

  it('gives an alarm only for what is slower each time', () => {
    const slow = compare(costs(1), costs(2), true);
    const fine = compare(costs(1), costs(1), true);
    expect(slowerInAll([slow, slow])).toEqual(['over-http/x']);
    expect(slowerInAll([slow, fine])).toEqual([]);
  });
});
