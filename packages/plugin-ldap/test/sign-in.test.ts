import { PasswordCredentials } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnOfPerson, type Entry, PEOPLE, passwordOf, person, READER, SUFFIX, ssha } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { people, reading, telling } from './support.js';

const OTHERS = `ou=others,${SUFFIX}`;

/** People below one another's names, and what is odd in a directory. */
const entries: readonly Entry[] = [
  person('alice', { mail: 'alice@example.org' }),
  person('bob', { mail: ['bob@example.org', 'alice@example.org'] }),
  [
    `cn=twice,${PEOPLE}`,
    { objectClass: 'inetOrgPerson', cn: 'twice', sn: 't', uid: ['one', 'two'], userPassword: 'two' },
  ],
  [
    `cn=none,${PEOPLE}`,
    { objectClass: 'inetOrgPerson', cn: 'none', sn: 'n', mail: 'none@example.org', userPassword: 'n' },
  ],
  person('silent', { userPassword: [] }),
  person('leaver', { employeeType: 'gone' }),
  person('same'),
  [OTHERS, { objectClass: 'organizationalUnit', ou: 'others' }],
  [
    `cn=copy,${OTHERS}`,
    {
      objectClass: 'inetOrgPerson',
      cn: 'copy',
      sn: 'c',
      uid: 'same',
      mail: 'copy@example.org',
      userPassword: ssha('copied'),
    },
  ],
];

describe.skipIf(!slapdIsThere)(`a sign-in${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ entries });
  });
  afterAll(() => slapd?.stop());

  const directory = (options: object = {}): ReturnType<typeof telling> =>
    telling({ urls: slapd.url, ...reading, ...options });

  it('is somebody by their own password', async () => {
    const { signIn } = directory();
    expect(await signIn('alice', passwordOf('alice'))).toMatchObject({ userid: 'alice', refused: undefined });
    expect(await signIn('alice', passwordOf('bob'))).toMatchObject({ userid: undefined, refused: 'WRONG_PASSWORD' });
    expect(await signIn('mallory', 'm')).toMatchObject({ userid: undefined, refused: 'UNKNOWN_USER' });
    expect(await signIn('silent', 'x')).toMatchObject({ userid: undefined, refused: 'WRONG_PASSWORD' });
  });

  it('takes no empty password, and no name that cannot be one, and asks nobody', async () => {
    const plugin = people({ urls: 'ldap://127.0.0.1:1', ...reading });
    const direct = people({ urls: 'ldap://127.0.0.1:1', ...reading, userDn: `uid={login},${PEOPLE}` });
    for (const [login, password] of [
      ['alice', ''],
      ['', 'x'],
      ['', ''],
      ['alice\0', 'x'],
      ['alice', 'x\0'],
      ['\ud800', 'x'],
      ['alice', '\udc00'],
      ['a'.repeat(1025), 'x'],
      ['alice', 'ä'.repeat(513)],
    ] as const) {
      const credentials = new PasswordCredentials(login, password);
      expect(plugin.authenticate(fakeExchange(), credentials)).toBe(undefined);
      expect(direct.authenticate(fakeExchange(), credentials)).toBe(undefined);
    }
  });

  it('finds exactly one entry, or nobody', async () => {
    const { signIn } = directory({ baseDn: SUFFIX });
    expect(await signIn('same', passwordOf('same'))).toMatchObject({ userid: undefined, refused: 'AMBIGUOUS_USER' });
    expect(await signIn('same', 'copied')).toMatchObject({ userid: undefined, refused: 'AMBIGUOUS_USER' });
  });

  it('has one userid, or is nobody', async () => {
    const { signIn } = directory({ loginAttributes: ['cn', 'mail'] });
    expect(await signIn('twice', 'two')).toMatchObject({ userid: undefined, refused: 'NO_USERID' });
    expect(await signIn('none@example.org', 'n')).toMatchObject({ userid: undefined, refused: 'NO_USERID' });
    expect(await signIn('bob@example.org', passwordOf('bob'))).toMatchObject({ userid: 'bob' });
    expect(await signIn('alice@example.org', passwordOf('alice'))).toMatchObject({ refused: 'AMBIGUOUS_USER' });
  });

  it('is nobody whose userid somebody else has, too', async () => {
    const { signIn } = directory({ baseDn: SUFFIX, loginAttributes: ['mail'] });
    expect(await signIn('copy@example.org', 'copied')).toMatchObject({ userid: undefined, refused: 'AMBIGUOUS_USER' });
    expect(await signIn('bob@example.org', passwordOf('bob'))).toMatchObject({ userid: 'bob' });
  });

  it('leaves out who does not match the filter', async () => {
    const filter = '(&(objectClass=inetOrgPerson)(!(employeeType=gone)))';
    expect(await directory().signIn('leaver', passwordOf('leaver'))).toMatchObject({ userid: 'leaver' });
    for (const options of [{ filter }, { filter, userDn: `uid={login},${PEOPLE}` }]) {
      const { signIn } = directory(options);
      expect(await signIn('leaver', passwordOf('leaver'))).toMatchObject({
        userid: undefined,
        refused: 'UNKNOWN_USER',
      });
      expect(await signIn('alice', passwordOf('alice'))).toMatchObject({ userid: 'alice' });
    }
  });

  it('works without an account, by the user alone', async () => {
    const { signIn } = telling({
      urls: slapd.url,
      clearText: true,
      baseDn: PEOPLE,
      userDn: `uid={login},${PEOPLE}`,
    });
    expect(await signIn('alice', passwordOf('alice'))).toMatchObject({ userid: 'alice' });
    expect(await signIn('ALICE', passwordOf('alice'))).toMatchObject({ userid: 'alice' });
    expect(await signIn('alice', passwordOf('bob'))).toMatchObject({ userid: undefined, refused: 'WRONG_PASSWORD' });
    expect(await signIn('mallory', 'm')).toMatchObject({ userid: undefined, refused: 'WRONG_PASSWORD' });
    expect(await signIn(`alice,${PEOPLE}`, passwordOf('alice'))).toMatchObject({ userid: undefined });
    expect(await signIn('alice+cn=alice', passwordOf('alice'))).toMatchObject({ userid: undefined });
  });

  it('says what is wrong with the options that only the directory knows', async () => {
    const { authenticate } = directory({ bindPassword: 'another word' }).plugin;
    const credentials = new PasswordCredentials('alice', passwordOf('alice'));
    await expect(authenticate(fakeExchange(), credentials)).rejects.toMatchObject({
      code: 'LDAP_ACCOUNT_REFUSED',
      status: 503,
    });
    const nowhere = directory({ baseDn: `ou=nowhere,${SUFFIX}` }).plugin;
    await expect(nowhere.authenticate(fakeExchange(), credentials)).rejects.toMatchObject({
      code: 'LDAP_FAILED',
      status: 500,
    });
  });

  it('reuses connections, and never the identity of one', async () => {
    const { plugin, signIn } = directory({ maxConnections: 1 });
    for (let round = 0; round < 5; round++) {
      expect(await signIn('alice', passwordOf('alice'))).toMatchObject({ userid: 'alice' });
      expect(await signIn('bob', passwordOf('alice'))).toMatchObject({ userid: undefined });
      // Somebody who could read nobody else, were it their connection.
      expect(await plugin.isUserAllowed('bob')).toBe(true);
    }
    expect(READER.dn).not.toBe(dnOfPerson('alice'));
  });
});
