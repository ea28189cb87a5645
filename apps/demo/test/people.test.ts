import { testBrowser } from '@who/testkit';
import { createConnection } from 'mariadb';
import { describe, expect, it } from 'vitest';
import {
  dnOfPerson,
  GROUPS,
  group,
  PEOPLE,
  passwordOf,
  person,
  READER,
} from '../../../packages/plugin-ldap/test/slapd/ldif.js';
import { slapdIsThere, startSlapd, unlessSlapd } from '../../../packages/plugin-ldap/test/slapd/server.js';
import { mariadbIsThere, startMariadb, unlessMariadb } from '../../../packages/plugin-sql/test/servers/mariadb.js';
import {
  postgresqlIsThere,
  startPostgresql,
  unlessPostgresql,
} from '../../../packages/plugin-sql/test/servers/postgresql.js';
import { type DemoProcess, runDemo, startDemo } from './demo-process.js';
import { whoami } from './visitor.js';

const secret = { AUTH_TKT_SECRET: 'a secret of the tests, 32 bytes or more' };

const TABLES = `
  CREATE TABLE users (login VARCHAR(100) PRIMARY KEY, password VARCHAR(200) NOT NULL, name VARCHAR(100), mail VARCHAR(100));
  CREATE TABLE user_roles (login VARCHAR(100) NOT NULL, role VARCHAR(100) NOT NULL);
  INSERT INTO users VALUES ('gita', '$apr1$demoDemo$t7ay4DRE1yzaVYAqiL36B.', 'Gita', 'gita@example.org');
  INSERT INTO user_roles VALUES ('gita', 'library'), ('gita', 'admin');`;

/** Who somebody is after a sign-in by the login page. */
async function signIn(demo: DemoProcess, login: string, password: string): Promise<Record<string, unknown>> {
  const browser = testBrowser({ follow: false });
  await browser.get(`${demo.url}/login`);
  const { status } = await browser.post(`${demo.url}/login`, { login, password, came_from: '/' });
  return { status, ...(await whoami(browser, demo)) };
}

/** Starts the demo for one test. */
async function withDemo(env: Record<string, string>, test: (demo: DemoProcess) => Promise<void>): Promise<void> {
  const demo = await startDemo({ ...secret, ...env });
  try {
    await test(demo);
  } finally {
    const { code, tookMs } = await demo.stop();
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(2000);
  }
}

describe('people of a database', () => {
  it('are there without one: SQLite in memory, with sample accounts that have roles', async () => {
    await withDemo({}, async (demo) => {
      expect(demo.output()).toContain('dora / explorer');
      expect(await signIn(demo, 'dora', 'explorer')).toMatchObject({
        status: 303,
        remoteUser: 'dora',
        identifier: 'ticket',
        tokens: ['editors', 'staff'],
      });
      expect(await signIn(demo, 'fay', 'oldform')).toMatchObject({ remoteUser: 'fay', tokens: [] });
      expect(await signIn(demo, 'fay', 'oldform')).toMatchObject({ status: 303, remoteUser: 'fay' });
      expect(await signIn(demo, 'dora', 'wrong')).toMatchObject({ status: 401, remoteUser: null });
      expect(await signIn(demo, 'alice', 'wonderland')).toMatchObject({ remoteUser: 'alice', tokens: [] });
    });
  });

  it.skipIf(!postgresqlIsThere)(`are in PostgreSQL${unlessPostgresql}`, async () => {
    const server = await startPostgresql();
    try {
      await server.run(TABLES);
      await withDemo({ DATABASE_URL: server.url }, async (demo) => {
        const gita = { status: 303, remoteUser: 'gita', tokens: ['admin', 'library'] };
        expect(await signIn(demo, 'gita', 'oldform')).toMatchObject(gita);
        expect(await signIn(demo, 'dora', 'explorer')).toMatchObject({ status: 401, remoteUser: null });
        expect(demo.output()).not.toContain('explorer');
      });
    } finally {
      await server.stop();
    }
  });

  it.skipIf(!mariadbIsThere)(`are in MariaDB${unlessMariadb}`, async () => {
    const server = await startMariadb();
    try {
      const admin = await createConnection({ ...server.options, multipleStatements: true });
      await admin.query(`CREATE DATABASE app; USE app; ${TABLES}`);
      await admin.end();
      const { socketPath, user } = server.options;
      const DATABASE_URL = `mysql://${user}@localhost/app?${new URLSearchParams({ socketPath })}`;
      await withDemo({ DATABASE_URL }, async (demo) => {
        const gita = { status: 303, remoteUser: 'gita', tokens: ['admin', 'library'] };
        expect(await signIn(demo, 'GITA', 'oldform')).toMatchObject(gita);
        expect(await signIn(demo, 'gita', 'wrong')).toMatchObject({ status: 401, remoteUser: null });
      });
    } finally {
      await server.stop();
    }
  });

  it.each([
    ['oracle://x/y', /DATABASE_URL must begin with postgres:/],
    ['sqlite:/nowhere/users.db', /DATABASE_URL names no file: \/nowhere\/users\.db/],
  ])('are refused in %s', async (DATABASE_URL, problem) => {
    const { code, output } = await runDemo({ ...secret, DATABASE_URL });
    expect(code).toBe(1);
    expect(output).toMatch(problem);
  });
});

describe('people of a directory', () => {
  it.skipIf(!slapdIsThere)(`sign in with the names of their groups as tokens${unlessSlapd}`, async () => {
    const entries = [person('hans'), person('ida'), group('staff', [dnOfPerson('ida')])];
    const slapd = await startSlapd({ entries });
    try {
      const env = {
        LDAP_URL: slapd.url,
        LDAP_BASE: PEOPLE,
        LDAP_GROUPS: GROUPS,
        LDAP_BIND_DN: READER.dn,
        LDAP_BIND_PASSWORD: READER.password,
      };
      await withDemo(env, async (demo) => {
        const ida = { status: 303, remoteUser: 'ida', tokens: ['staff'] };
        expect(await signIn(demo, 'ida', passwordOf('ida'))).toMatchObject(ida);
        expect(await signIn(demo, 'hans', passwordOf('hans'))).toMatchObject({ remoteUser: 'hans', tokens: [] });
        expect(await signIn(demo, 'ida', 'wrong')).toMatchObject({ status: 401, remoteUser: null });
        expect(demo.output()).not.toContain(READER.password);
      });
    } finally {
      await slapd.stop();
    }
  });

  it.each([
    [{ LDAP_URL: 'http://x' }, /LDAP_URL must be an ldap:\/\/ or ldaps:\/\/ URL/],
    [{ LDAP_URL: 'ldap://127.0.0.1' }, /LDAP_URL needs LDAP_BASE/],
    [{ LDAP_URL: 'ldap://127.0.0.1', LDAP_BASE: 'ou=x', LDAP_CA: '/nowhere.pem' }, /LDAP_CA names no file/],
  ])('are refused with %j', async (env, problem) => {
    const { code, output } = await runDemo({ ...secret, ...env });
    expect(code).toBe(1);
    expect(output).toMatch(problem);
  });
});
