import { badOption, checkOptions, type OptionNames, type SignInRefusalCode } from '@who/core';
import { checkSecret } from '@who/secrets';
import { type Filter, FilterParser } from 'ldapts';
import { addressOf } from './address.js';
import type { ServerSettings } from './directory/server.js';
import { PLUGIN } from './errors.js';
import type { LdapGroups } from './groups/options.js';
import type { LdapOptions } from './options.js';
import type { AttributeKind } from './people/attributes.js';
import { parseDn } from './people/dn.js';
import type { AttributeNames } from './people/schema.js';
import type { Address, LdapTls } from './wire/dial.js';

/** Options with their defaults, in the shape in which the plugin needs them. */
export interface Settings {
  readonly addresses: readonly Address[];
  readonly server: ServerSettings;
  readonly people: PeopleSettings;
  readonly userDn: string | undefined;
  readonly decoyDn: string;
  readonly attributes: ReadonlyMap<string, AttributeKind>;
  readonly groups: GroupSettings | undefined;
  readonly attributeNames: AttributeNames;
  readonly name: string;
  readonly recheckMs: number;
  readonly tell: readonly SignInRefusalCode[];
  readonly onRefused: NonNullable<LdapOptions['onRefused']>;
  readonly onPasswordWarning: NonNullable<LdapOptions['onPasswordWarning']>;
}

export interface PeopleSettings {
  readonly baseDn: string;
  readonly scope: 'one' | 'sub';
  readonly filter: Filter | undefined;
  readonly useridAttribute: string;
  readonly loginAttributes: readonly string[];
  /** Whether another entry may have the same userid as the one by which somebody signs in. */
  readonly mayBeShared: boolean;
  readonly changedAttribute: string | undefined;
}

export interface GroupSettings {
  readonly by: LdapGroups['by'];
  readonly baseDn: string;
  readonly filter: Filter | undefined;
  readonly nameAttribute: string;
  readonly levels: number;
}

const NAMES = {
  urls: true,
  clearText: true,
  tls: true,
  bindDn: true,
  bindPassword: true,
  baseDn: true,
  scope: true,
  filter: true,
  useridAttribute: true,
  loginAttributes: true,
  userDn: true,
  decoyDn: true,
  attributes: true,
  groups: true,
  name: true,
  passwordChangedAttribute: true,
  recheckSeconds: true,
  timeoutMs: true,
  maxConnections: true,
  maxQueued: true,
  tell: true,
  onRefused: true,
  onPasswordWarning: true,
} satisfies OptionNames<LdapOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: LdapOptions): Settings {
  checkOptions(PLUGIN, options, NAMES);
  const { name = 'ldap', recheckSeconds = 60, tell = [], onRefused = () => {}, onPasswordWarning = () => {} } = options;
  check('name', typeof name === 'string' && name !== '' && name !== '__proto__', 'must be a text that is not empty.');
  check('recheckSeconds', Number.isFinite(recheckSeconds) && recheckSeconds >= 0, 'must be a number of seconds.');
  const isTelling = Array.isArray(tell) && tell.every((code) => TOLD.includes(code));
  check('tell', isTelling, `must be a list of ${TOLD.join(', ')}.`);
  check('onRefused', typeof onRefused === 'function', 'must be a function.');
  check('onPasswordWarning', typeof onPasswordWarning === 'function', 'must be a function.');
  const people = resolvePeople(options);
  const attributes = resolveAttributes(options.attributes);
  const groups = resolveGroups(options.groups, people.baseDn);
  return {
    addresses: resolveAddresses(options),
    server: resolveServer(options),
    people,
    userDn: resolveUserDn(options),
    decoyDn: dn('decoyDn', options.decoyDn) ?? `cn=nobody whom anybody knows,${people.baseDn}`,
    attributes,
    groups,
    attributeNames: namesIn(people, attributes, groups),
    name,
    recheckMs: recheckSeconds * 1000,
    tell,
    onRefused,
    onPasswordWarning,
  };
}

