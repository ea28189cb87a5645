import { inspect } from 'node:util';
import { isPromise, WhoError } from '@who/core';
import { describe, expect, it } from 'vitest';
import { createPasswords, hashPassword, isMatch, type PasswordsOptions, verifyPassword } from '../src/index.js';
import { ALL_SCHEMES, OF_SECRET, passwords } from './support.js';

/** New hashes as cheap as they may be. */
const CHEAP = [
  { scheme: 'argon2id', memoryKib: 8, passes: 1 },
  { scheme: 'bcrypt', cost: 4 },
  { scheme: 'scrypt', log2N: 4, blockSize: 1 },
  { scheme: 'sha512-crypt', rounds: 1000 },
] as const;
const cheap = { hashing: CHEAP[0] } satisfies PasswordsOptions;

describe('verify', () => {
  it.each(Object.entries(OF_SECRET))('knows the right password: %s', async (_, stored) => {
    const { verify } = passwords({ ...cheap, allow: ALL_SCHEMES });
    expect(isMatch(await verify('secret', stored))).toBe(true);
    expect(await verify('Secret', stored)).toBe('no-match');
    expect(isMatch(await verify(Buffer.from('secret'), stored))).toBe(true);
  });

  it('answers at once where it takes microseconds, and away from the main thread where it takes longer', async () => {
    const { verify } = passwords({ ...cheap, allow: ALL_SCHEMES });
    for (const [scheme, stored] of Object.entries(OF_SECRET)) {
      const answer = verify('secret', stored);
      expect([scheme, isPromise(answer)]).toEqual([scheme, scheme !== 'sha1']);
      await answer;
    }
  });

  it('lets unsalted and broken schemes in by name only', async () => {
    const { verify } = passwords(cheap);
    for (const stored of [OF_SECRET.sha1, OF_SECRET['des-crypt']]) {
      expect(await verify('secret', stored)).toMatchObject({ code: 'PASSWORD_FORM_NOT_ALLOWED' });
    }
  });

  it('reads the forms that it is told to', async () => {
    const { verify } = passwords({ ...cheap, forms: ['phc', 'apache'] });
    expect(await verify('secret', OF_SECRET.bcrypt)).toEqual({ code: 'PASSWORD_FORM_UNKNOWN', form: 'bcrypt' });
    expect(isMatch(await verify('secret', OF_SECRET.apr1))).toBe(true);
  });

  it('never takes a stored text for the password', async () => {
    const { verify } = passwords({ ...cheap, allow: ALL_SCHEMES.filter((scheme) => scheme !== 'plain') });
    for (const stored of ['secret', '{PLAIN}secret', '$secret$', '$y$secret', '']) {
      for (const password of ['secret', stored]) {
        const verdict = await verify(password, stored);
        expect(verdict === 'no-match' || typeof verdict === 'object').toBe(true);
      }
    }
  });

  it('repeats nothing of what is stored', async () => {
    const { verify } = passwords(cheap);
    for (const stored of ['hunter2', '$2y$hunter2', '{SHA}hunter2', '$argon2id$hunter2', '$hunter2$']) {
      expect(JSON.stringify(await verify('secret', stored))).not.toContain('hunter2');
    }
  });

  it('does not count the blanks that a CHAR column adds', async () => {
    const { verify, kindOf } = passwords(cheap);
    expect(isMatch(await verify('secret', OF_SECRET.bcrypt.padEnd(80)))).toBe(true);
    expect(kindOf(` ${OF_SECRET.bcrypt}`)).toHaveProperty('code', 'PASSWORD_FORM_UNKNOWN');
    expect(kindOf(`${OF_SECRET.bcrypt}\n`)).toHaveProperty('code', 'PASSWORD_FORM_BROKEN');
  });

  it('refuses a stored password that is no text, and says how to make one', () => {
    const { verify } = passwords(cheap);
    for (const stored of [Buffer.from(OF_SECRET.bcrypt), 7, {}]) {
      const check = () => verify('secret', stored as unknown as string);
      expect(check).toThrow(expect.objectContaining({ code: 'PASSWORDS_BAD_ARGUMENT' }));
      expect(check).not.toThrow(/\$2y/);
    }
    expect(() => verify('secret', Buffer.from('x') as unknown as string)).toThrow(/toString/);
  });

  it('matches nothing with a password that is none, and computes nothing', () => {
    const { verify } = passwords({ ...cheap, maxPasswordBytes: 100 });
    const none = [
      '',
      'x'.repeat(101),
      'ü'.repeat(51),
      'a\ud800',
      '\udc00',
      new Uint8Array(101),
      undefined,
      7,
      {},
      null,
    ];
    for (const password of none) expect(verify(password as string, OF_SECRET.bcrypt)).toBe('no-match');
  });

  it('takes an empty password where that is allowed', async () => {
    const { verify, hash } = passwords({ ...cheap, allowEmptyPasswords: true });
    expect(await verify('', await hash(''))).toBe('match');
  });
});

