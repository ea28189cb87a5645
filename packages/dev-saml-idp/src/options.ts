import type { OptionNames } from '@who/core';
import {
  type DevUser,
  type DevUsers,
  defaultLogger,
  isHttpUrl,
  type KnownUser,
  type Logger,
  requireKnownNames,
  requirePlace,
  resolveUsers,
  sampleUsers,
} from '@who/dev-server';
import { fail } from './errors.js';

/** How the identity provider is started. */
export interface DevSamlIdpOptions {
  /** TCP port; 0 picks a free one. @default 0 */
  readonly port?: number | undefined;
  /**
   * Loopback address to listen on: `localhost`, `127.0.0.1` or `::1`. Anything else is refused: the passwords are known
   * to everybody. It is part of the entityID. @default 'localhost'
   */
  readonly host?: string | undefined;
  /**
   * Accounts, as an array or by user id: `userid`, `password`, `attributes` (texts or arrays of texts), which are
   * released under their OIDs where these are known. @default ada, bob and zoe, whose passwords are their names
   */
  readonly users?: DevUsers | undefined;
  /** Show up to ten accounts with their passwords on the login page. @default true */
  readonly showAccounts?: boolean | undefined;
  /**
   * Applications that are told of logouts, and sent back to afterwards. Others on this machine may sign in, too.
   * @default none
   */
  readonly serviceProviders?: readonly DevSamlServiceProvider[] | undefined;
  /**
   * Where the server says what it does; never a password.
   * @default only failures of the server itself, to `console.error`
   */
  readonly logger?: Logger | undefined;
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
  readonly host: string;
  readonly users: ReadonlyMap<string, KnownUser>;
  readonly showAccounts: boolean;
  /** By their entityIDs. */
  readonly logoutUrls: ReadonlyMap<string, string>;
  readonly logger: Logger;
}

const names = {
  port: true,
  host: true,
  users: true,
  showAccounts: true,
  serviceProviders: true,
  logger: true,
} satisfies OptionNames<DevSamlIdpOptions>;

/** @throws {DevSamlIdpError} BAD_OPTION */
export function resolveOptions(options: DevSamlIdpOptions): ResolvedOptions {
  requireKnownNames('options', options, names, fail);
  const {
    port = 0,
    host = 'localhost',
    users = people,
    showAccounts = true,
    serviceProviders = [],
    logger = defaultLogger,
  } = options;
  requirePlace(port, host, fail);
  if (typeof showAccounts !== 'boolean') throw fail('BAD_OPTION', 'Option "showAccounts" must be true or false.');
  if (!Array.isArray(serviceProviders) || !serviceProviders.every(isServiceProvider)) {
    throw fail('BAD_OPTION', 'Option "serviceProviders" must be a list of { entityId, logoutUrl }.');
  }
  return {
    port,
    host,
    users: resolveUsers(users, fail),
    showAccounts,
    logoutUrls: new Map(
      serviceProviders.map(({ entityId, logoutUrl }: DevSamlServiceProvider) => [entityId, logoutUrl]),
    ),
    logger,
  };
}

function isServiceProvider(given: unknown): boolean {
  const { entityId, logoutUrl } = Object(given) as Partial<DevSamlServiceProvider>;
  return typeof entityId === 'string' && typeof logoutUrl === 'string' && isHttpUrl(logoutUrl);
}

/** The sample accounts, with a name as universities have it. */
const people: readonly DevUser[] = sampleUsers.map(({ attributes, ...user }) => ({
  ...user,
  attributes: { uid: user.userid, eduPersonPrincipalName: `${user.userid}@example.org`, ...attributes },
}));
