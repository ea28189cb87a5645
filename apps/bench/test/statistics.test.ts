import { describe, expect, it } from 'vitest';
import { differences, ratios, slopeOf, spreadOf, standardErrorOf } from '../src/statistics.js';

describe('statistics', () => {
  it('take the middle and the quartiles, in whatever order the figures come', () => {
    expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4, count: 5 });
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, low: 1.75, high: 3.25, count: 4 });
    expect(spreadOf([7])).toEqual({ median: 7, low: 7, high: 7, count: 1 });
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('do not let one disturbed round count', () => {
    const quiet = Array.from({ length: 20 }, (_, i) => 100 + (i % 5));
    const disturbed = [...quiet.slice(1), 9000];
    expect(spreadOf(disturbed).median).toBeCloseTo(spreadOf(quiet).median, 0);
    expect(standardErrorOf(spreadOf(disturbed))).toBeCloseTo(standardErrorOf(spreadOf(quiet)), 0);
  });

  it('compare round by round, so that a slow round is slow for both', () => {
    expect(ratios([2, 20, 4], [1, 10, 2])).toEqual([2, 2, 2]);
    expect(differences([4, 13, 5], [1, 10, 2])).toEqual([3, 3, 3]);
  });

  it('know less from fewer rounds', () => {
    const few = spreadOf([1, 2, 3, 4]);
    expect(standardErrorOf({ ...few, count: 16 })).toBeCloseTo(standardErrorOf(few) / 2);
  });

  it('find what each step costs', () => {
    expect(slopeOf([1, 10, 100].map((x) => [x, 3 + 0.25 * x] as const))).toBeCloseTo(0.25);
  });
});
