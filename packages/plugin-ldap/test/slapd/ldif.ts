import { createHash, randomBytes } from 'node:crypto';

/** An entry: its DN, and values by attribute. */
export type Entry = readonly [dn: string, attributes: Readonly<Record<string, string | Buffer | readonly string[]>>];

export const SUFFIX = 'dc=example,dc=org';
export const PEOPLE: string = `ou=people,${SUFFIX}`;
export const GROUPS: string = `ou=groups,${SUFFIX}`;
/** The account that looks people up. */
export const READER: { readonly dn: string; readonly password: string } = {
  dn: `cn=reader,${SUFFIX}`,
  password: 'a word for the reader',
};
/** May do everything, and is bound by no policy. */
export const ADMIN: { readonly dn: string; readonly password: string } = {
  dn: `cn=admin,${SUFFIX}`,
  password: 'a word for the admin',
};

/** All of it in base64, so that nothing has to be escaped. */
export function ldif(entries: readonly Entry[]): string {
  return entries.map(([dn, attributes]) => `${[line('dn', dn), ...linesOf(attributes)].join('\n')}\n`).join('\n');
}

function linesOf(attributes: Entry[1]): string[] {
  return Object.entries(attributes).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value: string | Buffer) => line(name, value)),
  );
}

const line = (name: string, value: string | Buffer): string =>
  `${name}:: ${Buffer.from(value as string).toString('base64')}`;

/** What every tree begins with. */
export const trunk: readonly Entry[] = [
  [SUFFIX, { objectClass: ['dcObject', 'organization'], dc: 'example', o: 'Example' }],
  [PEOPLE, { objectClass: 'organizationalUnit', ou: 'people' }],
  [GROUPS, { objectClass: 'organizationalUnit', ou: 'groups' }],
  [
    READER.dn,
    { objectClass: ['organizationalRole', 'simpleSecurityObject'], cn: 'reader', userPassword: READER.password },
  ],
];

/** Somebody whose password is "secret of" and their name. */
export function person(uid: string, attributes: Entry[1] = {}): Entry {
  return [
    `uid=${escaped(uid)},${PEOPLE}`,
    { objectClass: 'inetOrgPerson', uid, cn: uid, sn: uid, userPassword: ssha(passwordOf(uid)), ...attributes },
  ];
}

/** A group of those who are named by a DN. */
export function group(cn: string, members: readonly string[], base: string = GROUPS): Entry {
  return [`cn=${escaped(cn)},${base}`, { objectClass: 'groupOfNames', cn, member: members }];
}

export const passwordOf = (uid: string): string => `secret of ${uid}`;
export const dnOfPerson = (uid: string): string => `uid=${escaped(uid)},${PEOPLE}`;

/** The bytes of a value in a DN, those beyond letters and digits escaped. */
const escaped = (value: string): string =>
  [...Buffer.from(value)]
    .map((byte) =>
      /[a-z0-9]/i.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `\\${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');

/** OpenLDAP's usual way to store a password. */
export function ssha(password: string): string {
  const salt = randomBytes(8);
  return `{SSHA}${Buffer.concat([createHash('sha1').update(password).update(salt).digest(), salt]).toString('base64')}`;
}
