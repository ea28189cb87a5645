import { fakeClock } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { memoryStore } from '../../src/sessions/memory-store.js';

describe('the store in memory', () => {
  it('keeps a value until its time is over', () => {
    const clock = fakeClock();
    const store = memoryStore(10, clock.now, vi.fn());
    store.set('a', 1, 1000);
    clock.advance(999);
    expect(store.get('a')).toBe(1);
    clock.advance(1);
    expect(store.get('a')).toBeUndefined();
    store.set('b', 2, 1000);
    store.delete('b');
    expect(store.get('b')).toBeUndefined();
  });

  it('drops what was written first when it is full, and says so', () => {
    const clock = fakeClock();
    const evicted = vi.fn();
    const store = memoryStore(2, clock.now, evicted);
    store.set('a', 1, 1000);
    store.set('b', 2, 1000);
    store.set('a', 3, 1000);
    store.set('c', 4, 1000);
    expect(['a', 'b', 'c'].map((key) => store.get(key))).toEqual([3, undefined, 4]);
    expect(evicted).toHaveBeenCalledOnce();
  });

  it('has room again when old entries have expired', () => {
    const clock = fakeClock();
    const evicted = vi.fn();
    const store = memoryStore(2, clock.now, evicted);
    for (let i = 0; i < 100; i++) {
      store.set(`key${i}`, i, 1000);
      clock.advance(500);
    }
    expect(evicted).not.toHaveBeenCalled();
  });

  it('never holds more than it may, and answers what was written last', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.nat())), (writes) => {
        const store = memoryStore(3, () => 0, vi.fn());
        const last = new Map<string, number>();
        for (const [name, value] of writes) {
          store.set(name, value, 1);
          last.delete(name);
          last.set(name, value);
        }
        const expected = new Map([...last].slice(-3));
        for (const name of 'abcde') expect(store.get(name)).toBe(expected.get(name));
      }),
    );
  });
});
