import { Identity } from '@who/core';
import { cached } from '@who/metadata-cache';
import { memoryStore } from '@who/plugin-metadata-cache-memory';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LdapGroups } from '../src/index.js';
import { dnOfPerson, type Entry, GROUPS, group, person, SUFFIX } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { people, reading } from './support.js';

const ELSEWHERE = `ou=elsewhere,${SUFFIX}`;
const dnOfGroup = (cn: string, base = GROUPS): string => `cn=${cn},${base}`;
const many = Array.from({ length: 60 }, (_, index) => `many${index}`);

const entries: readonly Entry[] = [
  person('alice'),
  person('bob'),
  person('odd, "name"'),
  person('lost'),
  [ELSEWHERE, { objectClass: 'organizationalUnit', ou: 'elsewhere' }],
  [dnOfGroup('posix'), { objectClass: 'posixGroup', cn: 'posix', gidNumber: '1', memberUid: ['alice', 'odd, "name"'] }],
  [
    dnOfGroup('named'),
    { objectClass: 'groupOfUniqueNames', cn: ['named', 'also named'], uniqueMember: dnOfPerson('alice') },
  ],
  [dnOfGroup('uniques'), { objectClass: 'groupOfUniqueNames', cn: 'uniques', uniqueMember: dnOfGroup('named') }],
];
/** Added later, so that the overlay sees them: a chain, a circle, and one that is elsewhere. */
const later: readonly Entry[] = [
  group('team', [dnOfPerson('alice'), dnOfPerson('odd, "name"')]),
  group('department', [dnOfGroup('team')]),
  group('company', [dnOfGroup('department')]),
  group('circle', [dnOfGroup('company'), dnOfPerson('bob')]),
  group('odd, "group"', [dnOfPerson('odd, "name"')]),
  group('foreign', [dnOfPerson('alice')], ELSEWHERE),
  ...many.map((cn) => group(cn, [dnOfPerson('lost')])),
  group(
    'above many',
    many.map((cn) => dnOfGroup(cn)),
  ),
];

describe.skipIf(!slapdIsThere)(`groups${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ entries, later, database: ['overlay memberof'] });
    await slapd.asAdmin(async (client) => {
      const { Attribute, Change } = await import('ldapts');
      const modification = new Attribute({ type: 'member', values: [dnOfGroup('circle')] });
      await client.modify(dnOfGroup('team'), new Change({ operation: 'add', modification }));
    });
  });
  afterAll(() => slapd?.stop());

  const groupsOf = async (userid: string, groups: LdapGroups): Promise<readonly string[] | undefined> => {
    const plugin = people({ urls: slapd.url, ...reading, groups: { baseDn: GROUPS, ...groups } });
    const found = await plugin.addMetadata(fakeExchange(), new Identity({ userid }));
    return found?.ldap.groups.toSorted();
  };

  it.each<LdapGroups['by']>(['memberOf', 'member'])(
    'are found by %s, as many levels up as are asked for',
    async (by) => {
      expect(await groupsOf('alice', { by })).toEqual(['team']);
      expect(await groupsOf('alice', { by, levels: 2 })).toEqual(['department', 'team']);
      expect(await groupsOf('alice', { by, levels: 100 })).toEqual(['circle', 'company', 'department', 'team']);
      expect(await groupsOf('bob', { by, levels: 100 })).toEqual(['circle', 'company', 'department', 'team']);
    },
  );

  it.each<LdapGroups['by']>(['memberOf', 'member'])('are found by %s whatever names hold', async (by) => {
    expect(await groupsOf('odd, "name"', { by })).toEqual(['odd, "group"', 'team']);
    expect(await groupsOf('odd, "name"', { by, filter: '(cn=odd*)' })).toEqual(['odd, "group"']);
  });

  it.each<LdapGroups['by']>(['memberOf', 'member'])('are found by %s in crowds', async (by) => {
    expect(await groupsOf('lost', { by })).toEqual(many.toSorted());
    expect(await groupsOf('lost', { by, levels: 3 })).toEqual([...many, 'above many'].toSorted());
  });

  it('are those below the base only', async () => {
    expect(await groupsOf('alice', { by: 'memberOf', baseDn: SUFFIX })).toEqual(['foreign', 'team']);
    expect(await groupsOf('alice', { by: 'member', baseDn: ELSEWHERE })).toEqual(['foreign']);
    expect(await groupsOf('alice', { by: 'memberOf', baseDn: ELSEWHERE })).toEqual(['foreign']);
  });

  it('have the names of another attribute, or their DNs', async () => {
    for (const by of ['memberOf', 'member'] as const) {
      expect(await groupsOf('alice', { by, nameAttribute: 'dn' })).toEqual([dnOfGroup('team')]);
      expect(await groupsOf('alice', { by, nameAttribute: 'objectClass' })).toEqual(['groupOfNames']);
      expect(await groupsOf('alice', { by, nameAttribute: 'description' })).toEqual([]);
    }
  });

  it('are found by uniqueMember, each with all its names', async () => {
    expect(await groupsOf('alice', { by: 'uniqueMember' })).toEqual(['also named', 'named']);
    expect(await groupsOf('alice', { by: 'uniqueMember', levels: 2 })).toEqual(['also named', 'named', 'uniques']);
  });

  it('are found by memberUid', async () => {
    expect(await groupsOf('alice', { by: 'memberUid' })).toEqual(['posix']);
    expect(await groupsOf('odd, "name"', { by: 'memberUid' })).toEqual(['posix']);
    expect(await groupsOf('bob', { by: 'memberUid' })).toEqual([]);
  });

  it('are an error by Active Directory’s rule where there is none', async () => {
    await expect(groupsOf('alice', { by: 'activeDirectory' })).rejects.toMatchObject({ code: 'LDAP_FAILED' });
  });

  it('are an error where the server gives a part of them', async () => {
    const small = await startSlapd({
      entries: [person('lost'), ...many.map((cn) => group(cn, [dnOfPerson('lost')]))],
      database: ['sizelimit 50'],
    });
    try {
      const plugin = people({ urls: small.url, ...reading, groups: { by: 'member', baseDn: GROUPS } });
      const asked = plugin.addMetadata(fakeExchange(), new Identity({ userid: 'lost' }));
      await expect(asked).rejects.toMatchObject({ code: 'LDAP_LIMIT', status: 500 });
    } finally {
      await small.stop();
    }
  });

  it('are kept by a cache in front', async () => {
    const plugin = people({ urls: slapd.url, ...reading, groups: { by: 'member', baseDn: GROUPS } });
    let asked = 0;
    const counting: Pick<typeof plugin, 'addMetadata'> = {
      addMetadata(exchange, identity) {
        asked++;
        return plugin.addMetadata(exchange, identity);
      },
    };
    const kept = cached(counting, { store: memoryStore() });
    const ask = async (userid: string) =>
      (await kept.addMetadata(fakeExchange(), new Identity({ userid })))?.ldap.groups;
    for (let round = 0; round < 3; round++) {
      expect(await ask('alice')).toEqual(['team']);
      expect(await ask('nobody')).toBe(undefined);
    }
    expect(asked).toBe(2);
  });
});
