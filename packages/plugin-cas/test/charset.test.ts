import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../src/options.js';
import { decodeAnswer } from '../src/validation/charset.js';
import { validator } from '../src/validation/validator.js';
import { asker, CAS_URL, success } from './support.js';

const declared = (encoding: string, text: string): string => `<?xml version="1.0" encoding="${encoding}"?>\n${text}`;
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('an answer in another encoding than UTF-8', () => {
  it.each([
    ['ISO-8859-1', 'M\xfcller \xa4 \x80 \x92', 'Müller ¤ € ’'],
    ['latin1', 'M\xfcller', 'Müller'],
    ['ISO8859_1', 'M\xfcller', 'Müller'],
    ['windows-1252', '\x8a\x9a \x80 \xff \x81', 'Šš € ÿ \x81'],
    ['CP1252', '\x80', '€'],
    ['ISO-8859-15', '\xa4\xa6\xa8\xb4\xb8\xbc\xbd\xbe \xe9 \x80', '€ŠšŽžŒœŸ é \x80'],
  ])('is read as %s, by its declaration or its type', (encoding, bytes, text) => {
    expect(decodeAnswer(latin1(declared(encoding, bytes)), 'application/xml;charset=UTF-8')).toBe(
      declared(encoding, text),
    );
    expect(decodeAnswer(latin1(bytes), `text/plain; Charset="${encoding}"`)).toBe(text);
  });

  it('goes by its declaration where that is known, by its type where not', () => {
    const said = (encoding: string, type: string): string => decodeAnswer(latin1(declared(encoding, '\xa4')), type);
    expect(said('ISO-8859-15', 'text/xml; charset=ISO-8859-1')).toContain('€');
    expect(said('UTF-8', 'text/xml; charset=ISO-8859-15')).toContain('€');
    expect(said('x-unknown', 'text/xml; charset=ISO-8859-1')).toContain('¤');
  });

  it('is UTF-8 where it can be, whatever it says', () => {
    const text = declared('ISO-8859-1', 'Zoë Łukasz 日本');
    expect(decodeAnswer(Buffer.from(text), 'text/xml; charset=windows-1252')).toBe(text);
    expect(decodeAnswer(Buffer.from('\ufeffyes\n'), undefined)).toBe('yes\n');
  });

  it.each<[string, string, string | null | undefined]>([
    ['nothing', 'M\xfcller', undefined],
    ['nothing of its encoding', 'M\xfcller', 'text/xml'],
    ['what is not known', 'M\xfcller', 'text/xml; charset=utf-16'],
    ['what objects have by nature', 'M\xfcller', 'text/xml; charset=constructor'],
    ['UTF-8', declared('UTF-8', 'M\xfcller'), 'text/xml; charset=utf-8'],
    ['something that is no declaration', `M\xfcller ${declared('ISO-8859-1', '')}`, null],
  ])('is refused where it says %s', (_what, bytes, type) => {
    expect(() => decodeAnswer(latin1(bytes), type)).toThrow(
      expect.objectContaining({ code: 'CAS_BAD_RESPONSE', message: expect.stringContaining('not UTF-8') }),
    );
  });

  it('has a character for each byte, also in the middle of a larger buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = decodeAnswer(Buffer.concat([Buffer.from([0xff]), bytes]).subarray(0), 'a/b; charset=iso-8859-15');
        expect(text).toHaveLength(bytes.length + 1);
      }),
    );
  });

  it('signs people in', async () => {
    const answer = latin1(declared('ISO-8859-1', success('M\xfcller', '<cas:sn>M\xfcller</cas:sn>')));
    const ask = (fetch: () => Promise<{ status: number; body: Response['body']; headers?: never }>) =>
      validator(resolveOptions({ casUrl: CAS_URL, rememberer: 'ticket', fetch })).validate(
        { ticket: 'ST-1', service: CAS_URL, renew: false },
        asker(),
      );
    const expected = { user: 'Müller', attributes: { sn: ['Müller'] } };
    expect(await ask(async () => new Response(answer) as never)).toMatchObject(expected);
    // A fetch of the application's own may answer with less.
    expect(await ask(async () => ({ status: 200, body: new Response(answer).body }))).toMatchObject(expected);
    expect(
      await ask(async () => ({ status: 200, body: new Response(answer).body, headers: {} as never })),
    ).toMatchObject(expected);
  });
});
