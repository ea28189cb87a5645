import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packing, textBytes, unpack } from '../src/packing.js';

const attributes = fc.dictionary(fc.string(), fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }), {
  noNullPrototype: true,
});

function isDeeplyFrozen(value: unknown): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen))
  );
}

describe('packing', () => {
  it('gives back what was packed, frozen', () => {
    const names = packing();
    fc.assert(
      fc.property(fc.oneof(attributes, fc.jsonValue()), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        const { text, names: shared } = names.pack(value);
        const again = unpack(text, shared);
        expect(JSON.stringify(again)).toBe(JSON.stringify(value));
        expect(isDeeplyFrozen(again)).toBe(true);
      }),
    );
  });

  it('keeps names once, for as long as somebody has them', () => {
    const names = packing();
    const bob = names.pack({ uid: ['bob'], mail: [] });
    const { bytes } = names;
    const eve = names.pack({ uid: ['eve'], mail: ['x'] });
    expect(bob.text).toBe('[["bob"],[]]');
    expect(eve.names).toBe(bob.names);
    expect(bytes).toBeGreaterThan(100);
    expect(names.bytes).toBe(bytes);
    names.drop(bob);
    expect(names.bytes).toBe(bytes);
    names.drop(eve);
    expect(names.bytes).toBe(0);
  });

  it('shares only so many lists of names, of so many letters', () => {
    const names = packing();
    for (let i = 0; i < 1000; i++) names.pack({ [`name${i}`]: 'x' });
    names.pack({ ['x'.repeat(3000)]: 1 });
    expect(names.bytes).toBeLessThan(500 * 500);
    expect(names.pack({ other: 'x' })).toEqual({ text: '{"other":"x"}', names: undefined });
    expect(names.pack({ name7: 'y' }).text).toBe('["y"]');
  });
});

it('counts one byte for a letter of a text in Latin-1, and two for those of others', () => {
  expect(textBytes('Bøb')).toBe(27);
  expect(textBytes('Bob Ω')).toBe(34);
});
