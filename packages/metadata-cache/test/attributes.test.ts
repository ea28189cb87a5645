import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributesShape, frozenAttributes } from '../src/values/attributes.js';
import { frozen } from '../src/values/snapshot.js';

const PLENTY = 1_000_000;
const lists = fc.dictionary(fc.string(), fc.array(fc.string()));
const hostile = fc.constantFrom(
  '{"__proto__":["admin"]}',
  '{"a":["b"],"__proto__":{"c":1}}',
  '{"a":["b",7]}',
  '[["a"]]',
);
const texts = fc.oneof(
  fc.oneof(lists, fc.jsonValue({ maxDepth: 3 })).map((value) => JSON.stringify(value)),
  hostile,
);

describe('frozenAttributes', () => {
  it('makes of attributes what freezing and asking for their shape do, and of nothing else anything', () => {
    fc.assert(
      fc.property(texts, fc.oneof(fc.constant(PLENTY), fc.nat(500)), (text, maxBytes) => {
        const isSlow = Object.hasOwn(Object(JSON.parse(text)), '__proto__');
        const slow = frozen(JSON.parse(text), maxBytes);
        const isGood = !isSlow && typeof slow === 'object' && attributesShape.is(slow.value);
        const quick = frozenAttributes(JSON.parse(text), maxBytes);
        expect(quick).toEqual(isGood ? slow : undefined);
        if (!quick) return;
        for (const part of [quick.value, ...Object.values(quick.value as object)]) {
          expect(Object.isFrozen(part)).toBe(true);
        }
      }),
    );
  });

  it('leaves the rest as it was, for who looks closer', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const value: unknown = JSON.parse(text);
        fc.pre(frozenAttributes(value, 300) === undefined);
        expect(frozen(value, PLENTY)).toEqual(frozen(JSON.parse(text), PLENTY));
      }),
    );
  });

  it.each([
    ['no object', null],
    ['a text', 'mail'],
    ['an object of a class', new (class Person {})()],
    ['a hole in a list', { mail: new Array(1) }],
    ['a symbol', Symbol('cannot be decrypted')],
  ])('takes nothing else for attributes: %s', (_, value) => {
    expect(frozenAttributes(value, PLENTY)).toBeUndefined();
  });
});