const TOLD: readonly SignInRefusalCode[] = [
  'PASSWORD_EXPIRED',
  'PASSWORD_MUST_CHANGE',
  'ACCOUNT_LOCKED',
  'ACCOUNT_DISABLED',
];

function resolveAddresses({ urls, clearText = false }: LdapOptions): readonly Address[] {
  check('clearText', typeof clearText === 'boolean', 'must be true or false.');
  const list = [urls].flat();
  const addresses = list.flatMap((url) => addressOf(url, clearText) ?? []);
  const problem = 'must be ldaps://host[:port] or ldap://host[:port], or a list of these, without a user or a path.';
  check('urls', list.length > 0 && addresses.length === list.length, problem);
  return addresses;
}

function resolveServer(options: LdapOptions): ServerSettings {
  const { tls = {}, bindDn, bindPassword, timeoutMs = 5000, maxConnections = 10, maxQueued = 1000 } = options;
  const isTls = typeof tls === 'object' && tls !== null && Object.keys(tls).every((name) => name in TLS_NAMES);
  check('tls', isTls, `must be an object with none but ${Object.keys(TLS_NAMES).join(', ')}.`);
  const whole = (option: keyof LdapOptions, value: number, min: number, max: number): number => {
    check(option, Number.isInteger(value) && value >= min && value <= max, `must be a number from ${min} to ${max}.`);
    return value;
  };
  check('bindPassword', (bindDn === undefined) === (bindPassword === undefined), 'must go with "bindDn".');
  const accountDn = dn('bindDn', bindDn);
  // With an empty password, directories would take it for nobody and say yes.
  if (bindPassword !== undefined) checkSecret(PLUGIN, 'bindPassword', bindPassword, 'given');
  return {
    tls,
    timeoutMs: whole('timeoutMs', timeoutMs, 1, 600_000),
    maxConnections: whole('maxConnections', maxConnections, 1, 1000),
    maxQueued: whole('maxQueued', maxQueued, 0, 1_000_000),
    account: accountDn === undefined ? undefined : { dn: accountDn, password: String(bindPassword) },
  };
}

const TLS_NAMES = {
  ca: true,
  cert: true,
  key: true,
  passphrase: true,
  minVersion: true,
  servername: true,
} satisfies OptionNames<LdapTls>;

function resolvePeople(options: LdapOptions): PeopleSettings {
  const { scope = 'sub', useridAttribute: userid = 'uid', userDn, loginAttributes, passwordChangedAttribute } = options;
  const baseDn = dn('baseDn', options.baseDn);
  if (baseDn === undefined) throw badOption(PLUGIN, 'baseDn', 'must be the DN below which people are.');
  check('scope', scope === 'one' || scope === 'sub', 'must be "one" or "sub".');
  check('loginAttributes', loginAttributes === undefined || userDn === undefined, 'must be left out with "userDn".');
  const logins = loginAttributes ?? [userid];
  check('loginAttributes', Array.isArray(logins) && logins.length > 0, 'must be a list of attributes.');
  const isUserid = (one: string): boolean => one.toLowerCase() === String(userid).toLowerCase();
  return {
    baseDn,
    scope,
    filter: filterIn('filter', options.filter),
    useridAttribute: attribute('useridAttribute', userid),
    loginAttributes: logins.map((one) => attribute('loginAttributes', one)),
    mayBeShared: !logins.every(isUserid),
    changedAttribute:
      passwordChangedAttribute === undefined
        ? undefined
        : attribute('passwordChangedAttribute', passwordChangedAttribute),
  };
}

/** By another attribute, somebody else's userid could be that of the one whose password was right. */
function resolveUserDn({ userDn, useridAttribute = 'uid' }: LdapOptions): string | undefined {
  if (userDn === undefined) return undefined;
  const [, named] = (typeof userDn === 'string' && /^\s*([\w-]+)\s*=\s*\{login\}\s*,/.exec(userDn)) || [];
  const isGood = named?.toLowerCase() === useridAttribute.toLowerCase() && parseDn(userDn) !== undefined;
  check('userDn', isGood, `must be a DN that begins with "${useridAttribute}={login},": the "useridAttribute".`);
  return userDn;
}

