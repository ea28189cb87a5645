import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { apr1, md5Crypt } from '../src/algorithms/md5-crypt.js';

const bytes = (text: string) => Buffer.from(text);

describe.each([
  ['apr1', apr1, '$apr1$'],
  ['MD5-crypt', md5Crypt, '$1$'],
])('%s', (_, make, magic) => {
  it('takes salts from none to eight bytes', () => {
    for (const salt of ['', 'a', 'abcdefgh']) {
      const text = make(bytes('secret'), `${magic}${salt}$`);
      expect(text).toMatch(/^[./A-Za-z0-9$]{22,}$/);
      expect(text.startsWith(`${magic}${salt}$`)).toBe(true);
      expect(make(bytes('secret'), text)).toBe(text);
      expect(make(bytes('Secret'), text)).not.toBe(text);
    }
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

describe.skipIf(!hasOpenssl)(`openssl${hasOpenssl ? '' : ' (skipped: it is not installed)'}`, () => {
  it.each([
    ['-apr1', apr1, '$apr1$'],
    ['-1', md5Crypt, '$1$'],
  ])('agrees on passwords of every length from 1 to 40: %s', (option, make, magic) => {
    const passwords = Array.from({ length: 40 }, (_, i) => 'abcdefghij'.repeat(4).slice(0, i + 1));
    const theirs = execFileSync('openssl', ['passwd', option, '-salt', 'Ab1./', ...passwords], { encoding: 'utf8' });
    expect(passwords.map((password) => make(bytes(password), `${magic}Ab1./$`))).toEqual(theirs.trim().split('\n'));
  });
});
