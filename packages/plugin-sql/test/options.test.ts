import { describe, expect, it } from 'vitest';
import { betterSqlite3, type SqlOptions, sql, values } from '../src/index.js';
import { giving, UPGRADE, USER } from './support.js';

const good: SqlOptions = { driver: giving(), user: USER };

describe('options', () => {
  it.each<Partial<Record<keyof SqlOptions, unknown>>>([
    {},
    { upgrade: UPGRADE },
    { user: undefined, session: 'SELECT userid FROM users WHERE userid = :userid' },
    { user: undefined, metadata: { roles: 'SELECT userid, role FROM roles WHERE userid = :userid' } },
    { metadata: { roles: values('SELECT userid, role FROM roles WHERE userid = :userid') } },
    { driver: betterSqlite3({ prepare: () => ({}) as never }) },
    { passwords: { allow: ['bcrypt'] } },
  ])('may be %o', (options) => {
    expect(() => sql({ ...good, ...options } as SqlOptions).close()).not.toThrow();
  });

  it.each<[string, Partial<Record<keyof SqlOptions, unknown>>]>([
    ['users', { users: USER } as never],
    ['driver', { driver: undefined }],
    ['driver', { driver: {} }],
    ['driver', { driver: { dialect: 'constructor', query: () => [] } }],
    ['driver', { driver: { dialect: 'mysql' } }],
    ['user', { user: undefined }],
    ['user', { user: '' }],
    ['user', { user: 7 }],
    ['user', { user: 'SELECT userid, password FROM users' }],
    ['user', { user: "SELECT userid, password FROM users WHERE login = ':login'" }],
    ['user', { user: 'SELECT userid, password FROM users WHERE login = :login AND password = :password' }],
    ['user', { user: 'SELECT userid, password FROM users WHERE login = ?' }],
    ['user', { user: 'SELECT 1; DROP TABLE users WHERE login = :login' }],
    ['upgrade', { upgrade: 'UPDATE users SET password = :password WHERE userid = :userid' }],
    ['upgrade', { upgrade: UPGRADE, user: undefined, session: 'SELECT userid FROM users WHERE userid = :userid' }],
    ['session', { session: USER }],
    ['metadata', { metadata: ['SELECT'] }],
    ['metadata', { metadata: null }],
    ['metadata.roles', { metadata: { roles: USER } }],
    ['metadata.roles', { metadata: { roles: { sql: 'SELECT :userid' } } }],
    ['metadata.', { metadata: { '': 'SELECT userid, a FROM b WHERE userid = :userid' } }],
    ['metadata.__proto__', { metadata: JSON.parse('{"__proto__": "SELECT :userid"}') }],
    ['passwords', { passwords: null }],
    ['allow', { passwords: { allow: ['rot13'] } }],
    ['recheckSeconds', { recheckSeconds: -1 }],
    ['recheckSeconds', { recheckSeconds: Number.NaN }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['maxConcurrent', { maxConcurrent: 0.5 }],
    ['maxQueued', { maxQueued: '9' }],
    ['onRefused', { onRefused: 'log' }],
  ])('refuse a bad "%s": %o', (option, options) => {
    expect(() => sql({ ...good, ...options } as SqlOptions)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`"${option}"`) }),
    );
  });

  it('say which parameter is unknown, and which is missing', () => {
    expect(() => sql({ ...good, user: 'SELECT 1 WHERE a = :login AND b = :logn' })).toThrow(
      /":logn"; there are ":login"/,
    );
    expect(() => sql({ ...good, user: 'SELECT 1 -- :login' })).toThrow(/must have the parameter ":login", outside/);
  });
});
