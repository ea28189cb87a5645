import { PasswordCredentials } from '@who/core';
import { testAuthenticator, testMetadataProvider } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ldap, ldap } from '../src/index.js';
import { dnOfPerson, GROUPS, group, PEOPLE, passwordOf, person, READER } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { reading } from './support.js';

const users = ['alice', 'bob', 'carol'];
const mailOf = (userid: string): string[] => [`${userid}@example.org`];

describe.skipIf(!slapdIsThere)(`with OpenLDAP${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({
      entries: [...users.map((user) => person(user, { mail: mailOf(user) })), group('staff', users.map(dnOfPerson))],
    });
  });
  afterAll(() => slapd?.stop());

  const attributes = { mail: 'text' } as const;
  const groups = { by: 'member', baseDn: GROUPS } as const;
  const secrets = ['secret of', 'a guess', READER.password];
  const unreachable = { urls: 'ldap://127.0.0.1:1', ...reading };
  const closed = (): Ldap => {
    const plugin = ldap({ urls: slapd.url, ...reading });
    plugin.close();
    return plugin as unknown as Ldap;
  };

  describe.each([
    ['people are looked up first', {}, () => ldap(unreachable)],
    ['people look themselves up', { userDn: `uid={login},${PEOPLE}` }, closed],
  ])('where %s', (_way, options, broken) => {
    testAuthenticator<Pick<Ldap, 'authenticate' | 'close'>>(
      { describe, it, expect },
      {
        create: () => ldap({ urls: slapd.url, ...reading, ...options }),
        dispose: (plugin) => plugin.close(),
        users,
        credentials: (userid) => new PasswordCredentials(userid, passwordOf(userid)),
        wrong: (userid) => new PasswordCredentials(userid, 'a guess'),
        broken,
        secrets,
        promises: ['authenticate'],
      },
    );
  });

  testMetadataProvider(
    { describe, it, expect },
    {
      create: () => ldap({ urls: slapd.url, ...reading, attributes, groups }),
      dispose: (plugin) => plugin.close(),
      users,
      expected: (userid) => ({ ldap: { attributes: { mail: mailOf(userid) }, groups: ['staff'] } }),
      broken: () => ldap({ ...unreachable, attributes, groups }),
      secrets,
      promises: ['addMetadata'],
    },
  );
});
