import type { OptionNames } from '@who/core';
import type { Fail } from '../errors.js';
import { requireKnownNames } from '../options.js';

/** Attributes as they are released to applications: a text, or several. */
export type DevAttributes = Readonly<Record<string, string | readonly string[]>>;

/** An account as options and users files give it, under its user id. */
export interface DevAccount {
  /** As it is: nothing is secret here. */
  readonly password: string;
  /** Released to every application. @default {} */
  readonly attributes?: DevAttributes | undefined;
}

/** An account that carries its user id. */
export interface DevUser extends DevAccount {
  /** What people type in. */
  readonly userid: string;
}

const names = { userid: true, password: true, attributes: true } satisfies OptionNames<DevUser>;

/** Accounts, as an array or by user id. */
export type DevUsers = readonly DevUser[] | Readonly<Record<string, DevAccount>>;

/** An account that has been looked at. */
export interface KnownUser extends DevUser {
  readonly attributes: DevAttributes;
}

/** The accounts that exist when no others are given. Their passwords are their user ids. */
export const sampleUsers: readonly DevUser[] = [
  {
    userid: 'ada',
    password: 'ada',
    attributes: {
      mail: 'ada@example.org',
      displayName: 'Ada Lovelace',
      cn: 'Ada Lovelace',
      eduPersonAffiliation: ['staff', 'member'],
      groups: ['engineers', 'admins'],
    },
  },
  {
    userid: 'bob',
    password: 'bob',
    attributes: {
      mail: ['bob@example.org', 'robert@example.org'],
      displayName: 'Bob Example',
      cn: 'Robert Example',
      eduPersonAffiliation: ['student', 'member'],
      groups: ['students', 'chess'],
    },
  },
  {
    userid: 'zoe',
    password: 'zoe',
    attributes: {
      mail: 'zoe@example.org',
      displayName: 'Zoë Łukasz 日本',
      cn: 'Zoë Łukasz 日本',
      eduPersonAffiliation: ['faculty', 'staff', 'member'],
      groups: ['earthlings', 'users', 'R&D <"lab">'],
    },
  },
];

/**
 * Accounts by user id, checked and copied.
 *
 * @throws what `fail` makes of BAD_OPTION
 */
export function resolveUsers(users: DevUsers, fail: Fail): ReadonlyMap<string, KnownUser> {
  const bad = (problem: string): Error => fail('BAD_OPTION', `Option "users" ${problem}`);
  if (typeof users !== 'object' || users === null) throw bad('must be an array or an object.');
  const list = Array.isArray(users)
    ? (users as readonly DevUser[])
    : Object.entries(users as Readonly<Record<string, DevAccount>>).map(
        ([userid, account]): DevUser => ({ ...account, userid }),
      );
  const known = new Map<string, KnownUser>();
  for (const user of list) {
    const { userid, password, attributes = {} } = Object(user) as DevUser;
    if (typeof userid !== 'string' || userid === '') throw bad('must give each a "userid".');
    requireKnownNames(`account "${userid}"`, user, names, fail);
    if (typeof password !== 'string') throw bad(`must give "${userid}" a "password", a text.`);
    if (known.has(userid)) throw bad(`must not have "${userid}" twice.`);
    known.set(userid, { userid, password, attributes: copyAttributes(userid, attributes, bad) });
  }
  return known;
}

function copyAttributes(userid: string, attributes: DevAttributes, bad: (problem: string) => Error): DevAttributes {
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) {
    throw bad(`must give "${userid}" its "attributes" as an object.`);
  }
  const entries = Object.entries(attributes).map(([name, value]): [string, string | readonly string[]] => {
    if (typeof value === 'string') return [name, value];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [name, [...value]];
    throw bad(`must give attribute "${name}" of "${userid}" as a text or an array of texts.`);
  });
  return Object.fromEntries(entries);
}
