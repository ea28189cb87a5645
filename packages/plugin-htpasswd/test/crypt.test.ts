import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { desCrypt, verifyDesCrypt } from '../src/schemes/des-crypt.js';
import { parseShaCrypt, shaCrypt, verifyShaCrypt } from '../src/schemes/sha-crypt.js';
import { DES_OF_SECRET, fixtures, SHA256_OF_SECRET, SHA512_OF_SECRET } from './support.js';

const bytes = (text: string) => Buffer.from(text);
const entriesOf = (...schemes: string[]) =>
  schemes.flatMap((scheme) => fixtures.files[`htpasswd.${scheme}`]?.entries ?? []);

/** Passwords of every length that matters to a digest or its block, and around them. */
const passwords = Array.from({ length: 150 }, (_, i) => 'abcdefghij'.repeat(15).slice(0, i + 1));

describe('SHA-crypt', () => {
  it.each(entriesOf('sha256', 'sha256r1000', 'sha512', 'sha512r10000'))(
    'agrees with Apache: $user, $hash',
    ({ passwordHex, hash, verifies }) => {
      const password = Buffer.from(passwordHex, 'hex');
      expect(verifyShaCrypt(password, hash)).toBe(verifies);
      expect(verifyShaCrypt(Buffer.concat([password, bytes('x')]), hash)).toBe(false);
    },
  );

  it.each([
    ['$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5', 'sha256'],
    ['$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1', 'sha512'],
  ])('agrees with libxcrypt 4.4.33: %s', (hash, scheme) => {
    expect(verifyShaCrypt(bytes('Hello world!'), hash)).toBe(true);
    expect(parseShaCrypt(hash)).toEqual({ scheme, rounds: 5000, salt: 'saltstring' });
  });

  it('takes salts from none to sixteen characters', () => {
    for (let length = 0; length <= 16; length++) {
      const hash = shaCrypt(bytes('secret'), { scheme: 'sha512', rounds: 1000, salt: 'x'.repeat(length) }, true);
      expect(parseShaCrypt(hash)).toEqual({ scheme: 'sha512', rounds: 1000, salt: 'x'.repeat(length) });
      expect(verifyShaCrypt(bytes('secret'), hash)).toBe(true);
    }
    expect(verifyShaCrypt(bytes('secret'), '$5$$o1w7HPzHt8gHmL5zUzDkRqt6Az.BjDfkvuDNNLWnXx5')).toBe(true);
  });

  it('keeps rounds that are written down apart from those that are not', () => {
    const written = '$5$rounds=5000$abc$qsg6EHbUzHQzF1POlD7zUwBINSELQxypPaeDcZe6vH0';
    expect(verifyShaCrypt(bytes('secret'), written)).toBe(true);
    expect(verifyShaCrypt(bytes('secret'), written.replace('rounds=5000$', ''))).toBe(true);
    expect(verifyShaCrypt(bytes('secret'), written.replace('5000', '5001'))).toBe(false);
  });

  it('never matches a hash of another shape', () => {
    for (const hash of [
      '',
      '$5$',
      '$6$$',
      'secret',
      SHA256_OF_SECRET.replace('$5$', '$6$'),
      SHA512_OF_SECRET.slice(0, -1),
    ]) {
      expect(verifyShaCrypt(bytes('secret'), hash)).toBe(false);
    }
  });

  it('tells passwords apart', () => {
    const some = fc.uint8Array({ maxLength: 40 });
    fc.assert(
      fc.property(some, some, fc.constantFrom('sha256', 'sha512'), (password, other, scheme) => {
        const hash = shaCrypt(password, { scheme, rounds: 1000, salt: 'ab' }, true);
        expect(verifyShaCrypt(other, hash)).toBe(Buffer.compare(password, other) === 0);
      }),
      { numRuns: 20 },
    );
  });
});

describe('DES-crypt', () => {
  it.each(entriesOf('crypt'))('agrees with Apache: $user', ({ passwordHex, hash, verifies }) => {
    const password = Buffer.from(passwordHex, 'hex');
    expect(verifyDesCrypt(password, hash)).toBe(verifies);
    expect(verifyDesCrypt(Buffer.concat([bytes('x'), password]), hash)).toBe(false);
  });

  it('sees seven bits of eight bytes', () => {
    const hash = desCrypt(bytes('12345678'), 'ab');
    expect(verifyDesCrypt(bytes('123456789'), hash)).toBe(true);
    expect(
      verifyDesCrypt(
        Buffer.from('12345678', 'latin1').map((byte) => byte | 0x80),
        hash,
      ),
    ).toBe(true);
    expect(verifyDesCrypt(bytes('1234567'), hash)).toBe(false);
  });

  it('never matches a hash of another shape', () => {
    for (const hash of ['', 'ab', DES_OF_SECRET.slice(0, 12), `${DES_OF_SECRET}.`]) {
      expect(verifyDesCrypt(bytes('secret'), hash)).toBe(false);
    }
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
  it.each(['sha256', 'sha512'] as const)('agrees about %s, for passwords of every length', (scheme) => {
    const salt = 'Ab1./saltsalt-_z';
    const theirs = crypt(`$${scheme === 'sha256' ? 5 : 6}$rounds=1000$${salt}$`, passwords);
    expect(passwords.map((password) => shaCrypt(bytes(password), { scheme, rounds: 1000, salt }, true))).toEqual(
      theirs,
    );
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
