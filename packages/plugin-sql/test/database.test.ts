import { PasswordCredentials, WhoError } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { Query } from '../src/index.js';
import { codeOf, hashesOf, listeningLogger, passwordOf, plugin, telling, USER } from './support.js';

const error = (properties: object, message = 'what alice typed'): Error =>
  Object.assign(new Error(message), properties);
const failing =
  (thrown: unknown): Query =>
  () =>
    Promise.reject(thrown);

/** A database that goes away and comes back, and counts what it was asked. */
async function moody(): Promise<{ query: Query; asked: number; mood: 'well' | 'away' | 'silent' }> {
  const row = { userid: 'alice', password: (await hashesOf(['alice'])).get('alice') };
  const self: { query: Query; asked: number; mood: 'well' | 'away' | 'silent' } = {
    asked: 0,
    mood: 'well',
    query(_sql, _params, { signal }) {
      self.asked++;
      if (self.mood === 'well') return Promise.resolve([row]);
      if (self.mood === 'away') return Promise.reject(error({ code: 'ECONNREFUSED' }));
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  return self;
}

describe('what a driver throws', () => {
  it.each([
    [{ code: 'ECONNREFUSED' }],
    [{ code: 'EPIPE' }],
    [{ code: 'ECONNRESET', errno: -104, sqlState: 'HY000' }],
    [{ code: 'CONNECTION_CLOSED' }],
    [{ code: '57P01' }],
    [{ code: '53300' }],
    [{ code: '28P01' }],
    [{ code: '40001' }],
    [{ code: 'PROTOCOL_CONNECTION_LOST', fatal: true }],
    [{ code: 'ER_CON_COUNT_ERROR', errno: 1040, sqlState: '08004' }],
    [{ code: 'ER_GET_CONNECTION_TIMEOUT', errno: 45_028, sqlState: 'HY000' }],
    [{ code: 'ER_ACCESS_DENIED_ERROR', errno: 1045, sqlState: '28000' }],
    [{ code: 'SQLITE_BUSY' }],
    [{ code: 'SQLITE_IOERR_READ' }],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 261 }],
    [{}],
  ])('is a database that is away: %o', async (properties) => {
    const { signIn } = telling({ driver: failing(error(properties)), user: USER });
    expect(await codeOf(() => signIn('alice'))).toBe('SQL_UNAVAILABLE');
  });

  it.each([
    [{ code: '42P01' }],
    [{ code: '42883' }],
    [{ code: 'ER_NO_SUCH_TABLE', errno: 1146, sqlState: '42S02' }],
    [{ code: 'SQLITE_ERROR' }],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 1 }],
    [{ code: 'P0001' }],
    [{ name: 'TypeError' }],
  ])('is a statement that is wrong: %o', async (properties) => {
    const { signIn } = telling({ driver: failing(error(properties, 'no such table')), user: USER });
    expect(await codeOf(() => signIn('alice'))).toBe('SQL_FAILED');
  });

  it.each([
    [{ code: '22021' }],
    [{ code: '22P02' }],
    [{ code: 'ER_CANT_AGGREGATE_2COLLATIONS', errno: 1267, sqlState: 'HY000' }],
    [{ code: 'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', errno: 1366, sqlState: '22007' }],
  ])('is a name of nobody: %o', async (properties) => {
    const { signIn, log } = telling({ driver: failing(error(properties)), user: USER });
    for (let round = 0; round < 3; round++) {
      expect(await signIn('alice')).toMatchObject({ userid: undefined, refused: 'UNKNOWN_USER' });
    }
    expect(log.warnings).toEqual([expect.stringContaining('takes some names for no values')]);
  });

  it.each([
    [{ code: '57014' }],
    [{ code: 'ER_STATEMENT_TIMEOUT', errno: 1969, sqlState: '70100' }],
    [{ code: 'ER_LOCK_WAIT_TIMEOUT', errno: 1205, sqlState: 'HY000' }],
  ])('is one that takes too long: %o', async (properties) => {
    const query: Query = async (_sql, [login]) => (login === 'alice' ? Promise.reject(error(properties)) : []);
    const { signIn } = telling({ driver: query, user: USER });
    await signIn('bob');
    expect(await codeOf(() => signIn('alice'))).toBe('SQL_TIMEOUT');
    expect(await codeOf(() => signIn('bob'))).toBe(undefined);
  });

  it('is never shown, but for what is wrong with a statement', async () => {
    const thrown = [
      error({ code: '42703' }, 'column "pasword" does not exist'),
      error({ code: '42P18' }, 'x - parameters:[secret of alice]'),
      error({ code: '23505', detail: 'secret of alice' }, 'secret of alice'),
      error({ code: 'secret of alice' }, 'secret of alice'),
      'secret of alice',
    ];
    for (const one of thrown) {
      const { signIn, log } = telling({ driver: failing(one), user: USER });
      const caught = await signIn('alice').catch((e: unknown) => e);
      expect(caught).toBeInstanceOf(WhoError);
      expect(`${caught} ${(caught as WhoError).cause} ${log.warnings}`).not.toContain('secret of');
      if (one === thrown[0]) expect(String(caught)).toContain('column "pasword" does not exist');
    }
  });
});

