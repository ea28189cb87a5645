import { readFileSync } from 'node:fs';
import { atOnce } from '@who/secrets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PasswordFile, readPasswordFile } from '../src/files/password-file.js';
import { resolveOptions } from '../src/options.js';
import { HTPASSWD_SCHEMES } from '../src/schemes.js';
import { type HashSettings, verifier } from '../src/verifier.js';
import {
  APR1_OF_SECRET,
  BCRYPT_OF_SECRET,
  DES_OF_SECRET,
  fixturePath,
  SHA_OF_SECRET,
  SHA256_OF_SECRET,
  SHA512_OF_SECRET,
} from './support.js';

const usual = resolveOptions({ file: 'users' });
const kindsBy = (settings: Partial<HashSettings>) => verifier({ ...usual, ...settings }).kindOf;
const kindOf = kindsBy({});
const parse = (text: string | Uint8Array, settings: Partial<HashSettings> = {}) => {
  const file = atOnce(readPasswordFile(Buffer.from(text), kindsBy(settings)));
  const problems = atOnce(file.problems());
  return { users: file.users, hashOf: file.hashOf, decoy: file.decoy, problems };
};
/** Users and their hashes, an empty one where the line can never match. */
const usersIn = ({ users, hashOf }: Pick<PasswordFile, 'users' | 'hashOf'>) =>
  Object.fromEntries([...users()].map((user) => [user, hashOf(user) ?? '']));
const usersOf = (text: string | Uint8Array) => usersIn(parse(text));

/** Any 16-bit characters: control characters and lone surrogates too. */
const text = (maxLength = 30) =>
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((codes) => String.fromCharCode(...codes));

