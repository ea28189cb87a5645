import type { OptionNames } from '@who/core';
import { badOption } from './errors.js';
import { requireKnownNames } from './known-names.js';

/** Attributes as they are released to services: a text, or several. */
export type DevCasAttributes = Readonly<Record<string, string | readonly string[]>>;

/** An account as options and users files give it, under its user id. */
export interface DevCasAccount {
  readonly password: string;
  /** Released to every service. @default {} */
  readonly attributes?: DevCasAttributes | undefined;
}

/** An account that carries its user id. */
export interface DevCasUser extends DevCasAccount {
  readonly userid: string;
}

const names = { userid: true, password: true, attributes: true } satisfies OptionNames<DevCasUser>;

/** Accounts, as an array or by user id. */
export type DevCasUsers = readonly DevCasUser[] | Readonly<Record<string, DevCasAccount>>;

/** The accounts that exist when no others are given. Their passwords are their user ids. */
export const sampleUsers: readonly DevCasUser[] = [
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
 * @throws {DevCasServerError} BAD_OPTION
 */
export function resolveUsers(users: DevCasUsers): ReadonlyMap<string, DevCasUser> {
  if (typeof users !== 'object' || users === null) throw badOption('users', 'must be an array or an object.');
  const list = Array.isArray(users)
    ? users
    : Object.entries(users).map(([userid, account]): DevCasUser => ({ ...account, userid }));
  const known = new Map<string, DevCasUser>();
  for (const user of list) {
    const { userid, password, attributes = {} } = checkUser(user);
    if (known.has(userid)) throw badOption('users', `must not have "${userid}" twice.`);
    known.set(userid, { userid, password, attributes: copyAttributes(userid, attributes) });
  }
  return known;
}

function checkUser(user: DevCasUser): DevCasUser {
  if (typeof user?.userid !== 'string' || user.userid === '') throw badOption('users', 'must give each a "userid".');
  requireKnownNames(`account "${user.userid}"`, user, names);
  if (typeof user.password !== 'string') throw badOption('users', `must give "${user.userid}" a "password", a text.`);
  return user;
}

function copyAttributes(userid: string, attributes: DevCasAttributes): DevCasAttributes {
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) {
    throw badOption('users', `must give "${userid}" its "attributes" as an object.`);
  }
  const entries = Object.entries(attributes).map(([name, value]): [string, string | readonly string[]] => {
    if (typeof value === 'string') return [name, value];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [name, [...value]];
    throw badOption('users', `must give attribute "${name}" of "${userid}" as a text or an array of texts.`);
  });
  return Object.fromEntries(entries);
}
