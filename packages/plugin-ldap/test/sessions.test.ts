import { createWho, PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LdapOptions, Session } from '../src/index.js';
import { dnOfPerson, passwordOf, person } from './slapd/ldif.js';
import { type Slapd, setAttribute, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { ASK, saysYes, startStub } from './stub.js';
import { people, reading } from './support.js';

const session = (userid = '', userdata = ''): Session => ({ userid, userdata, timestampSeconds: Date.now() / 1000 });
const users = ['alice', 'bob', 'carol', 'dora', 'erin'];

describe.skipIf(!slapdIsThere)(`whether a sign-in is still good${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ later: users.map((user) => person(user)), database: ['overlay ppolicy'] });
    // Without a policy nobody writes down when a password was changed.
    await slapd.asAdmin(async (client) => {
      for (const user of users) await setAttribute(client, dnOfPerson(user), 'pwdChangedTime', '20260101000000Z');
    });
  });
  afterAll(() => slapd?.stop());

  const directory = (options: Partial<LdapOptions> = {}): ReturnType<typeof people> =>
    people({ urls: slapd.url, ...reading, passwordChangedAttribute: 'pwdChangedTime', recheckSeconds: 0, ...options });

  /** Signs in, and says what a ticket would hold. */
  const signIn = async (plugin: ReturnType<typeof people>, login: string): Promise<Session> => {
    const answer = await plugin.authenticate(fakeExchange(), new PasswordCredentials(login, passwordOf(login)));
    return session(answer?.userid, answer?.userdata);
  };

  it('is so while nothing changes', async () => {
    const plugin = directory();
    const signedIn = await signIn(plugin, 'alice');
    expect(signedIn).toMatchObject({ userid: 'alice', userdata: 'pwd=20260101000000Z' });
    expect(await plugin.isUserAllowed('alice')).toBe(true);
    expect(await plugin.isRevoked(signedIn)).toBe(false);
    // One that has come from elsewhere does not say what its password was.
    expect(await plugin.isRevoked(session('alice'))).toBe(false);
  });

  it('is nobody who is not there in exactly this spelling', async () => {
    const plugin = directory();
    for (const userid of ['nobody', 'ALICE', ' alice', '*', '', 'a\0', 'x'.repeat(5000)]) {
      expect(await plugin.isUserAllowed(userid)).toBe(false);
      expect(await plugin.isRevoked(session(userid))).toBe(true);
    }
  });

  it('ends when the password is changed', async () => {
    const plugin = directory();
    const before = await signIn(plugin, 'bob');
    await slapd.asAdmin((client) => setAttribute(client, dnOfPerson('bob'), 'pwdChangedTime', '20260202000000Z'));
    expect(await plugin.isRevoked(before)).toBe(true);
    expect(await plugin.isUserAllowed('bob')).toBe(true);
    const after = await signIn(plugin, 'bob');
    expect(await plugin.isRevoked(after)).toBe(false);
    expect(await plugin.isRevoked(before)).toBe(true);
  });

  it('ends when the user is disabled, and when the user is gone', async () => {
    const plugin = directory({ filter: '(!(pwdAccountLockedTime=000001010000Z))' });
    const signedIn = await signIn(plugin, 'carol');
    expect(await plugin.isRevoked(signedIn)).toBe(false);
    await slapd.asAdmin((client) => setAttribute(client, dnOfPerson('carol'), 'pwdAccountLockedTime', '000001010000Z'));
    expect(await plugin.isUserAllowed('carol')).toBe(false);
    expect(await plugin.isRevoked(signedIn)).toBe(true);
    await slapd.asAdmin((client) => client.del(dnOfPerson('carol')));
    expect(await plugin.isUserAllowed('carol')).toBe(false);
  });

  it('counts for a while, but never against somebody who has just signed in', async () => {
    const [one, another] = [directory({ recheckSeconds: 3600 }), directory({ recheckSeconds: 3600 })];
    const before = await signIn(one, 'dora');
    for (const plugin of [one, another]) expect(await plugin.isRevoked(before)).toBe(false);
    await slapd.asAdmin((client) => setAttribute(client, dnOfPerson('dora'), 'pwdChangedTime', '20260303000000Z'));
    // Nobody has looked since.
    expect(await another.isRevoked(before)).toBe(false);
    const after = await signIn(one, 'dora');
    expect(await one.isRevoked(before)).toBe(true);
    expect(await one.isRevoked(after)).toBe(false);
    expect(await another.isRevoked(after)).toBe(false);
    expect(await another.isRevoked(before)).toBe(true);
  });

  it('is an error while no server answers', async () => {
    const plugin = directory({ urls: 'ldap://127.0.0.1:1' });
    await expect(plugin.isUserAllowed('alice')).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE', status: 503 });
    await expect(plugin.isRevoked(session('alice'))).rejects.toMatchObject({ status: 503 });
  });

  it('says nothing of passwords where nobody asks', async () => {
    const plugin = directory({ passwordChangedAttribute: undefined });
    expect(await signIn(plugin, 'erin')).toMatchObject({ userid: 'erin', userdata: '' });
  });
});

describe('asking whether a sign-in is still good', () => {
  it('asks once, however many ask at once or soon after', async () => {
    const stub = await startStub(saysYes());
    const options = { urls: stub.url, clearText: true, baseDn: 'dc=example,dc=org' } as const;
    const plugin = people({ ...options, recheckSeconds: 3600 });
    const searches = (): number => stub.asked.filter((tag) => tag === ASK.search).length;
    const ask = () => Promise.all(Array.from({ length: 50 }, () => plugin.isUserAllowed('alice')));
    expect(new Set([...(await ask()), ...(await ask())])).toEqual(new Set([true]));
    expect(searches()).toBe(1);
    const asking = people({ ...options, recheckSeconds: 0 });
    for (let round = 0; round < 3; round++) expect(await asking.isUserAllowed('alice')).toBe(true);
    expect(searches()).toBe(4);
  });

  it('asks again only of sign-ins that may be younger than what is kept', async () => {
    const stub = await startStub(saysYes('uid=alice', { uid: ['alice'], pwdChangedTime: ['2'] }));
    const plugin = people({
      urls: stub.url,
      clearText: true,
      baseDn: 'dc=example,dc=org',
      passwordChangedAttribute: 'pwdChangedTime',
    });
    const searches = (): number => stub.asked.filter((tag) => tag === ASK.search).length;
    const old = { ...session('alice', 'pwd=1'), timestampSeconds: Date.now() / 1000 - 3600 };
    for (let round = 0; round < 3; round++) expect(await plugin.isRevoked(old)).toBe(true);
    expect(searches()).toBe(1);
    for (let round = 0; round < 3; round++) expect(await plugin.isRevoked(session('alice', 'pwd=1'))).toBe(true);
    expect(searches()).toBe(4);
  });

  it('keeps no failure', async () => {
    let isUp = false;
    const stub = await startStub((id, tag, whole, socket) =>
      isUp ? saysYes()(id, tag, whole, socket) : void socket.destroy(),
    );
    const plugin = people({ urls: stub.url, clearText: true, baseDn: 'dc=example,dc=org', recheckSeconds: 3600 });
    await expect(plugin.isUserAllowed('alice')).rejects.toMatchObject({ code: 'LDAP_UNAVAILABLE' });
    isUp = true;
    await expect.poll(() => plugin.isUserAllowed('alice').catch(() => false), { timeout: 20_000 }).toBe(true);
  });

  it('is for plugins that ask by userid and by ticket', () => {
    const plugin = people({ urls: 'ldaps://ldap.example.org', baseDn: 'dc=example,dc=org' });
    // Given away, they need no object.
    const { isUserAllowed, isRevoked } = plugin;
    expect([typeof isUserAllowed, typeof isRevoked]).toEqual(['function', 'function']);
    expect(() =>
      createWho({ publicUrl: 'http://localhost', plugins: { plugin }, authenticators: ['plugin'] }),
    ).not.toThrow();
  });
});
