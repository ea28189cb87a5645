import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frozen, ownText, type Snapshot, snapshot, stringBytes } from '../src/values/snapshot.js';

const PLENTY = 1_000_000;
const plain = fc.jsonValue({ maxDepth: 5 });

function copyOf(source: unknown): unknown {
  const copy = snapshot(source, PLENTY);
  if (typeof copy === 'string') throw new Error(copy);
  return copy.value;
}

describe('snapshot', () => {
  it('copies whatever JSON can say', () => {
    fc.assert(
      fc.property(plain, (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        expect(JSON.stringify(copyOf(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it('shares nothing that can be changed, and freezes every level', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const seen = new Set<unknown>();
        const collect = (item: unknown): void => {
          if (typeof item !== 'object' || item === null) return;
          seen.add(item);
          Object.values(item).forEach(collect);
        };
        collect(value);
        const check = (item: unknown): void => {
          if (typeof item !== 'object' || item === null) return;
          expect(Object.isFrozen(item)).toBe(true);
          expect(seen.has(item)).toBe(false);
          Object.values(item).forEach(check);
        };
        check(copyOf(value));
      }),
    );
  });

  it('leaves its source as it was', () => {
    const source = { groups: ['a', 'b'] };
    snapshot(source, PLENTY);
    source.groups.push('c');
    expect(source).toEqual({ groups: ['a', 'b', 'c'] });
  });

  it('keeps any text, lone surrogates and control characters included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const odd = `${text}\ud800\u0000\r\n`;
        expect(copyOf([odd])).toEqual([odd]);
      }),
    );
  });

  it('leaves out undefined properties, as JSON does', () => {
    expect(copyOf({ mail: undefined, uid: ['bob'] })).toStrictEqual({ uid: ['bob'] });
  });

  const cycle: unknown[] = [];
  cycle.push(cycle, cycle);
  let deep: unknown = 'bottom';
  for (let i = 0; i < 17; i++) deep = [deep];
  it.each([
    ['a function', () => 1],
    ['a method', { toJSON: () => ({}) }],
    ['a date', { since: new Date(0) }],
    ['a map', new Map()],
    ['a class instance', new (class Person {})()],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['NaN', Number.NaN],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['undefined', undefined],
    ['undefined in a list', [undefined]],
    ['a hole in a list', new Array(1)],
    ['a cycle', cycle],
    ['seventeen levels', deep],
  ])('takes no snapshot of %s', (_what, value) => {
    expect(snapshot(value, PLENTY)).toBe('is not plain data');
  });

  it('takes plain objects from elsewhere', () => {
    expect(copyOf(Object.assign(Object.create(null), { a: ['b'] }))).toStrictEqual({ a: ['b'] });
    expect(copyOf(runInNewContext('({ a: ["b"] })'))).toStrictEqual({ a: ['b'] });
  });

  it('pollutes no prototype', () => {
    const source: unknown = JSON.parse('{"__proto__": {"admin": ["yes"]}, "constructor": ["c"], "uid": ["bob"]}');
    const copy = copyOf(source) as Record<string, unknown>;
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.keys(copy)).toEqual(['constructor', 'uid']);
    expect(copy['admin']).toBeUndefined();
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it.each([
    ['a long text', 'x'.repeat(10_000)],
    ['a long list', new Array(10_000).fill('')],
    ['a list that claims to be long', new Array(4_000_000_000)],
    ['a long name', { ['x'.repeat(10_000)]: '' }],
    ['many names', Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`n${i}`, 1]))],
  ])('stops at the limit: %s', (_what, value) => {
    expect(snapshot(value, 10_000)).toBe('is too large');
  });

  it('says exactly how much room it needs', () => {
    fc.assert(
      fc.property(plain, (value) => {
        const { bytes } = snapshot(value, PLENTY) as Snapshot;
        expect(snapshot(value, bytes)).toMatchObject({ bytes });
        expect(snapshot(value, bytes - 1)).toBe('is too large');
      }),
    );
  });
});

describe('stringBytes', () => {
  it('counts two bytes for each UTF-16 code unit', () => {
    expect(stringBytes('')).toBe(24);
    expect(stringBytes('aé😀')).toBe(32);
  });
});

describe('ownText', () => {
  it('does not keep the text alive that it is a part of', () => {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as () => void;
    const collect = (part: (text: string) => string): number => {
      gc();
      const before = process.memoryUsage().heapUsed;
      const parts = Array.from({ length: 100 }, (_, i) => {
        const document = Buffer.alloc(200_000, `<a>${i}</a>`).toString('latin1');
        return part(document.slice(1000, 1030));
      });
      gc();
      const grown = process.memoryUsage().heapUsed - before;
      expect(parts).toHaveLength(100);
      return grown;
    };
    expect(collect((text) => text)).toBeGreaterThan(10_000_000);
    expect(collect(ownText)).toBeLessThan(5_000_000);
  });
});

describe('frozen', () => {
  it('says the same as a snapshot, of the value itself', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), fc.constantFrom(50, 500, PLENTY), (text, maxBytes) => {
        const value: unknown = JSON.parse(text);
        const result = frozen(value, maxBytes);
        expect(result).toEqual(snapshot(JSON.parse(text), maxBytes));
        if (typeof result === 'object') expect(result.value).toBe(value);
      }),
    );
  });

  it('freezes every level, and leaves out what could become a prototype', () => {
    const { value } = frozen(JSON.parse('{"a":[{"b":["c"]}],"__proto__":{"d":1}}'), PLENTY) as Snapshot;
    expect(JSON.stringify(value)).toBe('{"a":[{"b":["c"]}]}');
    const check = (item: unknown): void => {
      expect(Object.isFrozen(item)).toBe(true);
      if (typeof item === 'object' && item !== null) Object.values(item).forEach(check);
    };
    check(value);
  });

  it.each([
    [Symbol('x')],
    [undefined],
    [() => 1],
    [new Date()],
    [{ a: 1n }],
    [JSON.parse('['.repeat(20) + ']'.repeat(20))],
  ])('knows what is not plain data: %o', (value) => {
    expect(frozen(value, PLENTY)).toBe('is not plain data');
  });
});
