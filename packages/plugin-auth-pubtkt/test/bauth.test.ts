import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bauth, openBauth, sealBauth } from '../src/index.js';
import { codeOf } from './support.js';

const KEY = '0123456789abcdef';

describe('a bauth', () => {
  // openssl enc -aes-128-cbc -nopad, the pair padded with zeros, behind the IV 000102…0f
  it.each([
    ['alice', 'wonderland', 'AAECAwQFBgcICQoLDA0OD1GyDnJZ2MRyBLkEF/LlP2U='],
    ['bob', 'correct horse battery staple', 'AAECAwQFBgcICQoLDA0OD/BoGbsNCvHYJGhPccZOKqhh/ZtLmerOURPecDFtcgMv'],
    ['josé', 'pä:ss', 'AAECAwQFBgcICQoLDA0ODwKTnhmGNDrdKj7e1JpfaYQ='],
  ])('of %s that OpenSSL has encrypted is opened', (login, password, text) => {
    expect({ ...openBauth(new Bauth(text), KEY) }).toEqual({ login, password });
  });

  it('is opened with what it was sealed with, and with nothing else', () => {
    const text = fc.stringMatching(/^[ -9;-~é日😀]{0,40}$/u);
    fc.assert(
      fc.property(text, text, fc.constantFrom(undefined, KEY), (login, password, key) => {
        const bauth = sealBauth({ login, password }, key);
        expect({ ...openBauth(bauth, key) }).toEqual({ login, password });
        if (key !== undefined) expect(openBauth(bauth)).toBeUndefined();
        expect(openBauth(bauth, 'fedcba9876543210')?.password).not.toBe(password || 'x');
      }),
    );
  });

  it('differs each time where it is encrypted', () => {
    const seal = (): string => sealBauth({ login: 'bob', password: 'pw' }, KEY).text;
    expect(seal()).not.toBe(seal());
  });

  it.each(['', 'bob', 'Ym9i', 'Ym9iOnB3!', 'AAECAwQFBgcICQoLDA0ODw==', 'AAECAwQFBgcICQoLDA0OD1GyDnJZ2MRyBLkE'])(
    'that is none is nothing: %j',
    (text) => {
      expect(openBauth(new Bauth(text))).toBeUndefined();
      expect(openBauth(new Bauth(text), KEY)).toBeUndefined();
    },
  );

  it('is never printed', () => {
    const bauth = sealBauth({ login: 'bob', password: 'pw' });
    expect(inspect([bauth, openBauth(bauth)])).toBe('[ [Bauth (hidden)], [PasswordCredentials (hidden)] ]');
  });

  it('is refused where it would be misread', () => {
    expect(codeOf(() => sealBauth({ login: 'a:b', password: '' }))).toBe('PUBTKT_BAD_FIELD');
    expect(codeOf(() => sealBauth({ login: 'a', password: 'b\0' }))).toBe('PUBTKT_BAD_FIELD');
    expect(codeOf(() => sealBauth({ login: 'a', password: 'b'.repeat(187) }))).toBeUndefined();
    expect(codeOf(() => sealBauth({ login: 'a', password: 'b'.repeat(190) }))).toBe('PUBTKT_LONG_FIELD');
  });
});
