import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fakeClock } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Count } from '../src/counting/counters.js';
import { memoryCounters } from '../src/counting/memory-counters.js';
import { createLimiter } from '../src/index.js';

describe('numbers in memory', () => {
  it('last from the first addition on', () => {
    const clock = fakeClock();
    const counters = memoryCounters(10, clock.now);
    expect(counters.add('a', 1, 10)).toEqual({ value: 1, leftMs: 10_000 });
    clock.advance(4000);
    expect(counters.add('a', 1, 10)).toEqual({ value: 2, leftMs: 6000 });
    clock.advance(6000);
    expect(counters.get('a')).toEqual({ value: 0, leftMs: 0 });
    expect(counters.add('a', 1, 10)).toEqual({ value: 1, leftMs: 10_000 });
  });

  it('never fall below nothing', () => {
    const counters = memoryCounters(10, () => 0);
    expect(counters.add('a', -1, 10)).toMatchObject({ value: 0 });
    expect(counters.add('a', 1, 10)).toMatchObject({ value: 1 });
    counters.add('a', -1, 10);
    counters.add('a', -1, 10);
    expect(counters.add('a', 1, 10)).toMatchObject({ value: 1 });
  });

  it('are forgotten when there are too many and nobody asks for them', () => {
    const counters = memoryCounters(100, () => 0);
    const found = (key: string): boolean => (counters.get(key) as Count).value === 1;
    for (let i = 0; i < 200; i++) {
      counters.add(`${i}`, 1, 10);
      expect(found('0')).toBe(true);
    }
    const left = Array.from({ length: 200 }, (_, i) => i).filter((i) => found(`${i}`));
    expect(left[0]).toBe(0);
    expect(left.at(1)).toBeGreaterThan(100);
    expect(left.at(-1)).toBe(199);
    expect(left.length).toBeGreaterThanOrEqual(50);
  });

  it('do not become slower for a key that is used all the time', () => {
    const counters = memoryCounters(100_000, () => 0);
    for (let i = 0; i < 40_000; i++) counters.add(`${i}`, 1, 10);
    const start = process.cpuUsage();
    for (let i = 0; i < 20_000; i++) {
      counters.add('hot', 1, 10);
      counters.delete('hot');
    }
    // 20 µs each, which is a hundred times what it takes.
    expect(process.cpuUsage(start).user).toBeLessThan(400_000);
  });

  it('are what a list of additions says', () => {
    const operation = fc.record({
      key: fc.constantFrom('a', 'b'),
      by: fc.constantFrom(1, 1, -1),
      pauseMs: fc.nat({ max: 4000 }),
    });
    fc.assert(
      fc.property(fc.array(operation), (operations) => {
        const clock = fakeClock();
        const counters = memoryCounters(10, clock.now);
        const model = new Map<string, { value: number; endsMs: number }>();
        for (const { key, by, pauseMs } of operations) {
          clock.advance(pauseMs);
          let entry = model.get(key);
          if (!entry || entry.endsMs <= clock.now() || entry.value === 0)
            entry = { value: 0, endsMs: clock.now() + 5000 };
          entry.value = Math.max(0, entry.value + by);
          model.set(key, entry);
          expect(counters.add(key, by, 5)).toMatchObject({ value: entry.value });
        }
      }),
    );
  });

  it('stay bounded while somebody tries names and addresses without end', () => {
    const clock = fakeClock();
    const limiter = createLimiter({ maxKeys: 1000, now: clock.now });
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const heap = (): number => {
      collect();
      return process.memoryUsage().heapUsed;
    };
    const guess = (i: number) => {
      const where = { address: `2001:db8:${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}::1` };
      limiter.penalise(where, { user: `user${i}`, secret: `secret ${i}` });
    };
    for (let i = 0; i < 20_000; i++) guess(i);
    const before = heap();
    for (let i = 20_000; i < 100_000; i++) guess(i);
    expect(heap() - before).toBeLessThan(5_000_000);
  });
});