function resolveAttributes(attributes: LdapOptions['attributes'] = {}): ReadonlyMap<string, AttributeKind> {
  const isGood = typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes);
  check('attributes', isGood, 'must give each attribute its kind: { mail: "text", jpegPhoto: "binary" }.');
  for (const [name, kind] of Object.entries(attributes)) {
    attribute('attributes', name);
    check('attributes', kind === 'text' || kind === 'binary', `must say of "${name}" that it is "text" or "binary".`);
  }
  return new Map(Object.entries(attributes));
}

const GROUP_NAMES = {
  by: true,
  baseDn: true,
  filter: true,
  nameAttribute: true,
  levels: true,
} satisfies OptionNames<LdapGroups>;

function resolveGroups(groups: LdapGroups | undefined, base: string): GroupSettings | undefined {
  if (groups === undefined) return undefined;
  checkOptions(`${PLUGIN}: groups`, groups, GROUP_NAMES);
  const { by, nameAttribute = 'cn', levels = 1 } = groups;
  check('groups.by', WAYS.includes(by), `must be one of ${WAYS.join(', ')}.`);
  check('groups.levels', Number.isInteger(levels) && levels >= 1 && levels <= 100, 'must be a number from 1 to 100.');
  const isFlat = by === 'memberUid' || by === 'activeDirectory';
  check('groups.levels', levels === 1 || !isFlat, `must be left out with "${by}".`);
  return {
    by,
    baseDn: dn('groups.baseDn', groups.baseDn) ?? base,
    filter: filterIn('groups.filter', groups.filter),
    nameAttribute: attribute('groups.nameAttribute', nameAttribute),
    levels,
  };
}

/** All names of attributes that the directory should know. */
function namesIn(
  { useridAttribute, loginAttributes, changedAttribute }: PeopleSettings,
  attributes: Settings['attributes'],
  groups: GroupSettings | undefined,
): AttributeNames {
  const groupNames = groups && groups.nameAttribute.toLowerCase() !== 'dn' ? [groups.nameAttribute] : [];
  const memberOf = groups?.by === 'memberOf' ? ['memberOf'] : [];
  const members = groups && !['memberOf', 'activeDirectory'].includes(groups.by) ? [groups.by] : [];
  const changed = changedAttribute === undefined ? [] : [changedAttribute];
  return {
    read: [useridAttribute, ...changed, ...attributes.keys(), ...groupNames, ...memberOf],
    soughtBy: [...loginAttributes, ...members],
  };
}

const WAYS: readonly LdapGroups['by'][] = ['memberOf', 'member', 'uniqueMember', 'memberUid', 'activeDirectory'];

function check(option: string, passes: boolean, problem: string): void {
  if (!passes) throw badOption(PLUGIN, option, problem);
}

function dn(option: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const isDn = typeof value === 'string' && (parseDn(value)?.length ?? 0) > 0;
  check(option, isDn, 'must be a DN that is not empty, such as "ou=people,dc=example,dc=org".');
  return value;
}

/** A name of the schema, or an OID, with options such as `;lang-de`. */
function attribute(option: string, value: string): string {
  const isName = typeof value === 'string' && /^(?:[a-z][a-z\d-]*|\d+(?:\.\d+)+)(?:;[a-z\d-]+)*$/i.test(value);
  check(option, isName, 'must have names of attributes, such as "mail" or "cn;lang-de".');
  return value;
}

function filterIn(option: string, value: string | undefined): Filter | undefined {
  if (value === undefined) return undefined;
  check(option, typeof value === 'string', 'must be a filter, such as "(objectClass=person)".');
  check(
    option,
    !/\\[89a-f][\da-f]/i.test(value),
    'must have characters beyond ASCII as they are, not as escaped bytes.',
  );
  try {
    return FilterParser.parseString(value);
  } catch {
    throw badOption(
      PLUGIN,
      option,
      'must be a filter, such as "(objectClass=person)", without blanks between its parts.',
    );
  }
}
