import { createPasswords } from '@who/passwords';
import { describe, expect, it } from 'vitest';
import type { Query, SqlDriver } from '../src/index.js';
import type { TestDatabase } from './sqlite.js';
import { hashesOf, memory, passwordOf, telling, UPGRADE, USER } from './support.js';

const better = { hashing: { scheme: 'bcrypt', cost: 5 } } as const;
const users = ['alice', 'bob'];

const stored = (database: TestDatabase, user = 'alice'): string =>
  database.value('SELECT password FROM users WHERE userid = ?', user) as string;

describe('an outdated password', () => {
  it('is replaced when its user signs in, and nobody waits for it', async () => {
    const database = memory(await hashesOf(users));
    const before = stored(database);
    const { signIn } = telling({ driver: database.driver, user: USER, upgrade: UPGRADE, passwords: better });
    expect(await signIn('alice', 'a guess')).toMatchObject({ userid: undefined });
    expect(await signIn('alice')).toMatchObject({ userid: 'alice' });
    await expect.poll(() => stored(database)).not.toBe(before);
    const passwords = createPasswords(better);
    expect(await passwords.verify(passwordOf('alice'), stored(database))).toBe('match');
    passwords.close();
    const after = stored(database);
    expect(await signIn('alice')).toMatchObject({ userid: 'alice' });
    expect(stored(database)).toBe(after);
  });

  it('stays where somebody has changed it meanwhile', async () => {
    const database = memory(await hashesOf(users));
    const file = database.driver;
    let isAsked = false;
    const driver: SqlDriver = {
      ...file,
      isSync: false,
      async query(sql, params, call) {
        if (sql.startsWith('UPDATE')) {
          database.run('UPDATE users SET password = ?', 'of another time');
          isAsked = true;
        }
        return file.query(sql, params, call);
      },
    };
    const { signIn, log } = telling({ driver, user: USER, upgrade: UPGRADE, passwords: better });
    expect(await signIn('alice')).toMatchObject({ userid: 'alice' });
    await expect.poll(() => isAsked).toBe(true);
    await expect.poll(() => stored(database)).toBe('of another time');
    expect(log.warnings).toEqual([]);
  });

  it('is put back where the column is too short for a new one', async () => {
    const database = memory(await hashesOf(users));
    // As MySQL does without a strict mode.
    database.exec(`CREATE TRIGGER cut AFTER UPDATE ON users WHEN length(new.password) > 60
      BEGIN UPDATE users SET password = substr(new.password, 1, 60) WHERE rowid = new.rowid; END`);
    const before = stored(database);
    const { signIn, log } = telling({
      driver: database.driver,
      user: USER,
      upgrade: UPGRADE,
      passwords: { hashing: { scheme: 'argon2id', memoryKib: 64, passes: 1, lanes: 1 } },
    });
    expect(await signIn('alice')).toMatchObject({ userid: 'alice' });
    await expect.poll(() => log.warnings).toEqual([expect.stringMatching(/too short for new ones \(60 characters/)]);
    expect(stored(database)).toBe(before);
    expect(await signIn('alice')).toMatchObject({ userid: 'alice' });
    // Nobody else's is tried.
    const others = stored(database, 'bob');
    expect(await signIn('bob')).toMatchObject({ userid: 'bob' });
    expect(stored(database, 'bob')).toBe(others);
    expect(log.warnings.join()).not.toContain('$');
  });

  it.each<[string, Query]>([
    ['fails', async () => Promise.reject(Object.assign(new Error('of alice: $2b$'), { code: '22001' }))],
    ['does not answer', () => new Promise(() => {})],
    ['throws', () => JSON.parse('{')],
  ])('lets its user in when the statement %s', async (_what, change) => {
    const file = memory(await hashesOf(users)).driver;
    const query: Query = (sql, ...rest) => (sql.startsWith('UPDATE') ? change(sql, ...rest) : file.query(sql, ...rest));
    const { signIn, log } = telling({
      driver: { ...file, isSync: false, query },
      user: USER,
      upgrade: UPGRADE,
      passwords: better,
      timeoutMs: 200,
    });
    expect(await signIn('alice')).toMatchObject({ userid: 'alice' });
    await expect.poll(() => log.warnings.join()).toMatch(/An outdated password was not replaced/);
    expect(log.warnings.join()).not.toMatch(/alice|\$2b/);
  });
});
