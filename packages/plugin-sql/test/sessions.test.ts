import { PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { Session, Sql } from '../src/index.js';
import { codeOf, hashesOf, memory, passwordOf, plugin } from './support.js';

const SESSION = 'SELECT userid, changed FROM users WHERE userid = :userid AND NOT disabled';

async function people(recheckSeconds = 0): Promise<{ users: Sql; run(sql: string): void; signIn(): Promise<Session> }> {
  const database = memory(await hashesOf(['alice']));
  database.exec(
    "ALTER TABLE users ADD changed TEXT DEFAULT '2026-01-01'; ALTER TABLE users ADD disabled INTEGER DEFAULT 0",
  );
  const users = plugin({
    driver: database.driver,
    user: 'SELECT userid, password, changed FROM users WHERE userid = :login COLLATE NOCASE AND NOT disabled',
    session: SESSION,
    recheckSeconds,
  });
  return {
    users,
    run: database.exec,
    async signIn() {
      const answer = await users.authenticate(fakeExchange(), new PasswordCredentials('ALICE', passwordOf('alice')));
      if (!answer) throw new Error('Nobody has signed in.');
      return { userid: answer.userid, userdata: answer.userdata ?? '', timestampSeconds: Date.now() / 1000 };
    },
  };
}

describe('a sign-in', () => {
  it('is good while nothing changes', async () => {
    const { users, signIn } = await people();
    const session = await signIn();
    expect(session.userid).toBe('alice');
    expect(await users.isUserAllowed('alice')).toBe(true);
    expect(await users.isRevoked(session)).toBe(false);
    // One that has come from elsewhere does not say what its password was.
    expect(await users.isRevoked({ ...session, userdata: '' })).toBe(false);
  });

  it('ends when the password is changed, or its user is disabled or gone', async () => {
    const { users, run, signIn } = await people();
    const before = await signIn();
    run("UPDATE users SET changed = '2026-02-02'");
    expect(await users.isRevoked(before)).toBe(true);
    expect(await users.isUserAllowed('alice')).toBe(true);
    const after = await signIn();
    expect(await users.isRevoked(after)).toBe(false);
    run('UPDATE users SET disabled = 1');
    expect([await users.isUserAllowed('alice'), await users.isRevoked(after)]).toEqual([false, true]);
    run('UPDATE users SET disabled = 0');
    expect(await users.isRevoked(after)).toBe(false);
    run('DELETE FROM users');
    expect([await users.isUserAllowed('alice'), await users.isRevoked(after)]).toEqual([false, true]);
  });

  it('is that of nobody who is not there in exactly this spelling, once', async () => {
    const { users, run } = await people();
    for (const userid of ['ALICE', ' alice', '', 'a\0', 'x'.repeat(5000)]) {
      expect(await users.isUserAllowed(userid)).toBe(false);
    }
    run('INSERT INTO users SELECT * FROM users');
    expect(await users.isUserAllowed('alice')).toBe(false);
  });

  it('is asked about seldom', async () => {
    const { users, run, signIn } = await people(3600);
    await signIn();
    expect(await users.isUserAllowed('alice')).toBe(true);
    run('UPDATE users SET disabled = 1');
    expect(await users.isUserAllowed('alice')).toBe(true);
    run('UPDATE users SET disabled = 0');
    await signIn();
    run('UPDATE users SET disabled = 1');
    expect(await users.isUserAllowed('alice')).toBe(false);
  });

  it('cannot be asked about without a statement', async () => {
    const users = plugin({ driver: async () => [], user: 'SELECT userid, password FROM users WHERE userid = :login' });
    expect(await codeOf(() => users.isUserAllowed('alice'))).toBe('BAD_OPTION');
    expect(await codeOf(() => users.isRevoked({ userid: 'alice', userdata: '', timestampSeconds: 0 }))).toBe(
      'BAD_OPTION',
    );
  });

  it('fails while the database is away', async () => {
    const away = async (): Promise<never> => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    const users = plugin({ driver: away, session: SESSION });
    expect(await codeOf(() => users.isUserAllowed('alice'))).toBe('SQL_UNAVAILABLE');
  });
});