describe('a database', () => {
  it('that ends a connection while nobody looks is asked once more', async () => {
    const database = await moody();
    database.mood = 'away';
    const query: Query = (...asked) => {
      const answer = database.query(...asked);
      database.mood = 'well';
      return answer;
    };
    const { signIn, log } = telling({ driver: query, user: USER });
    expect(await signIn('alice')).toMatchObject({ userid: 'alice' });
    expect([database.asked, log.warnings]).toEqual([2, []]);
  });

  it('that is away is left alone for a while, and then asked by one', async () => {
    const database = await moody();
    const { signIn, log } = telling({ driver: database.query, user: USER });
    database.mood = 'away';
    expect(await codeOf(() => signIn('alice'))).toBe('SQL_UNAVAILABLE');
    const before = database.asked;
    const crowd = () => Promise.all(Array.from({ length: 50 }, () => codeOf(() => signIn('alice'))));
    expect(new Set(await crowd())).toEqual(new Set(['SQL_UNAVAILABLE']));
    expect(database.asked).toBe(before);
    expect(log.warnings).toEqual([expect.stringContaining('left alone: ECONNREFUSED')]);
    database.mood = 'well';
    await expect.poll(() => codeOf(() => signIn('alice')), { timeout: 5000 }).toBe(undefined);
  });

  it('that does not answer is given up, and what it was asked is abandoned', async () => {
    const database = await moody();
    const users = plugin({ driver: database.query, user: USER, timeoutMs: 100 });
    const log = listeningLogger();
    const signIn = () =>
      Promise.resolve(
        users.authenticate(fakeExchange({ logger: log }), new PasswordCredentials('alice', passwordOf('alice'))),
      );
    database.mood = 'silent';
    const startedMs = performance.now();
    const caught = await signIn().catch((e: unknown) => e);
    expect(caught).toMatchObject({ code: 'SQL_UNAVAILABLE', status: 503, headers: { 'Retry-After': '1' } });
    expect(performance.now() - startedMs).toBeLessThan(5000);
    database.mood = 'well';
    await expect.poll(() => codeOf(signIn), { timeout: 5000 }).toBe(undefined);
  });

  it('is asked no more at the same time than it may be, and no more wait than may', async () => {
    let [now, most] = [0, 0];
    const query: Query = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return [];
    };
    const { signIn } = telling({ driver: query, user: USER, maxConcurrent: 3, maxQueued: 20 });
    const codes = await Promise.all(Array.from({ length: 40 }, () => codeOf(() => signIn('alice'))));
    expect(most).toBe(3);
    expect(codes.filter((code) => code === 'SQL_BUSY')).toHaveLength(17);
    expect(await codeOf(() => signIn('alice'))).toBe(undefined);
  });

  it('frees the place of what it does not answer', async () => {
    const database = await moody();
    const { signIn } = telling({ driver: database.query, user: USER, maxConcurrent: 2, timeoutMs: 50 });
    database.mood = 'silent';
    await Promise.all(Array.from({ length: 6 }, () => codeOf(() => signIn('alice'))));
    database.mood = 'well';
    await expect.poll(() => codeOf(() => signIn('alice')), { timeout: 5000 }).toBe(undefined);
  });

  it('is asked nothing when the plugin has been closed', async () => {
    const database = await moody();
    const users = plugin({ driver: database.query, user: USER });
    users.close();
    const ask = () => users.authenticate(fakeExchange(), new PasswordCredentials('alice', 'x'));
    expect(await codeOf(ask)).toBe('SQL_CLOSED');
    expect(database.asked).toBe(0);
  });
});
