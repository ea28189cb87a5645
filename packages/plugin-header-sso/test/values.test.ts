import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairUtf8, type ValueRules, valueReader } from '../src/headers/values.js';

const rules: ValueRules = {
  separator: ';',
  encoding: 'backslash',
  encodedWords: false,
  maxValues: 10,
  maxValueLength: 100,
};
const wire = (text: string): string => Buffer.from(text).toString('latin1');

describe('valueReader', () => {
  it.each<[string | undefined, readonly string[] | string | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['(null)', undefined],
    [';;', undefined],
    ['a', ['a']],
    ['a;b;', ['a', 'b']],
    ['a\\;b', ['a;b']],
    ['\\;', [';']],
    ['a\\\\;b', ['a\\;b']],
    ['a\\', ['a\\']],
    ['\\;;\\;plain', [';', ';plain']],
    ['a%3Bb', ['a%3Bb']],
    ['tab\there', ['tab\there']],
    ['a\u0001', 'control'],
    ['a\u007f', 'control'],
    [wire('Zoë;日本'), ['Zoë', '日本']],
    // Not UTF-8: it is what HTTP says it is.
    ['caf\u00e9', ['café']],
    [wire('\u0085'), 'control'],
    ['x'.repeat(101), 'length'],
    ['x;'.repeat(10), 'count'],
  ])('reads %j', (text, values) => {
    expect(valueReader(rules)(text)).toEqual(values);
  });

  it.each<[string, readonly string[] | string | undefined]>([
    ['%3B;%5C;plain', [';', '\\', 'plain']],
    ['%20%20spaces%20', ['  spaces ']],
    ['caf%C3%A9', ['café']],
    ['a+b', ['a+b']],
    ['a\\;b', ['a\\', 'b']],
    ['two%0Alines', 'control'],
    ['%00', 'control'],
    ['%', 'encoding'],
    ['a;%ZZ', 'encoding'],
    ['%FF', 'encoding'],
    ['%C0%80', 'encoding'],
  ])('decodes %j', (text, values) => {
    expect(valueReader({ ...rules, encoding: 'url' })(text)).toEqual(values);
  });

  it.each<[string, readonly string[] | string | undefined]>([
    ['=?utf-8?q?Andr=C3=A9_L=C3=B6we?=', ['André Löwe']],
    ['=?UTF-8?B?QW5kcsOpIEzDtndl?=', ['André Löwe']],
    ['=?utf-8?q?Andr=C3=A9?= =?utf-8?q?_L=C3=B6we?=', ['André Löwe']],
    ['Dr. =?utf-8?q?Andr=C3=A9?= (=?iso-8859-1?Q?caf=E9?=) x', ['Dr. André (café) x']],
    ['=?utf-8*de?q?gr=C3=BCn?=', ['grün']],
    // A character that was cut in two, and charsets that differ.
    ['=?utf-8?q?=C3?= =?utf-8?q?=A9?=', ['é']],
    ['=?utf-8?q?=C3=A9?= =?iso-8859-15?q?=A4?=', ['é€']],
    ['=?utf-8?q?a?=;b', ['a', 'b']],
    ['=?utf-8?q?a=3Bb?=', ['a;b']],
    [`${wire('é')}=?utf-8?q?=C3=A9?=`, ['éé']],
    ['why?', ['why?']],
    ['=?utf-8?x?a?=', ['=?utf-8?x?a?=']],
    ['=?utf-8?q?a b?=', ['=?utf-8?q?a b?=']],
    ['=?utf-8?q?=ff?=', 'encoding'],
    ['=?utf-8?q?=C3?= and =?utf-8?q?=A9?=', 'encoding'],
    ['=?klingon?q?a?=', 'encoding'],
    ['=?utf-8?q?a=0D=0Ab?=', 'control'],
    ['=?utf-8?b?AA==?=', 'control'],
    [`=?utf-8?q?${'a'.repeat(101)}?=`, 'length'],
  ])('decodes the words of %j', (text, values) => {
    expect(valueReader({ ...rules, encodedWords: true })(text)).toEqual(values);
    expect(valueReader(rules)(text)).not.toBe('encoding');
  });

  it('decodes words that are percent-encoded as well', () => {
    const read = valueReader({ ...rules, encoding: 'url', encodedWords: true });
    expect(read('%3D%3Futf-8%3Fq%3FAndr%3DC3%3DA9%3F%3D;b')).toEqual(['André', 'b']);
  });

  it('leaves a text whole without a separator', () => {
    expect(valueReader({ ...rules, separator: '', encoding: 'none' })('a;b\\;c')).toEqual(['a;b\\;c']);
    expect(valueReader({ ...rules, separator: ',', encoding: 'none' })('a,b;c\\,d')).toEqual(['a', 'b;c\\', 'd']);
  });

  const value = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => !/(?!\t)\p{Cc}/u.test(text));
  const values = fc.array(value, { minLength: 1, maxLength: 9 });

  it('reads everything that is percent-encoded', () => {
    const read = valueReader({ ...rules, encoding: 'url' });
    fc.assert(
      fc.property(values, (list) => {
        expect(read(list.map(encodeURIComponent).join(';'))).toEqual(list);
      }),
    );
  });

  it('reads everything that has no backslash before a separator', () => {
    const plain = values.filter((list) => list.every((text) => !text.includes('\\')) && list.join(';') !== '(null)');
    fc.assert(
      fc.property(plain, (list) => {
        expect(valueReader(rules)(wire(list.map((text) => text.replaceAll(';', '\\;')).join(';')))).toEqual(list);
      }),
    );
  });

  it('never throws, and never gives a control character, whatever it reads', () => {
    const readers = (['backslash', 'url', 'none'] as const).flatMap((encoding) =>
      [true, false].map((encodedWords) => valueReader({ ...rules, encoding, encodedWords })),
    );
    const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array).toString('latin1'));
    const words = fc
      .array(fc.constantFrom('=?', 'utf-8', '?q?', '?B?', '=C3', '=A9', '=0A', '?=', ' ', ';', 'QUE=', 'x'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(bytes, fc.string({ unit: 'binary' }), words), (text) => {
        for (const read of readers) {
          const found = read(text) ?? [];
          if (typeof found === 'string') continue;
          expect(found.filter((item) => item === '' || /(?!\t)\p{Cc}/u.test(item))).toEqual([]);
        }
      }),
    );
  });
});

describe('repairUtf8', () => {
  it('gives every text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(repairUtf8(wire(text))).toBe(text);
      }),
    );
  });

  it.each(['caf\u00e9', '\u00c0\u0080', '\u00ed\u00a0\u0080', 'ë日'])('leaves %j as it is', (text) => {
    expect(repairUtf8(text)).toBe(text);
  });
});
