import { guard, nodeRequest, whoMiddleware } from '@who/connect';
import { authenticated, createWho } from '@who/core';
import { cached } from '@who/metadata-cache';
import { authTkt } from '@who/plugin-auth-tkt';
import { form } from '@who/plugin-form';
import { ldap } from '@who/plugin-ldap';
import { memoryStore } from '@who/plugin-metadata-cache-memory';
import { type Page, serve, type TestBrowser, type TestServer, testBrowser } from '@who/testkit';
import connect from 'connect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority } from '../../../../packages/plugin-ldap/test/slapd/certificates.js';
import {
  dnOfPerson,
  type Entry,
  GROUPS,
  group,
  PEOPLE,
  passwordOf,
  person,
  READER,
  SUFFIX,
} from '../../../../packages/plugin-ldap/test/slapd/ldif.js';
import {
  type Slapd,
  setAttribute,
  slapdIsThere,
  startSlapd,
  unlessSlapd,
} from '../../../../packages/plugin-ldap/test/slapd/server.js';

const policy: Entry = [
  `cn=policy,${SUFFIX}`,
  {
    objectClass: ['device', 'pwdPolicy'],
    cn: 'policy',
    pwdAttribute: 'userPassword',
    pwdMustChange: 'TRUE',
    pwdLockout: 'TRUE',
  },
];
const entries: readonly Entry[] = [
  policy,
  person('alice', { mail: 'alice@example.org' }),
  person('bob', { pwdChangedTime: '20260101000000Z' }),
  person('carol'),
  person('banned', { pwdAccountLockedTime: '000001010000Z' }),
  person('new', { pwdReset: 'TRUE' }),
  group('staff', [dnOfPerson('alice')]),
];

/** A login form, a ticket, and a directory that says who people are, in which groups, and whether they still may. */
function application(slapd: Slapd, ca: string): { readonly app: connect.Server; close(): void } {
  const people = ldap({
    urls: slapd.tlsUrl,
    tls: { ca },
    bindDn: READER.dn,
    bindPassword: READER.password,
    baseDn: PEOPLE,
    filter: '(!(employeeType=left))',
    attributes: { mail: 'text' },
    groups: { by: 'member', baseDn: GROUPS },
    passwordChangedAttribute: 'pwdChangedTime',
    recheckSeconds: 0,
    tell: ['PASSWORD_MUST_CHANGE', 'ACCOUNT_LOCKED'],
  });
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: {
      people,
      directory: cached(people, { store: memoryStore() }),
      ticket: authTkt({
        secrets: ['a secret for these tests, and for nothing else'],
        isUserAllowed: people.isUserAllowed,
        isRevoked: people.isRevoked,
      }),
      form: form({ rememberer: 'ticket', showReasons: ['PASSWORD_MUST_CHANGE'] }),
    },
    identifiers: ['form', 'ticket'],
    authenticators: ['ticket', 'people'],
    metadataProviders: ['directory'],
    challengers: ['form'],
    logger: { debug() {}, warn() {}, error() {} },
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use('/private', guard(authenticated()));
  app.use((req, res) => {
    const { userid, metadata } = who.api(nodeRequest(req)).identity ?? {};
    res.end(JSON.stringify({ userid, ...metadata?.ldap }));
  });
  return { app, close: () => people.close() };
}

describe.skipIf(!slapdIsThere)(`an application with a form and OpenLDAP${unlessSlapd}`, () => {
  const authority = slapdIsThere ? makeAuthority() : undefined;
  let slapd: Slapd;
  let server: TestServer;
  let close = (): void => {};
  beforeAll(async () => {
    slapd = await startSlapd({
      entries,
      database: ['overlay ppolicy', `ppolicy_default cn=policy,${SUFFIX}`, 'ppolicy_use_lockout'],
      ...(authority && { certificate: authority.certify() }),
    });
    const made = application(slapd, authority?.ca ?? '');
    close = made.close;
    server = await serve(made.app);
  });
  afterAll(async () => {
    await server?.close();
    close();
    await slapd?.stop();
    authority?.remove();
  });

  const visitor = async (login: string, password = passwordOf(login)): Promise<[TestBrowser, Page]> => {
    const browser = testBrowser({ baseUrl: server.url });
    await browser.get('/private');
    return [browser, await browser.post('/login?came_from=%2Fprivate', { login, password })];
  };

  it('signs people in, with what the directory says of them', async () => {
    const [, page] = await visitor('ALICE', passwordOf('alice'));
    expect(page.status).toBe(200);
    expect(JSON.parse(page.body)).toEqual({
      userid: 'alice',
      attributes: { mail: ['alice@example.org'] },
      groups: ['staff'],
    });
  });

  it('says the same to all who do not get in, but what it may say', async () => {
    const texts = async (login: string, password?: string): Promise<readonly [number, string]> => {
      const [, { status, body }] = await visitor(login, password);
      return [status, /role="alert"[^>]*>\s*(?:<[^>]+>)*([^<]+)/.exec(body)?.[1]?.trim() ?? body];
    };
    const wrong = await texts('alice', 'a guess');
    expect(wrong).toEqual([401, expect.stringMatching(/do not belong together/)]);
    expect(await texts('nobody')).toEqual(wrong);
    expect(await texts('banned')).toEqual(wrong);
    expect(await texts('new', 'a guess')).toEqual(wrong);
    expect(await texts('new')).toEqual([401, expect.stringMatching(/have to change your password/)]);
  });

  it('ends sign-ins when a password is changed, and when somebody leaves', async () => {
    const [bob] = await visitor('bob');
    const [carol] = await visitor('carol');
    for (const one of [bob, carol]) expect((await one.get('/private')).url.pathname).toBe('/private');
    await slapd.asAdmin(async (client) => {
      await setAttribute(client, dnOfPerson('bob'), 'pwdChangedTime', '20260202000000Z');
      await setAttribute(client, dnOfPerson('carol'), 'employeeType', 'left');
    });
    for (const one of [bob, carol]) expect((await one.get('/private')).url.pathname).toBe('/login');
    expect((await visitor('bob'))[1].status).toBe(200);
    expect((await visitor('carol'))[1].status).toBe(401);
  });

  it('says that it does not work while the directory is away', async () => {
    const [alice] = await visitor('alice');
    await slapd.kill();
    try {
      const [, page] = await visitor('alice');
      expect(page.status).toBe(503);
      expect(page.header('retry-after')).toBe('1');
      expect(page.body).toMatch(/does not work at the moment/);
      expect((await alice.get('/private')).status).toBe(503);
    } finally {
      await slapd.start();
    }
    await expect.poll(async () => (await alice.get('/private')).status, { timeout: 60_000 }).toBe(200);
  });
});
