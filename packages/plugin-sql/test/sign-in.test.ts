import { createHash } from 'node:crypto';
import { PasswordCredentials } from '@who/core';
import { SALTED_SCHEMES } from '@who/passwords';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { SqlOptions } from '../src/index.js';
import { cheap, codeOf, giving, hashesOf, memory, passwordOf, plugin, telling, USER } from './support.js';

const hash = async (user: string): Promise<string> => (await hashesOf([user])).get(user) as string;
const found = (...rows: readonly object[]): SqlOptions => ({ driver: giving(...rows), user: USER });

describe('a sign-in', () => {
  it('is somebody by the userid in the row', async () => {
    const password = await hash('alice');
    for (const [userid, expected] of [
      ['Alice', 'Alice'],
      ['alice ', 'alice '],
      [7, '7'],
      [-0, '0'],
      [9_007_199_254_740_991, '9007199254740991'],
      [9_007_199_254_740_993n, '9007199254740993'],
      [Buffer.from('José'), 'José'],
      [Buffer.from('\ufeffx'), '\ufeffx'],
    ]) {
      const { signIn } = telling(found({ userid, password }));
      expect(await signIn('alice')).toMatchObject({ userid: expected, refused: undefined });
    }
  });

  it.each([
    [9_007_199_254_740_992, 'SQL_VALUE'],
    [1.5, 'SQL_VALUE'],
    [Number.NaN, 'SQL_VALUE'],
    [true, 'SQL_VALUE'],
    [new Date(0), 'SQL_VALUE'],
    [{ id: 1 }, 'SQL_VALUE'],
    [['alice'], 'SQL_VALUE'],
    ['alice\0', 'SQL_VALUE'],
    [Buffer.from('alice\0\0'), 'SQL_VALUE'],
    [Buffer.from([0xff, 0xfe]), 'SQL_VALUE'],
  ])('fails by a userid that is not exactly one: %j', async (userid, code) => {
    const { signIn } = telling(found({ userid, password: await hash('alice') }));
    expect(await codeOf(() => signIn('alice'))).toBe(code);
  });

  it('fails by columns that are not there, or in another spelling', async () => {
    for (const row of [{ id: 'alice', password: 'x' }, { userid: 'alice' }, { USERID: 'alice', PASSWORD: 'x' }]) {
      expect(await codeOf(() => telling(found(row)).signIn('alice'))).toBe('SQL_COLUMNS');
    }
    expect(await codeOf(() => telling(found({ userid: 'alice', password: 7 })).signIn('alice'))).toBe('SQL_VALUE');
  });

  it('takes padding and bytes for what they are', async () => {
    const stored = await hash('alice');
    const bytes = new Uint8Array(Buffer.from(`xx${stored}\0\0\0xx`)).subarray(2, -2);
    for (const password of [stored.padEnd(100), Buffer.from(stored), Buffer.from(stored.padEnd(100, '\0')), bytes]) {
      const { signIn } = telling(found({ userid: 'alice', password }));
      expect(await signIn('alice')).toMatchObject({ userid: 'alice' });
      expect(await signIn('alice', 'a guess')).toMatchObject({ userid: undefined, refused: 'WRONG_PASSWORD' });
    }
  });

  it('is nobody, and why is told to those who may know', async () => {
    const password = await hash('alice');
    for (const [rows, refused] of [
      [[], 'UNKNOWN_USER'],
      [
        [
          { userid: 'alice', password },
          { userid: 'alice', password },
        ],
        'AMBIGUOUS_USER',
      ],
      [[{ userid: null, password }], 'NO_USERID'],
      [[{ userid: '', password }], 'NO_USERID'],
      [[{ userid: 'alice', password: null }], 'NO_PASSWORD'],
      [[{ userid: 'alice', password: '' }], 'PASSWORD_FORM_UNKNOWN'],
      [[{ userid: 'alice', password: passwordOf('alice') }], 'PASSWORD_FORM_UNKNOWN'],
      [[{ userid: 'alice', password: '{SHA}0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33' }], 'PASSWORD_FORM_NOT_ALLOWED'],
    ] as const) {
      expect(await telling(found(...rows)).signIn('alice')).toEqual({
        userid: undefined,
        userdata: undefined,
        refused,
      });
    }
  });

  it('warns of what somebody has to mend, once', async () => {
    const password = await hash('alice');
    for (const [rows, problem] of [
      [
        [
          { userid: 'a', password },
          { userid: 'b', password },
        ],
        /more than one row/,
      ],
      [[{ userid: 'a', password: 'open sesame' }], /can match nothing \(PASSWORD_FORM_UNKNOWN/],
    ] as const) {
      const { signIn, log } = telling(found(...rows));
      for (let round = 0; round < 3; round++) await signIn('alice');
      expect(log.warnings).toEqual([expect.stringMatching(problem)]);
      expect(log.warnings.join()).not.toContain('sesame');
    }
  });

  it('says nothing of accounts that are locked', async () => {
    const { signIn, log } = telling(found({ userid: 'a', password: `!${await hash('alice')}` }));
    expect(await signIn('alice')).toMatchObject({ userid: undefined, refused: 'PASSWORD_FORM_UNKNOWN' });
    expect(log.warnings).toEqual([]);
  });

  it('counts repoze.who’s SHA-1 and clear text where they are named', async () => {
    const allow = [...SALTED_SCHEMES, 'sha1', 'unmarked-plain'] as const;
    for (const password of ['{SHA}0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33', 'foo']) {
      const { signIn } = telling({ ...found({ userid: 'alice', password }), passwords: { ...cheap, allow } });
      expect(await signIn('alice', 'foo')).toMatchObject({ userid: 'alice' });
      expect(await signIn('alice', 'bar')).toMatchObject({ userid: undefined });
    }
  });

  it('asks nothing for what can be nobody', async () => {
    const asked: unknown[] = [];
    const driver = async (...all: readonly unknown[]): Promise<[]> => {
      asked.push(all);
      return [];
    };
    const { signIn } = telling({ driver, user: USER });
    for (const login of ['', 'a\0', '\0a', 'a\ud800', 'x'.repeat(1025), 'é'.repeat(600)]) {
      expect(await signIn(login, 'a guess')).toMatchObject({ userid: undefined });
    }
    for (const login of [7, null, undefined, true, ['alice'], { toString: () => 'alice' }]) {
      expect(await signIn(login as string, 'a guess')).toMatchObject({ userid: undefined });
    }
    for (const password of ['', 'a\0', 7, null]) await signIn('alice', password as string);
    expect(asked).toEqual([]);
  });

  it('keeps a digest of what says when the password was changed', async () => {
    const password = await hash('alice');
    const stamps = new Set<string | undefined>();
    for (const changed of ['2026-01-01 00:00:00', new Date(0), new Date(1), 1, 2n, null, Buffer.from('x')]) {
      const { userdata } = await telling(found({ userid: 'alice', password, changed })).signIn('alice');
      stamps.add(userdata);
      expect(userdata ?? '').toMatch(/^(?:pwd=[\w-]{16})?$/);
    }
    expect(stamps.size).toBe(7);
  });

  it('is answered at once where all of it is at hand', () => {
    const users = plugin({
      driver: memory(new Map([['alice', ssha('secret of alice')]])).driver,
      user: USER,
    });
    expect(users.authenticate(fakeExchange(), new PasswordCredentials('alice', 'secret of alice'))).toEqual({
      userid: 'alice',
    });
  });
});

function ssha(password: string): string {
  const digest = createHash('sha1').update(`${password}salt`).digest();
  return `{SSHA}${Buffer.concat([digest, Buffer.from('salt')]).toString('base64')}`;
}
