import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBasic } from '../src/user-pass.js';

const encode = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding).toString('base64');

/** Any 16-bit characters: control characters and lone surrogates too. */
const text = (maxLength = 30) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes));

describe('parseBasic', () => {
  it.each([
    ['Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==', 'Aladdin', 'open sesame'],
    ['Basic dGVzdDoxMjPCow==', 'test', '123£'],
  ])('reads the examples of RFC 7617: %s', (header, login, password) => {
    expect(parseBasic(header)).toEqual({ login, password });
  });

  it.each(['basic', 'BASIC', 'bAsIc'])('takes the scheme in any case: %s', (scheme) => {
    expect(parseBasic(`${scheme} ${encode('a:b')}`)).toEqual({ login: 'a', password: 'b' });
  });

  it('takes several spaces after the scheme, and base64 without its padding', () => {
    expect(parseBasic('Basic   YTpi')).toEqual({ login: 'a', password: 'b' });
    expect(parseBasic('Basic YTpiYw')).toEqual({ login: 'a', password: 'bc' });
    expect(parseBasic('Basic YTpiY2Q')).toEqual({ login: 'a', password: 'bcd' });
  });

  it('reads latin-1 where the bytes are no UTF-8', () => {
    expect(parseBasic(`Basic ${encode('josé:señor', 'latin1')}`)).toEqual({ login: 'josé', password: 'señor' });
    expect(parseBasic(`Basic ${encode('josé:señor')}`)).toEqual({ login: 'josé', password: 'señor' });
  });

  it('ends the user name at the first colon and takes empty passwords', () => {
    expect(parseBasic(`Basic ${encode('a:b:c:')}`)).toEqual({ login: 'a', password: 'b:c:' });
    expect(parseBasic(`Basic ${encode('a:')}`)).toEqual({ login: 'a', password: '' });
  });

  it('changes nothing about spaces and byte order marks', () => {
    expect(parseBasic(`Basic ${encode('\ufeff a : b ')}`)).toEqual({ login: '\ufeff a ', password: ' b ' });
  });

  it.each([
    ['an empty header', ''],
    ['the scheme alone', 'Basic'],
    ['the scheme and a space', 'Basic '],
    ['another scheme', `Bearer ${encode('a:b')}`],
    ['another scheme that begins alike', `Basically ${encode('a:b')}`],
    ['a tab after the scheme', `Basic\t${encode('a:b')}`],
    ['no colon', `Basic ${encode('nobody')}`],
    ['an empty user name', `Basic ${encode(':secret')}`],
    ['nothing at all', `Basic ${encode('')}`],
    ['a NUL', `Basic ${encode('a:b\0c')}`],
    ['a newline in the user name', `Basic ${encode('a\r\nX-Evil: 1:b')}`],
    ['DEL', `Basic ${encode('a\x7f:b')}`],
    ['a C1 control character', `Basic ${encode('a\u0085:b')}`],
    ['URL-safe base64', 'Basic YTr_-w=='],
    ['spaces inside', 'Basic YTp iYw=='],
    ['padding inside', 'Basic YT==pi'],
    ['too much padding', 'Basic YTpi===='],
    ['too little padding', 'Basic YTpiYw='],
    ['padding that is not needed', 'Basic YTpi='],
    ['a lone digit at the end', 'Basic YTpiY'],
    ['something after it', `Basic ${encode('a:b')}, Bearer x`],
    ['characters outside ASCII', 'Basic YTpié'],
  ])('refuses %s', (_, header) => {
    expect(parseBasic(header)).toBeUndefined();
  });

  const printable = fc
    .array(fc.integer({ min: 0x20, max: 0xd7ff }), { maxLength: 20 })
    .map((codes) => String.fromCharCode(...codes))
    .filter((value) => !/\p{Cc}/u.test(value));

  it('reads back whatever was written', () => {
    const user = printable.filter((text) => text !== '' && !text.includes(':'));
    fc.assert(
      fc.property(user, printable, (login, password) => {
        expect(parseBasic(`Basic ${encode(`${login}:${password}`)}`)).toEqual({ login, password });
      }),
    );
  });

  it('never throws and never gives an empty user name or a control character', () => {
    const header = fc.oneof(
      text(),
      fc.uint8Array().map((bytes) => `Basic ${Buffer.from(bytes).toString('base64')}`),
    );
    fc.assert(
      fc.property(header, (value) => {
        const found = parseBasic(value);
        if (!found) return;
        expect(found.login).not.toBe('');
        expect(found.login + found.password).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