describe('parsePasswordFile', () => {
  it('takes the first line of a user', () => {
    expect(usersOf(`a:${SHA_OF_SECRET}\na:${APR1_OF_SECRET}\n`)).toEqual({ a: SHA_OF_SECRET });
  });

  it('does not fall through to a later line when the first cannot be used', () => {
    expect(usersOf(`a:plain\nb\na:${SHA_OF_SECRET}\nb:${SHA_OF_SECRET}`)).toEqual({ a: '', b: '' });
  });

  it('skips comments and blank lines, and the white space around a line', () => {
    expect(usersOf(`# x:y\n\n \t\n  # x:y\n \t a:${SHA_OF_SECRET} \v\f\r\n`)).toEqual({ a: SHA_OF_SECRET });
  });

  it('takes all line endings, and a last line without one', () => {
    expect(usersOf(`a:${SHA_OF_SECRET}\r\nb:${SHA_OF_SECRET}\nc:${SHA_OF_SECRET}`)).toEqual({
      a: SHA_OF_SECRET,
      b: SHA_OF_SECRET,
      c: SHA_OF_SECRET,
    });
  });

  it('ignores what stands after the hash, and colons before it', () => {
    expect(usersOf(`a:${SHA_OF_SECRET}:Alice:x\nb::::${SHA_OF_SECRET}:\nc:${SHA_OF_SECRET} :x`)).toEqual({
      a: SHA_OF_SECRET,
      b: SHA_OF_SECRET,
      c: '',
    });
  });

  it('goes on in the next line after a backslash, in comments too', () => {
    expect(
      usersOf(`# x \\\nx:${SHA_OF_SECRET}\na:{SHA}\\\r\n${SHA_OF_SECRET.slice(5)}\nb:${SHA_OF_SECRET}\\\n`),
    ).toEqual({
      a: SHA_OF_SECRET,
      b: SHA_OF_SECRET,
    });
    expect(usersOf(`a:${SHA_OF_SECRET}\n\\\n`)).toEqual({ a: SHA_OF_SECRET });
  });

  it('does not trim what only JavaScript takes for white space', () => {
    expect(usersOf(`a:${SHA_OF_SECRET}\n\ufeffb:${SHA_OF_SECRET}\n\u00a0c:${SHA_OF_SECRET}`)).toEqual({
      a: SHA_OF_SECRET,
      '\ufeffb': SHA_OF_SECRET,
      '\u00a0c': SHA_OF_SECRET,
    });
  });

  it('skips a byte order mark, which editors write and Apache takes for a part of the first name', () => {
    expect(usersOf(`\ufeffa:${SHA_OF_SECRET}\n`)).toEqual({ a: SHA_OF_SECRET });
    expect(usersOf('\ufeff# nobody yet\n')).toEqual({});
  });

  it('reads names as UTF-8 and says which are not', () => {
    const latin1 = Buffer.from(`jos\xe9:${SHA_OF_SECRET}\n`, 'latin1');
    const { users, problems } = parse(Buffer.concat([latin1, Buffer.from(`josé:${SHA_OF_SECRET}`)]));
    expect([...users()]).toEqual(['josé']);
    expect(problems.first).toEqual(['line 1: user name is not UTF-8']);
  });

  it('names the lines that never match, without their hashes', () => {
    expect(parse(readFileSync(fixturePath('htpasswd.mixed'))).problems.first).toEqual([
      'line 7: DES-crypt, which "allow" does not let in',
      'line 16: no hash',
      'line 17: plain text, or an unsupported scheme',
      'line 19: plain text, or an unsupported scheme',
      'line 20: no hash',
    ]);
  });

  it('names twenty lines at most, and counts them all', () => {
    const { problems } = parse(Array.from({ length: 1000 }, (_, i) => `user${i}:x`).join('\n'));
    expect([problems.first.length, problems.count]).toEqual([20, 1000]);
  });

  it('refuses what takes too long to check', () => {
    const bcrypt = (cost: string) => BCRYPT_OF_SECRET.replace('$04$', `$${cost}$`);
    const sha = (rounds: number) => SHA512_OF_SECRET.replace('rounds=1000', `rounds=${rounds}`);
    const text = [bcrypt('16'), bcrypt('15'), sha(999_999_999), sha(3_000_000), sha(1_000_000)]
      .map((hash, index) => `user${index}:${hash}`)
      .join('\n');
    const { users, hashOf, problems } = parse(text);
    expect([...users()].map((user) => hashOf(user) !== undefined)).toEqual([false, true, false, false, true]);
    expect(problems.first).toEqual([
      'line 1: bcrypt that takes longer than "maxCheckMs" or more than "maxMemoryBytes"',
      'line 3: SHA-512-crypt that takes longer than "maxCheckMs" or more than "maxMemoryBytes"',
      'line 4: SHA-512-crypt that takes longer than "maxCheckMs" or more than "maxMemoryBytes"',
    ]);
    expect(parse(text, { maxCheckMs: 5000 }).hashOf('user0')).toBe(bcrypt('16'));
    expect(parse(text, { maxCheckMs: 1000 }).hashOf('user1')).toBeUndefined();
  });

  it('takes DES-crypt only where it is allowed', () => {
    expect(parse(`a:${DES_OF_SECRET}`).problems.first).toEqual([expect.stringContaining('"allow"')]);
    expect(parse(`a:${DES_OF_SECRET}`, { allow: [...HTPASSWD_SCHEMES, 'des-crypt'] }).hashOf('a')).toBe(DES_OF_SECRET);
  });

  it('takes bcrypt only where it is allowed, too', () => {
    expect(parse(`a:${BCRYPT_OF_SECRET}`, { allow: ['sha1'] }).problems.first).toEqual([
      'line 1: bcrypt, which "allow" does not let in',
    ]);
  });

  it.each([
    ['$1$abcdefgh$', 'MD5-crypt'],
    ['$2x$05$', 'old fault'],
    ['$2y$05$', 'bcrypt that is cut off'],
    ['$apr1$', 'apr1 that is cut off'],
    ['$5$rounds=999$', 'fewer than 1000 rounds'],
    ['$6$', 'SHA-512-crypt that is cut off'],
    ['$y$j9T$', 'yescrypt'],
    ['$argon2id$v=19$', 'Argon2'],
    ['{SSHA}', 'salted SHA-1'],
    ['{CRYPT}', '{CRYPT}'],
    ['', 'plain text'],
    ['$secret$', 'plain text'],
    ['{secret}', 'plain text'],
  ])('names what begins with %j, and repeats nothing of the rest', (start, words) => {
    const { first } = parse(`a:${start}hunter2`).problems;
    expect(first).toEqual([expect.stringContaining(words)]);
    expect(first[0]).not.toMatch(/hunter2|secret/);
  });

  it('names lines without a hash', () => {
    expect(parse('a:\nb\n').problems.first).toEqual(['line 1: no hash', 'line 2: no hash']);
  });

  it('chooses a decoy of the most common scheme and cost', () => {
    const decoy = (...hashes: string[]) => parse(hashes.map((hash, i) => `user${i}:${hash}`).join('\n')).decoy;
    const cost10 = BCRYPT_OF_SECRET.replace('$04$', '$10$');
    const kindOfDecoy = (...hashes: string[]) => kindOf(decoy(...hashes) ?? '');
    expect(kindOfDecoy(SHA_OF_SECRET, cost10, BCRYPT_OF_SECRET, cost10)).toMatchObject({ scheme: 'bcrypt', cost: 10 });
    expect(kindOfDecoy(APR1_OF_SECRET, 'plain', 'text', 'text')).toMatchObject({ scheme: 'apr1' });
    expect(kindOfDecoy(SHA256_OF_SECRET, SHA512_OF_SECRET, SHA512_OF_SECRET)).toMatchObject({
      scheme: 'sha512-crypt',
      cost: 1000,
    });
    expect(decoy('plain')).toBeUndefined();
    expect(decoy(DES_OF_SECRET)).toBeUndefined();
  });

  it('takes an empty file and one of comments for a file without users', () => {
    expect(usersOf('')).toEqual({});
    expect(usersOf('# nobody yet\n')).toEqual({});
  });

  it.each([
    ['a binary file', 'a:b\0c', 'It is not a text file.'],
    ['UTF-16', Buffer.from(`\ufeffa:${SHA_OF_SECRET}`, 'utf16le'), 'It is UTF-16'],
    ['another text', 'Hello\nworld\n', 'It has no line of the form user:hash.'],
  ])('refuses %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('reads a hundred thousand users', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `user${i}:${BCRYPT_OF_SECRET}`).join('\n');
    const { users, hashOf, problems } = parse(text);
    expect([[...users()].length, hashOf('user99999'), problems.count]).toEqual([100_000, BCRYPT_OF_SECRET, 0]);
  });

  it('keeps nothing but hashes of known shape, whatever the file', () => {
    const hashes = [SHA_OF_SECRET, APR1_OF_SECRET, BCRYPT_OF_SECRET, SHA256_OF_SECRET, SHA512_OF_SECRET, DES_OF_SECRET];
    const hash = fc.constantFrom(...hashes, '$2y$99$', '$5$rounds=1$', 'x');
    const line = fc.oneof(
      text(),
      fc.tuple(fc.string(), hash).map((pair) => pair.join(':')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const text = `a:${SHA_OF_SECRET}\n${lines.join('\n').replaceAll('\0', '')}`;
        const kept = Object.values(usersOf(text)).filter((stored) => stored !== '');
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.filter((stored) => 'code' in kindOf(stored))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
