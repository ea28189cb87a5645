import { Identity, PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { Attribute, Change } from 'ldapts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LdapOptions } from '../src/index.js';
import { type Entry, PEOPLE, passwordOf, person, READER, SUFFIX } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { ASK, message, result, saysYes, startStub } from './stub.js';
import { listeningLogger, people, reading, telling } from './support.js';

const alice = new PasswordCredentials('alice', passwordOf('alice'));
const REFUSED = { code: 'LDAP_ACCOUNT_REFUSED', status: 503, headers: { 'Retry-After': '30' } };
/** People by themselves, without the account. */
const direct = { userDn: `uid={login},${PEOPLE}` };
const wrong = { ...reading, bindPassword: 'last year’s word' };

const policy = (cn: string, attributes: Entry[1]): Entry => [
  `cn=${cn},${SUFFIX}`,
  { objectClass: ['device', 'pwdPolicy'], cn, pwdAttribute: 'userPassword', ...attributes },
];
/** An account under a policy, with a password of long ago. */
const service = (cn: string, attributes: Entry[1]): Entry => [
  `cn=${cn},${SUFFIX}`,
  {
    objectClass: ['organizationalRole', 'simpleSecurityObject'],
    cn,
    userPassword: READER.password,
    pwdPolicySubentry: `cn=service,${SUFFIX}`,
    ...attributes,
  },
];

describe.skipIf(!slapdIsThere)(`an account that the directory refuses${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({
      entries: [
        person('alice'),
        policy('service', { pwdMaxAge: '1000', pwdMustChange: 'TRUE', pwdLockout: 'TRUE' }),
        service('expired', { pwdChangedTime: '20200101000000Z' }),
        service('reset', {}),
        service('locked', { pwdAccountLockedTime: '000001010000Z' }),
      ],
      // Binds as this user go to a server that is not there, as they do where a directory passes them on.
      global: [
        'moduleload back_ldap',
        'database ldap',
        `suffix "uid=odd,${PEOPLE}"`,
        'uri "ldap://127.0.0.1:1"',
        'network-timeout 1',
      ],
      database: ['overlay ppolicy', 'ppolicy_use_lockout'],
    });
    const reset = new Attribute({ type: 'pwdReset', values: ['TRUE'] });
    await slapd.asAdmin((client) =>
      client.modify(`cn=reset,${SUFFIX}`, new Change({ operation: 'add', modification: reset })),
    );
  });
  afterAll(() => slapd?.stop());

  it('keeps nobody out who is checked without it, and is told of once', async () => {
    const { plugin, signIn } = telling({ urls: slapd.url, ...wrong, ...direct });
    const logger = listeningLogger();
    for (let round = 0; round < 3; round++) {
      expect(await signIn('alice', passwordOf('alice'))).toMatchObject({ userid: 'alice', refused: undefined });
      expect(await signIn('alice', 'a guess')).toMatchObject({ userid: undefined, refused: 'WRONG_PASSWORD' });
      await expect(plugin.isUserAllowed('alice')).rejects.toMatchObject(REFUSED);
      const described = plugin.addMetadata(fakeExchange({ logger }), new Identity({ userid: 'alice' }));
      await expect(described).rejects.toMatchObject(REFUSED);
    }
    expect(logger.warnings).toEqual([expect.stringMatching(/cannot look people up: it refuses "bindDn" \(49\)/)]);
  });

  it('is nobody’s wrong password', async () => {
    const { signIn } = telling({ urls: slapd.url, ...wrong });
    for (const password of [passwordOf('alice'), 'a guess']) {
      await expect(signIn('alice', password)).rejects.toMatchObject(REFUSED);
    }
  });

  it.each([
    ['expired', 'PASSWORD_EXPIRED'],
    ['reset', 'PASSWORD_MUST_CHANGE'],
    ['locked', 'ACCOUNT_LOCKED'],
  ])('says why where the directory does: %s', async (name, reason) => {
    const options: LdapOptions = { urls: slapd.url, ...reading, bindDn: `cn=${name},${SUFFIX}` };
    await expect(people(options).isUserAllowed('alice')).rejects.toMatchObject({
      code: 'LDAP_ACCOUNT_REFUSED',
      message: expect.stringContaining(reason),
    });
  });

  it('goes on with connections that it had before its password was changed', async () => {
    const setPassword = (password: string): Promise<void> => {
      const modification = new Attribute({ type: 'userPassword', values: [password] });
      return slapd.asAdmin((client) => client.modify(READER.dn, new Change({ operation: 'replace', modification })));
    };
    const plugin = people({ urls: slapd.url, ...reading, recheckSeconds: 0, maxConnections: 2 });
    expect(await plugin.isUserAllowed('alice')).toBe(true);
    await setPassword('a new word');
    try {
      // Of two at the same time, one needs a new connection.
      const both = await Promise.allSettled([
        plugin.isUserAllowed('alice'),
        plugin.authenticate(fakeExchange(), alice),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await plugin.isUserAllowed('alice')).toBe(true);
    } finally {
      await setPassword(READER.password);
    }
  });

  it('keeps another one’s trouble apart, too: a bind that is passed on to a server that is down', async () => {
    const { plugin, signIn } = telling({ urls: slapd.url, ...reading, ...direct });
    const logger = listeningLogger();
    for (let round = 0; round < 3; round++) {
      const odd = plugin.authenticate(fakeExchange({ logger }), new PasswordCredentials('odd', 'x'));
      await expect(odd).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE', message: expect.stringContaining('(52)') });
      expect(await signIn('alice', passwordOf('alice'))).toMatchObject({ userid: 'alice' });
      expect(await plugin.isUserAllowed('alice')).toBe(true);
    }
    expect(logger.warnings).toEqual([]);
  });
});

describe('one user', () => {
  const base = {
    clearText: true,
    baseDn: 'dc=example,dc=org',
    timeoutMs: 400,
    userDn: 'uid={login},dc=example,dc=org',
  };
  const garbage = Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n');

  it.each<[string, string, (id: number) => Buffer | 'end' | undefined]>([
    ['whose bind is never answered', 'LDAP_TIMEOUT', () => undefined],
    ['at whom the server ends the connection', 'LDAP_UNAVAILABLE', () => 'end'],
    ['at whom it answers nonsense', 'LDAP_UNAVAILABLE', () => garbage],
    ['at whom it says that it is busy', 'LDAP_UNAVAILABLE', (id) => message(id, result(0x61, 51))],
    ['at whom it says what nobody knows', 'LDAP_FAILED', (id) => message(id, result(0x61, 80))],
  ])('%s keeps out nobody else', async (_what, code, answer) => {
    const stub = await startStub((id, tag, whole, socket) => {
      if (!whole.includes('uid=odd')) return saysYes()(id, tag, whole, socket);
      const bytes = answer(id);
      if (bytes === 'end') socket.destroy();
      return bytes === 'end' ? undefined : bytes;
    });
    const plugin = people({ ...base, urls: stub.url, maxConnections: 2 });
    const logger = listeningLogger();
    for (let round = 0; round < 2; round++) {
      const odd = Promise.resolve(plugin.authenticate(fakeExchange({ logger }), new PasswordCredentials('odd', 'x')));
      // Nobody else asks meanwhile whose answer would show that the server is well.
      await expect(odd).rejects.toMatchObject({ code });
      expect((await plugin.authenticate(fakeExchange({ logger }), alice))?.userid).toBe('alice');
    }
    expect(logger.warnings).toEqual([]);
  });
});

describe('an account', () => {
  const base = { clearText: true, baseDn: 'dc=example,dc=org', bindDn: 'cn=reader', bindPassword: 'its word' };

  it('is tried once, however many come at the start', async () => {
    const stub = await startStub((id) => message(id, result(0x61, 49)));
    const plugin = people({ ...base, urls: stub.url });
    const crowd = Array.from({ length: 30 }, () => plugin.authenticate(fakeExchange(), alice));
    for (const one of await Promise.allSettled(crowd)) expect(one).toMatchObject({ reason: REFUSED });
    expect(stub.asked.filter((tag) => tag === ASK.bind)).toHaveLength(1);
  });

  it('is asked of the next server where one refuses it', async () => {
    const first = await startStub((id) => message(id, result(0x61, 49)));
    const second = await startStub(saysYes());
    const plugin = people({ ...base, urls: [first.url, second.url] });
    const logger = listeningLogger();
    for (let round = 0; round < 3; round++) {
      const answer = await plugin.authenticate(fakeExchange({ logger }), alice);
      // The first server checks passwords all the same, and takes this one for wrong.
      expect(answer).toBe(undefined);
    }
    expect(logger.warnings).toHaveLength(1);
    expect(second.asked).toContain(ASK.search);
  });
});
