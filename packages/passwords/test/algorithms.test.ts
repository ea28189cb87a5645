import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cramMd5 } from '../src/algorithms/cram-md5.js';
import { numberOf, yescryptNumber } from '../src/algorithms/crypt-number.js';
import { decode, encode, inOrder } from '../src/algorithms/crypt-text.js';
import { fromBase64, fromDottedBase64, fromHex, toBase64 } from '../src/algorithms/encodings.js';
import { md4 } from '../src/algorithms/md4.js';
import { argon2 } from '../src/checks/argon2.js';
import { pbkdf2 } from '../src/checks/pbkdf2.js';
import { scrypt } from '../src/checks/scrypt.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = fc.uint8Array({ maxLength: 70 }).map((values) => Buffer.from(values));

describe('MD4', () => {
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      'e33b4ddc9c38f2199c3e7b164fcc0536',
    ],
  ])('is that of RFC 1320: %j', (input, expected) => {
    expect(hex(md4(Buffer.from(input)))).toBe(expected);
  });

  it('takes inputs of every length around a block', () => {
    const digests = Array.from({ length: 130 }, (_, length) => hex(md4(Buffer.alloc(length))));
    expect(new Set(digests).size).toBe(130);
  });
});

describe("Dovecot's state of HMAC-MD5", () => {
  it('is of the digest of a password that is longer than a block', () => {
    const long = Buffer.alloc(65, 'x');
    expect(cramMd5(long)).toEqual(cramMd5(hash('md5', long, 'buffer')));
    expect(cramMd5(Buffer.from('a'))).not.toEqual(cramMd5(Buffer.from('b')));
  });
});

describe('native code', () => {
  it('computes PBKDF2 as RFC 6070 says', async () => {
    const parameters = { digest: 'sha1', iterations: 4096, salt: Buffer.from('salt') } as const;
    expect(hex(await pbkdf2(Buffer.from('password'), parameters, 20))).toBe('4b007901b765489abead49d926f721d065a429c1');
  });

  it('computes scrypt as RFC 7914 says', async () => {
    const parameters = { log2: 10, r: 8, p: 16, salt: Buffer.from('NaCl') };
    expect(hex(await scrypt(Buffer.from('password'), parameters, 64))).toBe(
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    );
  });

  it('computes Argon2 as its reference does', async () => {
    const parameters = { kind: 'i', version: 19, m: 65_536, t: 2, p: 1, salt: Buffer.from('somesalt') } as const;
    expect(hex(await argon2(Buffer.from('password'), parameters, 32))).toBe(
      'c1628832147d9720c5bd1cfd61367078729f6dfb6f8fea9ff98158e0d7816ed0',
    );
  });
});

describe('encodings', () => {
  it('are read as they are written, and not otherwise', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromBase64(toBase64(value), 'bare')).toEqual(value);
        expect(fromBase64(value.toString('base64'), 'padded')).toEqual(value);
        expect(fromDottedBase64(toBase64(value).replaceAll('+', '.'))).toEqual(value);
        expect(fromHex(hex(value))).toEqual(value);
        expect(decode(encode(value, inOrder(value.length)))).toEqual(value);
      }),
    );
    for (const text of ['A', 'AB', 'AA=', 'AA', 'A-==', 'AA==\n', ' AA==']) {
      expect([text, fromBase64(text, 'padded')]).toEqual([text, undefined]);
    }
    for (const text of ['AA==', 'AB', 'A_', 'AAAAA'])
      expect([text, fromBase64(text, 'bare')]).toEqual([text, undefined]);
    for (const text of ['a', 'AA', '0g', '00 ']) expect([text, fromHex(text)]).toEqual([text, undefined]);
    expect([fromHex('AA', 'any'), fromDottedBase64('+w')]).toEqual([Buffer.from([0xaa]), undefined]);
    expect(decode('zz')).toBeUndefined();
  });
});

describe("crypt's numbers", () => {
  it('have their lowest six bits first', () => {
    expect(['.....', '/....', './...', 'zzzz'].map(numberOf)).toEqual([0, 1, 64, 2 ** 24 - 1]);
  });

  it('say by their first digit how many there are, in yescrypt', () => {
    // As libxcrypt's own salts for costs 1 to 11 have them.
    expect(['5', '9', 'T', 'D'].map((digit) => yescryptNumber(digit, 0, 1)?.value)).toEqual([8, 12, 32, 16]);
    expect(yescryptNumber('j9T', 0, 0)).toEqual({ value: 47, end: 1 });
    expect(yescryptNumber('k.', 0, 1)).toEqual({ value: 49, end: 2 });
    for (const text of ['', 'k', '!', 'k!']) expect(yescryptNumber(text, 0, 0)).toBeUndefined();
  });
});
