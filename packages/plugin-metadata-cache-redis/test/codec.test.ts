import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode, longestText, OUT_OF_STEP, RUBBISH } from '../src/codec.js';

const LONG = 1_000_000;

describe('the text of a value', () => {
  it('is that of its key, and of no other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.jsonValue(), (key, other, value) => {
        // JSON has no -0.
        const same: unknown = JSON.parse(JSON.stringify(value));
        expect(decode(key, encode(key, value), LONG)).toEqual(same);
        if (key !== other) expect(decode(other, encode(key, value), LONG)).toBe(OUT_OF_STEP);
      }),
    );
  });

  it('is nothing where there is none', () => {
    expect(decode('bob', null, LONG)).toBeUndefined();
    expect(decode('bob', undefined, LONG)).toBeUndefined();
  });

  it.each(['', '{', 'null', '7', '{"mail":["x"]}', '[]', '["bob"]', '["bob",{},{}]', '[7,{}]', '['.repeat(100_000)])(
    'is rubbish where this package did not write it: %.20j',
    (text) => {
      expect(decode('bob', text, LONG)).toBe(RUBBISH);
    },
  );

  it.each([['OK'], [1], [true], [Buffer.from('["bob",{}]')], [['bob', {}]]])(
    'is the answer to something else: %j',
    (answer) => {
      expect(decode('bob', answer, LONG)).toBe(OUT_OF_STEP);
    },
  );

  it('is not parsed when it is too long', () => {
    const text = encode('bob', 'x');
    expect(decode('bob', text, text.length)).toBe('x');
    expect(decode('bob', text, text.length - 1)).toBe(RUBBISH);
  });

  it('is never too long for a value that may be kept, however it is escaped', () => {
    // The cache counts two bytes for each of these letters, JSON writes six.
    const maxValueBytes = 10_000;
    const value = { a: ['\u0000'.repeat(maxValueBytes / 2)] };
    expect(decode('bob', encode('bob', value), longestText(maxValueBytes))).toEqual(value);
  });
});
