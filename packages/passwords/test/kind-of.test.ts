import { describe, expect, it } from 'vitest';
import { createPasswords } from '../src/index.js';
import { ALL_SCHEMES, OF_SECRET } from './support.js';

const { kindOf } = createPasswords({
  forms: ['crypt', 'apache'],
  allow: ALL_SCHEMES,
  maxCheckMs: Number.MAX_SAFE_INTEGER,
});

describe('kindOf', () => {
  it.each([
    ['$2y$04$', 53, { scheme: 'bcrypt', cost: 4 }],
    ['$2a$31$', 53, { scheme: 'bcrypt', cost: 31 }],
    ['$2b$12$', 53, { scheme: 'bcrypt', cost: 12 }],
    ['$2x$12$', 53, { scheme: 'bcrypt-2x', cost: 12 }],
    ['$2$12$', 53, undefined],
    ['$2y$03$', 53, undefined],
    ['$2y$32$', 53, undefined],
    ['$2y$+4$', 53, undefined],
    ['$2y$12$', 52, undefined],
    ['$2y$12$', 54, undefined],
    ['$apr1$$', 22, { scheme: 'apr1', cost: 0 }],
    ['$apr1$12345678$', 22, { scheme: 'apr1', cost: 0 }],
    ['$apr1$123456789$', 22, undefined],
    ['$apr1$1234$', 21, undefined],
    ['$1$12345678$', 22, { scheme: 'md5-crypt', cost: 0 }],
    ['$1$123456789$', 22, undefined],
    ['$1$a b$', 22, undefined],
    ['$5$12345678$', 43, { scheme: 'sha256-crypt', cost: 5000 }],
    ['$5$$', 43, { scheme: 'sha256-crypt', cost: 5000 }],
    ['$6$1234567890123456$', 86, { scheme: 'sha512-crypt', cost: 5000 }],
    ['$5$rounds=1000$a$', 43, { scheme: 'sha256-crypt', cost: 1000 }],
    ['$6$rounds=999999999$a$', 86, { scheme: 'sha512-crypt', cost: 999_999_999 }],
    ['$5$12345678901234567$', 43, undefined],
    ['$5$12345678$', 42, undefined],
    ['$5$12345678$', 86, undefined],
    ['$6$12345678$', 43, undefined],
    ['$6$rounds=999$a$', 86, undefined],
    ['$6$rounds=01000$a$', 86, undefined],
    ['$6$rounds=1000000000$a$', 86, undefined],
    ['$6$rounds=$a$', 86, undefined],
    ['$6$rounds=1e3$a$', 86, undefined],
    ['$6$a b$', 86, undefined],
    ['$6$caf\u00e9$', 86, undefined],
    ['', 13, { scheme: 'des-crypt', cost: 0 }],
    ['', 12, undefined],
    ['', 14, undefined],
    ['', 24, { scheme: 'des-crypt', cost: 0 }],
    ['=', 12, undefined],
    ['', 0, undefined],
  ])('%s and %i characters', (start, length, kind) => {
    const found = kindOf(start + 'e'.repeat(length));
    if (kind) expect(found).toMatchObject(kind);
    else expect(found).toHaveProperty('code');
  });

  it.each([
    '{SHA}',
    '{sha}5en6G6MezRroT3XKqkdPOmY/BfQ=',
    '{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ',
    '{SSHA}5en6G6MezRroT3XKqkdPOmY/BfQ=',
    ` ${OF_SECRET.sha1}`,
    `${OF_SECRET.sha1}\n`,
  ])('refuses %j', (hash) => {
    expect(kindOf(hash)).toHaveProperty('code');
  });
});
