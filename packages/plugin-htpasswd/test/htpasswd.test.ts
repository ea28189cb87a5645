import { renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isPromise, type MaybePromise, PasswordCredentials, WhoError } from '@who/core';
import { fakeClock, fakeExchange } from '@who/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { HTPASSWD_SCHEMES, type HtpasswdOptions, htpasswd } from '../src/index.js';
import { resolveOptions } from '../src/options.js';
import { passwordAuthenticator } from '../src/password-authenticator.js';
import { verifier } from '../src/verifier.js';
import {
  APR1_OF_SECRET,
  BCRYPT_OF_SECRET,
  DES_OF_SECRET,
  fixturePath,
  listeningLogger,
  SHA_OF_SECRET,
  SHA256_OF_SECRET,
  SHA512_OF_SECRET,
  signIn,
  temporaryFile,
  users,
} from './support.js';

const clock = fakeClock();
const now = clock.now;
let logger = listeningLogger();
beforeEach(() => {
  logger = listeningLogger();
});

/** The plugin with a verifier that takes "right" for the password of everybody, and keeps what it was asked. */
function observed(
  options: HtpasswdOptions,
  verify: (password: string) => MaybePromise<boolean> = async (password) => password === 'right',
) {
  const asked: { password: string; hash: string }[] = [];
  const settings = resolveOptions(options);
  const plugin = passwordAuthenticator(settings, {
    ...verifier(settings),
    verify(password, hash) {
      asked.push({ password: Buffer.from(password).toString(), hash });
      return verify(Buffer.from(password).toString());
    },
  });
  return { plugin, asked };
}

