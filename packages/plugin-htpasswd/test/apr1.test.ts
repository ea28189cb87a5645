import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apr1, verifyApr1 } from '../src/schemes/apr1.js';
import { fixtures } from './support.js';

const bytes = (text: string) => Buffer.from(text);

describe('apr1', () => {
  it.each(fixtures.files['htpasswd.apr1']?.entries ?? [])('agrees with Apache: $user', ({ passwordHex, hash }) => {
    const password = Buffer.from(passwordHex, 'hex');
    expect(apr1(password, bytes(hash.split('$')[2] ?? ''))).toBe(hash);
    expect(verifyApr1(password, hash)).toBe(true);
    expect(verifyApr1(Buffer.concat([password, bytes('x')]), hash)).toBe(false);
  });

  it('takes salts from none to eight bytes, and drops the rest', () => {
    expect(apr1(bytes('secret'), bytes('abcdefghij'))).toBe(apr1(bytes('secret'), bytes('abcdefgh')));
    expect(apr1(bytes('secret'), bytes(''))).toMatch(/^\$apr1\$\$[./A-Za-z0-9]{22}$/);
  });

  it('never matches a hash of another shape', () => {
    for (const hash of ['', '$', '$apr1$', '$apr1$abcdefgh$', 'secret', '$apr1$abcdefghij$aaaaaaaaaaaaaaaaaaaaaa']) {
      expect(verifyApr1(bytes('secret'), hash)).toBe(false);
    }
  });

  it('tells passwords and salts apart', () => {
    const some = fc
      .uint8Array({ minLength: 1, maxLength: 8 })
      .map((values) => values.map((value) => 97 + (value % 26)));
    fc.assert(
      fc.property(some, some, some, (password, other, salt) => {
        const isSame = Buffer.compare(password, other) === 0;
        expect(verifyApr1(other, apr1(password, salt))).toBe(isSame);
      }),
      { numRuns: 50 },
    );
  });
});

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['passwd', '-apr1', '-salt', 'x', 'y'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasOpenssl)(`apr1 and openssl${hasOpenssl ? '' : ' (skipped: openssl is not installed)'}`, () => {
  it('agree on passwords of every length from 1 to 40', () => {
    const passwords = Array.from({ length: 40 }, (_, i) => 'abcdefghij'.repeat(4).slice(0, i + 1));
    const theirs = execFileSync('openssl', ['passwd', '-apr1', '-salt', 'Ab1./', ...passwords], { encoding: 'utf8' });
    expect(passwords.map((password) => apr1(bytes(password), bytes('Ab1./')))).toEqual(theirs.trim().split('\n'));
  });
});
