import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { desCrypt } from '../src/algorithms/des-crypt.js';
import { parseShaCrypt, shaCrypt } from '../src/algorithms/sha-crypt.js';

const bytes = (text: string) => Buffer.from(text);

/** Passwords of every length that matters to a digest or its block, and around them. */
const passwords = Array.from({ length: 150 }, (_, i) => 'abcdefghij'.repeat(15).slice(0, i + 1));

describe('SHA-crypt', () => {
  it.each([
    ['$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5', 'sha256-crypt'],
    [
      '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
      'sha512-crypt',
    ],
  ])('agrees with libxcrypt 4.4.33: %s', (text, scheme) => {
    expect(shaCrypt(bytes('Hello world!'), text)).toBe(text);
    expect(parseShaCrypt(text)).toEqual({ scheme, rounds: 5000, salt: 'saltstring' });
  });

  it('takes salts from none to sixteen characters', () => {
    for (let length = 0; length <= 16; length++) {
      const start = `$6$rounds=1000$${'x'.repeat(length)}$`;
      const text = shaCrypt(bytes('secret'), start + '.'.repeat(86));
      expect(text.startsWith(start)).toBe(true);
      expect(parseShaCrypt(text)).toEqual({ scheme: 'sha512-crypt', rounds: 1000, salt: 'x'.repeat(length) });
    }
    const unsalted = '$5$$o1w7HPzHt8gHmL5zUzDkRqt6Az.BjDfkvuDNNLWnXx5';
    expect(shaCrypt(bytes('secret'), unsalted)).toBe(unsalted);
  });

  it('keeps rounds that are written down apart from those that are not', () => {
    const written = '$5$rounds=5000$abc$qsg6EHbUzHQzF1POlD7zUwBINSELQxypPaeDcZe6vH0';
    const bare = written.replace('rounds=5000$', '');
    expect(shaCrypt(bytes('secret'), written)).toBe(written);
    expect(shaCrypt(bytes('secret'), bare)).toBe(bare);
    expect(shaCrypt(bytes('secret'), written.replace('5000', '5001')).slice(-43)).not.toBe(written.slice(-43));
  });

  it('tells passwords apart', () => {
    const some = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(some, some, fc.constantFrom(['$5', 43] as const, ['$6', 86] as const), (one, other, [id, length]) => {
        const text = shaCrypt(one, `${id}$rounds=1000$ab$${'.'.repeat(length)}`);
        expect(shaCrypt(other, text) === text).toBe(Buffer.compare(one, other) === 0);
      }),
      { numRuns: 20 },
    );
  });
});

describe('DES-crypt', () => {
  it('sees seven bits of eight bytes', () => {
    const text = desCrypt(bytes('12345678'), 'ab');
    expect(desCrypt(bytes('123456789'), text)).toBe(text);
    const eighthBits = bytes('12345678').map((byte) => byte | 0x80);
    expect(desCrypt(eighthBits, text)).toBe(text);
    expect(desCrypt(bytes('1234567'), text)).not.toBe(text);
  });
});

/** What crypt(3) of this system makes of passwords. */
function crypt(salt: string, list: readonly string[]): string[] {
  const program = 'my $salt = shift; print crypt($_, $salt), "\\n" for @ARGV';
  return execFileSync('perl', ['-e', program, salt, ...list], { encoding: 'utf8' })
    .trim()
    .split('\n');
}

const hasCrypt = (() => {
  try {
    return crypt('$5$rounds=1000$x', ['y'])[0]?.startsWith('$5$rounds=1000$x$') === true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasCrypt)(`crypt(3)${hasCrypt ? '' : ' (skipped: perl or its crypt is missing)'}`, () => {
  it.each([5, 6])('agrees about $%s$, for passwords of every length', (id) => {
    const salt = 'Ab1./saltsalt-_z';
    const theirs = crypt(`$${id}$rounds=1000$${salt}$`, passwords);
    expect(passwords.map((password) => shaCrypt(bytes(password), theirs[0] as string))).toEqual(theirs);
  });

  it('agrees about DES, for passwords and salts of all kinds', () => {
    const list = [...passwords.slice(0, 12), 'pässwörd', '\x7f', 'ÿ'];
    for (const salt of ['..', '/z', 'ab', '9A', 'Zz', '0.']) {
      expect(list.map((password) => desCrypt(bytes(password), salt))).toEqual(crypt(salt, list));
    }
  });

  it('agrees about which SHA-crypt there is', () => {
    const salts = ['a', '', 'a b', 'a!', 'a*', 'a;b', 'a\\b', 'é', '"#%&', '<=>', '[]^_`', '{|}~', 'a+,-./'];
    const rounds = [
      '',
      'rounds=1000$',
      'rounds=999$',
      'rounds=0$',
      'rounds=01000$',
      'rounds=+1000$',
      'rounds=1000000000$',
    ];
    for (const start of [...salts.map((salt) => `${salt}$`), ...rounds.map((text) => `${text}abc$`)]) {
      const [theirs = ''] = crypt(`$5$${start}`, ['secret']);
      const isThere = theirs.startsWith('$5$');
      expect([start, parseShaCrypt(isThere ? theirs : `$5$${start}${'a'.repeat(43)}`) !== undefined]).toEqual([
        start,
        isThere,
      ]);
    }
  });
});