describe('who can sign in', () => {
  it('whoever stands in the file, with the right password, in each scheme', async () => {
    const plugin = users({
      file: temporaryFile(
        [
          `b:${BCRYPT_OF_SECRET}`,
          `a:${APR1_OF_SECRET}`,
          `s:${SHA_OF_SECRET}`,
          `two:${SHA256_OF_SECRET}`,
          `five:${SHA512_OF_SECRET}`,
          `d:${DES_OF_SECRET}`,
        ].join('\n'),
      ),
      allow: [...HTPASSWD_SCHEMES, 'des-crypt'],
    });
    for (const login of ['b', 'a', 's', 'two', 'five', 'd']) {
      expect(await signIn(plugin, login, 'secret')).toBe(login);
      expect(await signIn(plugin, login, 'Secret')).toBeUndefined();
      expect(await signIn(plugin, login.toUpperCase(), 'secret')).toBeUndefined();
    }
  });

  it('is all that is said and kept', async () => {
    const plugin = users({ file: fixturePath('htpasswd.bcrypt4') });
    const exchange = fakeExchange();
    expect(await plugin.authenticate(exchange, new PasswordCredentials('simple', 'secret'))).toEqual({
      userid: 'simple',
    });
    expect(exchange.scratch.size).toBe(0);
  });

  it('nobody by a name that objects have of themselves', async () => {
    const { plugin, asked } = observed({ file: temporaryFile(`a:${SHA_OF_SECRET}`) }, () => true);
    for (const login of ['__proto__', 'constructor', 'toString']) {
      expect(await signIn(plugin, login, 'right')).toBeUndefined();
    }
    expect(asked).toHaveLength(3);
  });

  it('nobody with an empty password, unless that is allowed', async () => {
    const file = fixturePath('htpasswd.sha1');
    expect(await signIn(users({ file }), 'empty', '')).toBeUndefined();
    expect(await signIn(users({ file, allowEmptyPasswords: true }), 'empty', '')).toBe('empty');
  });

  it('nobody with a NUL or a very long password, and nothing is computed', async () => {
    const { plugin, asked } = observed({ file: temporaryFile(`a:${APR1_OF_SECRET}`) }, () => true);
    expect(await signIn(plugin, 'a', 'x'.repeat(1024))).toBe('a');
    asked.length = 0;
    expect(await signIn(plugin, 'a', 'x'.repeat(1025))).toBeUndefined();
    expect(await signIn(plugin, 'a', 'ü'.repeat(513))).toBeUndefined();
    expect(await signIn(plugin, 'a', 'secret\0')).toBeUndefined();
    expect(await signIn(plugin, 'a\0', 'secret')).toBeUndefined();
    expect(await signIn(plugin, '', 'secret')).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('the same time for everybody', () => {
  const cost10 = BCRYPT_OF_SECRET.replace('$04$', '$10$');
  const contents = `a:${cost10}\nb:${cost10}\nc:${APR1_OF_SECRET}\nplain:secret\n`;

  it.each(['a', 'nobody', 'plain'])('is one check of the same scheme and cost for %s', async (login) => {
    const { plugin, asked } = observed({ file: temporaryFile(contents) });
    await signIn(plugin, login, 'wrong');
    expect(asked).toMatchObject([{ password: 'wrong' }]);
    expect(verifier(resolveOptions({ file: 'users' })).kindOf(asked[0]?.hash ?? '')).toMatchObject({
      scheme: 'bcrypt',
      cost: 10,
    });
  });

  it('lets nobody in by the decoy', async () => {
    const { plugin } = observed({ file: temporaryFile(contents) }, () => true);
    expect(await signIn(plugin, 'a', 'x')).toBe('a');
    for (let i = 0; i < 2; i++) {
      expect(await signIn(plugin, 'nobody', 'x')).toBeUndefined();
      expect(await signIn(plugin, 'plain', 'secret')).toBeUndefined();
    }
  });

  it('takes a decoy of bcrypt for a real hash of its cost', async () => {
    const plugin = users({ file: fixturePath('htpasswd.bcrypt4') });
    expect(await signIn(plugin, 'nobody', 'secret')).toBeUndefined();
  });
});

describe('repeated checks', () => {
  const file = () => temporaryFile(`a:${BCRYPT_OF_SECRET}\nb:${BCRYPT_OF_SECRET}\n`);

  it('are spared for a while after a success, and answered at once', async () => {
    const { plugin, asked } = observed({ file: file(), cacheSeconds: 60 });
    const again = () => plugin.authenticate(fakeExchange({ now }), new PasswordCredentials('a', 'right'));
    await again();
    expect(again()).toEqual({ userid: 'a' });
    clock.advance(59_999);
    await again();
    expect(again()).toEqual({ userid: 'a' });
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await again();
    expect(asked).toHaveLength(2);
  });

  it('take no promise, nor does an empty password; a wrong one is computed', async () => {
    const plugin = users({ file: fixturePath('htpasswd.bcrypt4') });
    const ask = (login: string, password: string) =>
      plugin.authenticate(fakeExchange({ now }), new PasswordCredentials(login, password));
    await ask('simple', 'secret');
    expect(isPromise(ask('simple', 'secret'))).toBe(false);
    expect(isPromise(ask('simple', ''))).toBe(false);
    expect(isPromise(ask('simple', 'wrong'))).toBe(true);
  });

  it('are not spared after a failure, for another password or another user', async () => {
    const { plugin, asked } = observed({ file: file() });
    for (let i = 0; i < 2; i++) expect(await signIn(plugin, 'a', 'wrong', { now })).toBeUndefined();
    expect(await signIn(plugin, 'a', 'right', { now })).toBe('a');
    expect(await signIn(plugin, 'a', 'wrong', { now })).toBeUndefined();
    expect(await signIn(plugin, 'b', 'right', { now })).toBe('b');
    expect(asked).toHaveLength(5);
  });

  it('are never spared when told so', async () => {
    const { plugin, asked } = observed({ file: file(), cacheSeconds: 0 });
    for (let i = 0; i < 3; i++) await signIn(plugin, 'a', 'right', { now });
    expect(asked).toHaveLength(3);
  });

  it('are not spared by a clock that was set back', async () => {
    const { plugin, asked } = observed({ file: file() });
    await signIn(plugin, 'a', 'right', { now: () => 10_000_000 });
    await signIn(plugin, 'a', 'right', { now: () => 9_000_000 });
    expect(asked).toHaveLength(2);
  });

  it('share one check while it runs', async () => {
    const { plugin, asked } = observed({ file: file() });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => signIn(plugin, i % 2 === 0 ? 'a' : 'b', 'right', { now })),
    );
    expect(answers).toEqual(answers.map((_, i) => (i % 2 === 0 ? 'a' : 'b')));
    expect(asked).toHaveLength(2);
  });

  it('start anew after one that failed', async () => {
    let isBroken = true;
    const { plugin } = observed({ file: file() }, async () => {
      if (isBroken) throw new WhoError('Broken.', { code: 'HTPASSWD_CHECK_FAILED', plugin: 'test' });
      return true;
    });
    await expect(signIn(plugin, 'a', 'right', { now })).rejects.toThrow('Broken.');
    isBroken = false;
    expect(await signIn(plugin, 'a', 'right', { now })).toBe('a');
  });

  it('start anew when the file has changed', async () => {
    const path = file();
    const { plugin, asked } = observed({ file: path });
    await signIn(plugin, 'a', 'right', { now });
    writeFileSync(path, `a:${BCRYPT_OF_SECRET}\n`);
    clock.advance(1000);
    await signIn(plugin, 'a', 'right', { now });
    expect(asked).toHaveLength(2);
  });
});

describe('a file that changes', () => {
  const line = (user: string) => `${user}:${SHA_OF_SECRET}\n`;

  it('is noticed once the interval is over', async () => {
    const file = temporaryFile(line('old'));
    const plugin = users({ file, checkIntervalMs: 5000 });
    expect(await signIn(plugin, 'old', 'secret', { now })).toBe('old');
    writeFileSync(file, line('someone-new'));
    clock.advance(4999);
    expect(await signIn(plugin, 'someone-new', 'secret', { now })).toBeUndefined();
    clock.advance(1);
    expect(await signIn(plugin, 'someone-new', 'secret', { now })).toBe('someone-new');
    expect(await signIn(plugin, 'old', 'secret', { now })).toBeUndefined();
  });

  it('is noticed before the first answer after a long silence', async () => {
    const file = temporaryFile(line('old'));
    const plugin = users({ file });
    await signIn(plugin, 'old', 'secret', { now });
    writeFileSync(file, line('someone-new'));
    clock.advance(3_600_000);
    const answers = await Promise.all([1, 2, 3].map(() => signIn(plugin, 'old', 'secret', { now })));
    expect(answers).toEqual([undefined, undefined, undefined]);
  });

  it('is noticed when another one of the same size took its place', async () => {
    const file = temporaryFile(line('one'));
    const plugin = users({ file, checkIntervalMs: 0 });
    expect(await signIn(plugin, 'one', 'secret')).toBe('one');
    writeFileSync(`${file}.new`, line('two'));
    renameSync(`${file}.new`, file);
    expect(await signIn(plugin, 'one', 'secret')).toBeUndefined();
    expect(await signIn(plugin, 'two', 'secret')).toBe('two');
  });

  it.each([
    ['is gone', (file: string) => rmSync(file)],
    ['is binary', (file: string) => writeFileSync(file, 'a:b\0')],
    ['is something else', (file: string) => writeFileSync(file, 'Hello\n')],
  ])('stays in force when the new one %s, with one warning', async (_, breakIt) => {
    const file = temporaryFile(line('a'));
    const plugin = users({ file, checkIntervalMs: 0 });
    expect(await signIn(plugin, 'a', 'secret', { logger })).toBe('a');
    breakIt(file);
    for (let i = 0; i < 3; i++) expect(await signIn(plugin, 'a', 'secret', { logger })).toBe('a');
    expect(logger.warnings).toEqual([expect.stringMatching(/^\[@who\/plugin-htpasswd\] Keeping what was read before/)]);
    rmSync(file, { force: true });
    writeFileSync(file, line('mended'));
    expect(await signIn(plugin, 'mended', 'secret', { logger })).toBe('mended');
    expect(await signIn(plugin, 'a', 'secret', { logger })).toBeUndefined();
    rmSync(file);
    await signIn(plugin, 'mended', 'secret', { logger });
    expect(logger.warnings).toHaveLength(2);
  });

  it('may become empty', async () => {
    const file = temporaryFile(line('a'));
    const plugin = users({ file, checkIntervalMs: 0 });
    writeFileSync(file, '');
    expect(await signIn(plugin, 'a', 'secret', { logger })).toBeUndefined();
    expect(logger.warnings).toEqual([]);
  });

  it('without a change answers at once', async () => {
    const plugin = users({ file: temporaryFile(line('a')) });
    await signIn(plugin, 'a', 'secret', { now });
    const credentials = new PasswordCredentials('a', 'secret');
    expect(plugin.authenticate(fakeExchange({ now }), credentials)).toEqual({ userid: 'a' });
  });
});

describe('what the log says', () => {
  it('names lines that never match, once, without what is in them', async () => {
    const plugin = users({ file: fixturePath('htpasswd.crypt'), checkIntervalMs: 0 });
    for (let i = 0; i < 3; i++) await signIn(plugin, 'simple', 'secret', { logger });
    expect(logger.warnings).toHaveLength(1);
    expect(logger.warnings[0]).toMatch(
      /that do not count: 13 \(line 1: DES-crypt, which "allow" does not let in; line 2: /,
    );
    expect(logger.warnings[0]).not.toMatch(/simple|83ARHAhyBoBNA/);
  });

  it('says nothing about a good file', async () => {
    await signIn(users({ file: fixturePath('htpasswd.sha1') }), 'simple', 'secret', { logger });
    expect(logger.warnings).toEqual([]);
  });
});

describe('too many at once', () => {
  it('is a 503 with a code, and passes', async () => {
    const plugin = users({ file: fixturePath('htpasswd.bcrypt5'), maxConcurrent: 1, maxQueued: 2 });
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, (_, i) => signIn(plugin, 'simple', i === 0 ? 'secret' : `wrong ${i}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(answers[5]).toHaveProperty('reason.code', 'HTPASSWD_BUSY');
    expect(answers[5]).toHaveProperty('reason.status', 503);
    expect(answers[5]).toHaveProperty('reason.headers', { 'Retry-After': '1' });
    expect(await signIn(plugin, 'simple', 'secret')).toBe('simple');
  });
});

describe('200 wrong passwords at once', () => {
  it('are all refused by default, and the event loop turns meanwhile', async () => {
    const plugin = users({
      file: temporaryFile(`a:${BCRYPT_OF_SECRET}\nb:${SHA512_OF_SECRET}\nc:${APR1_OF_SECRET}\n`),
    });
    let isOver = false;
    let turns = 0;
    const turning = (async () => {
      while (!isOver) await new Promise((resolve) => setImmediate(resolve, turns++));
    })();
    const logins = ['a', 'b', 'c', 'nobody'];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => signIn(plugin, logins[i % 4] as string, `wrong ${i}`)),
    );
    isOver = true;
    await turning;
    expect(new Set(answers)).toEqual(new Set([undefined]));
    expect(turns).toBeGreaterThan(200);
    expect(await signIn(plugin, 'a', 'secret')).toBe('a');
  });
});

describe('a closed plugin', () => {
  it('refuses to check', async () => {
    const plugin = htpasswd({ file: fixturePath('htpasswd.sha1') });
    plugin.close();
    plugin.close();
    await expect(async () => signIn(plugin, 'simple', 'secret')).rejects.toMatchObject({
      code: 'HTPASSWD_CLOSED',
      status: 503,
    });
  });
});

describe('at start', () => {
  it.each([
    ['is missing', () => '/nonexistent/users'],
    ['is a folder', () => fixturePath('.')],
    ['is binary', () => temporaryFile('a:b\0')],
    ['is something else', () => temporaryFile('Hello\n')],
  ])('a file that %s is refused', (_, make) => {
    expect(() => htpasswd({ file: make() })).toThrow(expect.objectContaining({ code: 'HTPASSWD_UNREADABLE' }));
  });

  it('a file that is missing is told how to be made', () => {
    expect(() => htpasswd({ file: '/nonexistent/users' })).toThrow(
      /ENOENT.* Make it with: npx @who\/plugin-htpasswd \/nonexistent\/users NAME$/,
    );
    expect(() => htpasswd({ file: fixturePath('.') })).not.toThrow(/Make it with/);
  });

  it('a file that cannot be read, not even by root, is refused', () => {
    const file = temporaryFile('');
    rmSync(file);
    symlinkSync(file, file);
    expect(() => htpasswd({ file })).toThrow(expect.objectContaining({ code: 'HTPASSWD_UNREADABLE' }));
  });

  it('what is not known is refused by name', () => {
    expect(() => htpasswd({ flie: 'users' } as never)).toThrow(/"flie" is not known. Did you mean "file"/);
  });

  it('the file is meant as of now, also when the process changes its folder later', () => {
    expect(resolveOptions({ file: 'users' }).file).toBe(`${process.cwd()}/users`);
  });

  it.each([
    ['file', { file: '' }],
    ['file', { file: 7 as unknown as string }],
    ['groupFile', { groupFile: '' }],
    ['allow', { allow: [] }],
    ['allow', { allow: 'bcrypt' as never }],
    ['maxCheckMs', { maxCheckMs: 0 }],
    ['maxCheckMs', { maxCheckMs: 0.5 }],
    ['maxConcurrent', { maxConcurrent: 0 }],
    ['maxQueued', { maxQueued: -1 }],
    ['cacheSeconds', { cacheSeconds: 0.5 }],
    ['cacheSeconds', { cacheSeconds: Number.POSITIVE_INFINITY }],
    ['checkIntervalMs', { checkIntervalMs: Number.NaN }],
    ['checkIntervalMs', { checkIntervalMs: '1000' as unknown as number }],
    ['allowEmptyPasswords', { allowEmptyPasswords: 'no' as unknown as boolean }],
  ])('a bad option is refused: %s in %j', (option, options) => {
    const make = () => htpasswd({ file: fixturePath('htpasswd.sha1'), ...options });
    expect(make).toThrow(`[@who/plugin-htpasswd] Option "${option}" must be `);
    expect(make).toThrow(WhoError);
  });
});
