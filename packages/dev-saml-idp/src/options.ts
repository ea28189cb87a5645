import { DevSamlIdpError } from './errors.js';

/** How the identity provider is started. */
export interface DevSamlIdpOptions {
  /** Where it listens. @default 0: any that is free */
  readonly port?: number | undefined;
  /** Who may sign in. @default ada, bob and zoe, whose passwords are their names */
  readonly users?: readonly DevSamlUser[] | undefined;
  /**
   * Applications that are told of logouts, and sent back to afterwards. Others on this machine may sign in, too.
   * @default none
   */
  readonly serviceProviders?: readonly DevSamlServiceProvider[] | undefined;
}

/** Somebody who may sign in. */
export interface DevSamlUser {
  /** What they type in. */
  readonly userid: string;
  /** As it is: nothing is secret here. */
  readonly password: string;
  /** Released to every application, under their OIDs where these are known. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
}

/** An application with single logout. */
export interface DevSamlServiceProvider {
  /** What it calls itself. */
  readonly entityId: string;
  /** Where its messages of single logout go, by redirect. */
  readonly logoutUrl: string;
}

export interface ResolvedOptions {
  readonly port: number;
  readonly users: ReadonlyMap<string, DevSamlUser>;
  /** By their entityIDs. */
  readonly logoutUrls: ReadonlyMap<string, string>;
}

/** @throws {DevSamlIdpError} BAD_OPTION */
export function resolveOptions({
  port = 0,
  users = SAMPLE,
  serviceProviders = [],
}: DevSamlIdpOptions): ResolvedOptions {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw bad('port', 'must be a port.');
  if (!Array.isArray(users) || !users.every(isUser)) {
    throw bad('users', 'must be a list of { userid, password, attributes }.');
  }
  if (!Array.isArray(serviceProviders) || !serviceProviders.every(({ logoutUrl }) => URL.canParse(logoutUrl))) {
    throw bad('serviceProviders', 'must be a list of { entityId, logoutUrl }.');
  }
  return {
    port,
    users: new Map(users.map((user: DevSamlUser) => [user.userid, user])),
    logoutUrls: new Map(
      serviceProviders.map(({ entityId, logoutUrl }: DevSamlServiceProvider) => [entityId, logoutUrl]),
    ),
  };
}

function isUser(user: unknown): boolean {
  const { userid, password, attributes } = Object(user) as Partial<DevSamlUser>;
  return typeof userid === 'string' && userid !== '' && typeof password === 'string' && typeof attributes === 'object';
}

const bad = (option: string, problem: string): DevSamlIdpError =>
  new DevSamlIdpError('BAD_OPTION', `Option "${option}" ${problem}`);

function sample(
  userid: string,
  displayName: string,
  affiliation: readonly string[],
  groups: readonly string[],
): DevSamlUser {
  const mail = `${userid}@example.org`;
  const attributes = {
    uid: userid,
    mail,
    displayName,
    cn: displayName,
    eduPersonPrincipalName: mail,
    eduPersonAffiliation: affiliation,
    groups,
  };
  return { userid, password: userid, attributes };
}

const SAMPLE: readonly DevSamlUser[] = [
  sample('ada', 'Ada Lovelace', ['staff', 'member'], ['engineers', 'admins']),
  sample('bob', 'Bob Example', ['student', 'member'], ['students', 'chess']),
  sample('zoe', 'Zoë Łukasz 日本', ['faculty', 'staff', 'member'], ['earthlings', 'R&D <"lab">']),
];