describe('the same time for everybody', () => {
  it('is a check of the decoy for nobody, and for what is unusable', async () => {
    const { verify } = passwords({ ...cheap, decoy: OF_SECRET.bcrypt });
    for (const stored of [undefined, null, 'plain', '$2y$', OF_SECRET.sha1]) {
      const answer = verify('secret', stored);
      expect(isPromise(answer)).toBe(true);
      expect(isMatch(await answer)).toBe(false);
    }
  });

  it('needs a decoy that could be checked', () => {
    expect(() => createPasswords({ decoy: 'hunter2' })).toThrow(/"decoy" .* PASSWORD_FORM_UNKNOWN/);
    expect(() => createPasswords({ decoy: 'hunter2' })).not.toThrow(/hunter2/);
    expect(() => createPasswords({ decoy: OF_SECRET.sha1 })).toThrow(/PASSWORD_FORM_NOT_ALLOWED/);
  });
});

describe('what a check may cost', () => {
  it.each([
    OF_SECRET.bcrypt.replace('$04$', '$31$'),
    '$6$rounds=999999999$salt$'.padEnd(111, '.'),
    `$argon2id$v=19$m=4194304,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$argon2id$v=19$m=65536,t=4000000000,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$scrypt$ln=30,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$scrypt$ln=10,r=8,p=100000000$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    `$scrypt$ln=1,r=500000000,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
  ])('ends above the limits: %s', async (stored) => {
    expect(await passwords(cheap).verify('secret', stored)).toMatchObject({ code: 'PASSWORD_FORM_TOO_COSTLY' });
  });

  it('is for the options to say', () => {
    const { kindOf } = passwords({ ...cheap, maxCheckMs: 2 });
    expect(kindOf(OF_SECRET.bcrypt)).toMatchObject({ scheme: 'bcrypt', cost: 4 });
    expect(kindOf(OF_SECRET['sha256-crypt'])).toMatchObject({ code: 'PASSWORD_FORM_TOO_COSTLY' });
    expect(() => createPasswords({ maxMemoryBytes: 2 ** 20 })).toThrow(/"hashing" leads to hashes that are refused/);
  });

  it('is bounded in number: 503 with a code, and it passes', async () => {
    const { verify } = passwords({ ...cheap, maxConcurrent: 1, maxQueued: 1 });
    const answers = await Promise.allSettled([1, 2, 3].map(() => verify('secret', OF_SECRET.bcrypt)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(answers[2]).toMatchObject({
      reason: { code: 'PASSWORDS_BUSY', status: 503, headers: { 'Retry-After': '1' } },
    });
    expect(isMatch(await verify('secret', OF_SECRET.bcrypt))).toBe(true);
  });
});

describe('plain text', () => {
  it('counts by name where it is marked, with all of its blanks', async () => {
    const { verify } = passwords({ ...cheap, allow: ['plain'] });
    for (const mark of ['{PLAIN}', '{CLEARTEXT}', '{noop}', 'plain$$']) {
      expect(isMatch(await verify('secret ', `${mark}secret `))).toBe(true);
      expect(await verify('secret', `${mark}secret `)).toBe('no-match');
    }
    expect(await verify('secret', 'secret')).toMatchObject({ code: 'PASSWORD_FORM_UNKNOWN' });
  });

  it('counts by a name of its own where it is not, unless it could be a hash', async () => {
    const { verify } = passwords({ ...cheap, allow: ['unmarked-plain'] });
    expect(isMatch(await verify('secret', 'secret'))).toBe(true);
    expect(await verify('Secret', 'secret')).toBe('no-match');
    const others = Object.values(OF_SECRET).filter((stored) => stored.length > 13);
    for (const stored of [...others, ` ${OF_SECRET.bcrypt}`, '!secret', '*', '$1$', 'a'.repeat(32), '{SSHA']) {
      expect([stored, isMatch(await verify(stored, stored))]).toEqual([stored, false]);
    }
  });
});

describe('passwords that a scheme does not see all of', () => {
  it('are cut, or match nothing where the options say so', async () => {
    const [cut, strict] = [{}, { refuseCutPasswords: true }].map((more) =>
      passwords({ ...cheap, ...more, allow: ALL_SCHEMES }),
    );
    const long = 'x'.repeat(72);
    const bcrypt = '$2a$04$......................SZFhVdUK5wGKY4lx/QrgUMHG0XsWjbi';
    for (const [stored, password] of [
      [bcrypt, long],
      [OF_SECRET['des-crypt'], 'secret'],
    ] as const) {
      expect(isMatch((await cut?.verify(password, stored)) ?? 'no-match')).toBe(true);
      expect(isMatch((await strict?.verify(password, stored)) ?? 'no-match')).toBe(true);
    }
    expect(isMatch((await cut?.verify(`${long}y`, bcrypt)) ?? 'no-match')).toBe(true);
    expect(await strict?.verify(`${long}y`, bcrypt)).toBe('no-match');
    expect(await strict?.verify(`${long}y`, undefined)).toBe('no-match');
  });
});

describe('normalization', () => {
  const decomposed = 'jose\u0301';
  const composed = 'jos\u00e9';

  it('is none unless it is asked for', async () => {
    const { hash, verify } = passwords(cheap);
    expect(await verify(decomposed, await hash(composed))).toBe('no-match');
  });

  it.each([
    ['NFC', decomposed, composed, true],
    ['NFC', '\uff41', 'a', false],
    ['NFKC', '\uff41', 'a', true],
    ['OpaqueString', decomposed, composed, true],
    ['OpaqueString', 'a\u00a0b', 'a b', true],
    ['OpaqueString', '\uff41', 'a', false],
  ] as const)('%s: %j and %j are the same: %j', async (normalization, one, other, isSame) => {
    const { hash, verify } = passwords({ ...cheap, normalization });
    expect(isMatch(await verify(one, await hash(other)))).toBe(isSame);
  });

  it('lets no control characters into an OpaqueString', async () => {
    const { hash, verify } = passwords({ ...cheap, normalization: 'OpaqueString' });
    await expect(hash('a\u0007')).rejects.toMatchObject({ code: 'PASSWORD_UNUSABLE' });
    expect(verify('a\u0007', OF_SECRET.bcrypt)).toBe('no-match');
  });
});

describe("Devise's pepper", () => {
  // Made by Devise::Encryptor of ruby-devise 4.8.1-1 over ruby-bcrypt 3.1.18-1.
  it.each([
    ['pepper of the house', '$2a$04$qncjxbUk9HE505avWuSRluJWvlpbVcUBabzZG9atfQnAxhFKKMjK.'],
    ['0123456789abcdef'.repeat(8), '$2a$04$8O/fBaJ38K/SrqQ5JVKq0eqQoHuGMitkaC06oUGWu5lPJ1kh6glKC'],
  ])('goes behind the password: %s', async (bcryptPepper, stored) => {
    const settings = { hashing: CHEAP[1], bcryptPepper, refuseCutPasswords: true };
    const { verify, hash } = passwords(settings);
    expect(await verify('correct horse', stored)).toBe('match');
    expect(await verify('correct horsf', stored)).toBe('no-match');
    expect(await passwords({ hashing: CHEAP[1] }).verify('correct horse', stored)).toBe('no-match');
    expect(await verify('secret', await hash('secret'))).toBe('match');
  });

  it('does not print itself', () => {
    const made = passwords({ ...cheap, bcryptPepper: 'pepper of the house' });
    expect(inspect(made, { depth: 10, showHidden: true })).not.toContain('pepper');
    expect(() => createPasswords({ bcryptPepper: '' })).toThrow('"bcryptPepper"');
    expect(() => createPasswords({ bcryptPepper: ['pepper of the house'] as never })).toThrow('"bcryptPepper"');
    expect(() => createPasswords({ bcryptPepper: ['pepper of the house'] as never })).not.toThrow(/house/);
  });
});

describe('an upgrade', () => {
  it('stores a new hash in the place of an outdated one', async () => {
    const { verify } = passwords(cheap);
    let stored: string = OF_SECRET.bcrypt;
    const upgrade = async (hash: string) => {
      stored = hash;
    };
    expect(await verify('wrong', stored, { upgrade })).toBe('no-match');
    expect(stored).toBe(OF_SECRET.bcrypt);
    expect(await verify('secret', stored, { upgrade })).toBe('match-outdated');
    expect(stored).toMatch(/^\$argon2id\$/);
    expect(await verify('secret', stored, { upgrade: () => expect.unreachable() })).toBe('match');
  });

  it('fails as whoever stores it does', async () => {
    const { verify } = passwords(cheap);
    const upgrade = async () => {
      throw new Error('The store is away.');
    };
    await expect(verify('secret', OF_SECRET.bcrypt, { upgrade })).rejects.toThrow('The store is away.');
  });

  it('waits for another time where no new hash can be made', async () => {
    const { verify } = passwords({ hashing: CHEAP[1] });
    const stored = await passwords(cheap).hash('x'.repeat(100));
    const allowed = passwords({ hashing: CHEAP[1] });
    expect(await allowed.verify('x'.repeat(100), stored, { upgrade: () => expect.unreachable() })).toBe(
      'match-outdated',
    );
    expect(await verify('x'.repeat(100), stored)).toBe('match-outdated');
  });
});

describe('hash', () => {
  it.each(CHEAP)('makes what verify takes: $scheme', async (hashing) => {
    const { hash, verify, needsRehash, kindOf } = passwords({ hashing });
    const [one, other] = await Promise.all([hash('pässwörd'), hash('pässwörd')]);
    expect(one).not.toBe(other);
    expect(kindOf(one)).toMatchObject({ scheme: hashing.scheme });
    expect(await verify('pässwörd', one)).toBe('match');
    expect(await verify('passwörd', one)).toBe('no-match');
    expect(needsRehash(one)).toBe(false);
  });

  it('takes other options than the usual ones', async () => {
    const { hash, verify } = passwords(cheap);
    const stored = await hash('secret', { scheme: 'bcrypt', cost: 5 });
    expect(stored).toMatch(/^\$2b\$05\$/);
    expect(await verify('secret', stored)).toBe('match-outdated');
  });

  it('refuses what would never match', async () => {
    const { hash } = passwords(cheap);
    for (const password of ['', 'a\ud800', 'x'.repeat(1025)]) {
      await expect(hash(password)).rejects.toMatchObject({ code: 'PASSWORD_UNUSABLE', status: 400 });
    }
    await expect(hash('x'.repeat(73), { scheme: 'bcrypt', cost: 4 })).rejects.toMatchObject({
      code: 'PASSWORD_UNUSABLE',
    });
    await expect(hash('x', { scheme: 'bcrypt', cost: 31 })).rejects.toMatchObject({ code: 'BAD_OPTION' });
    await expect(hash('x', { scheme: 'md5' } as never)).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });
});

describe('needsRehash', () => {
  it('is for another scheme, less of a cost, and what is unusable', async () => {
    const { needsRehash } = passwords({ hashing: { scheme: 'bcrypt', cost: 10 } });
    const cost = (text: string) => OF_SECRET.bcrypt.replace('$04$', text);
    expect(['$10$', '$12$'].map((text) => needsRehash(cost(text)))).toEqual([false, false]);
    const outdated = [cost('$09$'), OF_SECRET['sha512-crypt'], OF_SECRET.sha1, 'plain', ''];
    expect(outdated.map(needsRehash)).toEqual([true, true, true, true, true]);
  });

  it('is for less memory or fewer passes of Argon2', async () => {
    const { needsRehash, hash } = passwords({ hashing: { scheme: 'argon2id', memoryKib: 64, passes: 2 } });
    const other = async (memoryKib: number, passes: number) =>
      needsRehash(await hash('secret', { scheme: 'argon2id', memoryKib, passes }));
    expect(await other(64, 2)).toBe(false);
    expect(await other(64, 1)).toBe(true);
    expect(await other(32, 8)).toBe(true);
    expect(await other(128, 1)).toBe(false);
  });
});

describe('one for everybody', () => {
  it('has options of its own for one check', async () => {
    expect(await verifyPassword('secret', OF_SECRET.bcrypt, { forms: ['django'] })).toMatchObject({
      code: 'PASSWORD_FORM_UNKNOWN',
    });
    const upgraded: string[] = [];
    const verdict = await verifyPassword('secret', OF_SECRET.sha1, {
      ...cheap,
      allow: ['sha1'],
      upgrade: (hash) => upgraded.push(hash),
    });
    expect([verdict, upgraded.length]).toEqual(['match-outdated', 1]);
  });

  it('verifies and hashes', async () => {
    expect(await verifyPassword('secret', await hashPassword('secret'))).toBe('match');
    expect(await verifyPassword('secret', OF_SECRET.bcrypt)).toBe('match-outdated');
  });
});

describe('when closed', () => {
  it('refuses to work', async () => {
    const { verify, hash, close } = createPasswords(cheap);
    close();
    close();
    expect(() => verify('secret', OF_SECRET.bcrypt)).toThrow(expect.objectContaining({ code: 'PASSWORDS_CLOSED' }));
    await expect(hash('secret')).rejects.toMatchObject({ code: 'PASSWORDS_CLOSED', status: 503 });
  });
});

describe('bad options', () => {
  it.each<[string, object]>([
    ['allow', { allow: ['bcrpyt'] }],
    ['allow', { allow: [] }],
    ['allow', { allow: 'bcrypt' }],
    ['forms', { forms: ['apche'] }],
    ['hashing.scheme', { hashing: { scheme: 'md5' } }],
    ['hashing.scheme', { hashing: 'bcrypt' }],
    ['hashing.cost', { hashing: { scheme: 'bcrypt', cost: 3 } }],
    ['csot', { hashing: { scheme: 'bcrypt', csot: 10 } }],
    ['decoy', { decoy: 7 }],
    ['maxCheckMs', { maxCheckMs: 0 }],
    ['maxMemoryBytes', { maxMemoryBytes: -1 }],
    ['maxPasswordBytes', { maxPasswordBytes: 1.5 }],
    ['maxConcurrent', { maxConcurrent: 0 }],
    ['maxQueued', { maxQueued: '1000' }],
    ['allowEmptyPasswords', { allowEmptyPasswords: 'no' }],
    ['maxChekcMs', { maxChekcMs: 7 }],
    ['refuseCutPasswords', { refuseCutPasswords: 1 }],
    ['normalization', { normalization: 'NFD' }],
  ])('are refused by name: %s in %j', (option, options) => {
    const make = () => createPasswords(options as PasswordsOptions);
    expect(make).toThrow(`[@who/passwords] Option "${option}" `);
    expect(make).toThrow(WhoError);
  });
});
