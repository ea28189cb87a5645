import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE, person } from './slapd/ldif.js';
import { type Slapd, slapdIsThere, startSlapd, unlessSlapd } from './slapd/server.js';
import { reading, telling } from './support.js';

/** An attribute by the rule by which the server compares it, a stored value, and spellings that it takes for the same. */
const rules: readonly (readonly [rule: string, attribute: string, stored: string, same: readonly string[]])[] = [
  [
    'caseIgnoreMatch',
    'uid',
    'Élodie  Fischer',
    ['élodie fischer', ' ÉLODIE   FISCHER ', 'E\u0301lodie Fischer', 'Élodie Ｆｉｓｃｈｅｒ', 'Élodie \ufb01scher'],
  ],
  ['caseIgnoreIA5Match', 'mail', 'Fischer@Example.org', ['fischer@example.org', ' FISCHER@EXAMPLE.ORG']],
  ['telephoneNumberMatch', 'mobile', '+44 171-123 456', ['+44171123456', '+44-171 123-456 ']],
  ['integerMatch', 'uidNumber', '1007', []],
  ['caseExactIA5Match', 'homeDirectory', '/home/Fischer', [' /home/Fischer ']],
  ['numericStringMatch', 'x121Address', '10 07', ['1007', '1 0 0 7 ']],
  ['distinguishedNameMatch', 'manager', 'CN=Boss\\, The,DC=x', ['cn=boss\\2c the, dc=X', ' CN = Boss\\, The , DC=x']],
];
const account = { objectClass: ['inetOrgPerson', 'posixAccount'], gidNumber: '1' };
const others = [
  '*',
  '+44*',
  '007',
  '01007',
  '1007.0',
  '1e3',
  '\0',
  'Élodie',
  'fischer)(uid=*',
  '\\2a',
  'x'.repeat(1024),
];

describe.skipIf(!slapdIsThere)(`a name is the stored one or nobody${unlessSlapd}`, () => {
  let slapd: Slapd;
  beforeAll(async () => {
    const stored = Object.fromEntries(rules.map(([, attribute, value]) => [attribute, value]));
    slapd = await startSlapd({
      entries: [
        [
          `cn=Fischer,${PEOPLE}`,
          { ...person('x')[1], ...account, cn: 'Fischer', ...stored, userPassword: 'the password' },
        ],
      ],
      // Without an index all are compared by their rules as well.
    });
  });
  afterAll(() => slapd?.stop());

  it.each(rules)('by %s (%s)', async (_rule, useridAttribute, stored, same) => {
    const { signIn } = telling({ urls: slapd.url, ...reading, useridAttribute });
    const known = [stored, ...same];
    for (const name of known) {
      expect(await signIn(name, 'the password')).toMatchObject({ userid: stored });
      expect(await signIn(name, 'a guess')).toMatchObject({ userid: undefined });
    }
    for (const name of [...others, ...rules.map(([, , value]) => value), stored.slice(0, -1), `${stored}\0`]) {
      const { userid } = await signIn(name, 'the password');
      expect(userid).toBe(known.includes(name) ? stored : undefined);
    }
  });

  it('in a DN', async () => {
    const { signIn } = telling({
      urls: slapd.url,
      ...reading,
      useridAttribute: 'cn',
      userDn: `cn={login},${PEOPLE}`,
    });
    for (const name of ['Fischer', 'FISCHER', ' fischer', 'ｆischer', '\ufb01scher']) {
      expect(await signIn(name, 'the password')).toMatchObject({ userid: 'Fischer' });
      expect(await signIn(name, 'a guess')).toMatchObject({ userid: undefined });
    }
    for (const name of [`fischer,${PEOPLE}`, 'fischer+uid=x', '#04076669736368657', '*', 'fischer\0', '"fischer"']) {
      expect(await signIn(name, 'the password')).toMatchObject({ userid: undefined });
    }
  });
});
