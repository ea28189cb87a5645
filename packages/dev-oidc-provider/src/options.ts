import type { OptionNames } from '@who/core';
import {
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

/** How the provider is started. */
export interface DevOidcProviderOptions {
  /** TCP port; 0 picks a free one. @default 0 */
  readonly port?: number | undefined;
  /**
   * Loopback address to listen on: `localhost`, `127.0.0.1` or `::1`. Anything else is refused: the passwords are known
   * to everybody. It is part of the issuer. @default 'localhost'
   */
  readonly host?: string | undefined;
  /** The applications that may send people here. @default none */
  readonly clients?: readonly DevOidcClient[] | undefined;
  /**
   * Accounts, as an array or by user id: `userid`, `password`, `attributes` (texts or arrays of texts), which become
   * claims. @default sampleUsers: ada, bob and zoe, whose passwords are their names
   */
  readonly users?: DevUsers | undefined;
  /** Show up to ten accounts with their passwords on the login page. @default true */
  readonly showAccounts?: boolean | undefined;
  /** Milliseconds that an application has to answer a logout token. @default 2000 */
  readonly backChannelTimeoutMs?: number | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
  /**
   * Where the server says what it does; never a password or a token.
   * @default only failures of the server itself, to `console.error`
   */
  readonly logger?: Logger | undefined;
}

/** An application, as the provider knows it. All its addresses are compared to the letter. */
export interface DevOidcClient {
  /** What it calls itself. */
  readonly clientId: string;
  /** What it shows when it redeems a code. @default none: a public client, which has to use PKCE */
  readonly clientSecret?: string | undefined;
  /** Where people may be sent back to. */
  readonly redirectUris: readonly string[];
  /** Where they may be sent after a logout. @default none */
  readonly postLogoutRedirectUris?: readonly string[] | undefined;
  /** Where it takes logout tokens. @default none: it is not told */
  readonly backchannelLogoutUri?: string | undefined;
  /** What a frame on the logout page loads, with `iss` and `sid`. @default none: it is not told */
  readonly frontchannelLogoutUri?: string | undefined;
}

export interface ResolvedOptions {
  readonly port: number;
  readonly host: string;
  readonly clients: ReadonlyMap<string, DevOidcClient>;
  readonly users: ReadonlyMap<string, KnownUser>;
  readonly showAccounts: boolean;
  readonly backChannelTimeoutMs: number;
  readonly now: () => number;
  readonly logger: Logger;
}

const names = {
  port: true,
  host: true,
  clients: true,
  users: true,
  showAccounts: true,
  backChannelTimeoutMs: true,
  now: true,
  logger: true,
} satisfies OptionNames<DevOidcProviderOptions>;

const clientNames = {
  clientId: true,
  clientSecret: true,
  redirectUris: true,
  postLogoutRedirectUris: true,
  backchannelLogoutUri: true,
  frontchannelLogoutUri: true,
} satisfies OptionNames<DevOidcClient>;

/** @throws {DevOidcProviderError} BAD_OPTION */
export function resolveOptions(options: DevOidcProviderOptions = {}): ResolvedOptions {
  requireKnownNames('options', options, names, fail);
  const {
    port = 0,
    host = 'localhost',
    clients = [],
    users = sampleUsers,
    showAccounts = true,
    backChannelTimeoutMs = 2_000,
    now = Date.now,
    logger = defaultLogger,
  } = options;
  requirePlace(port, host, fail);
  if (typeof showAccounts !== 'boolean') throw bad('showAccounts', 'must be true or false.');
  if (!(backChannelTimeoutMs > 0)) throw bad('backChannelTimeoutMs', 'must be a number above 0.');
  if (typeof now !== 'function') throw bad('now', 'must be a function.');
  const known = resolveClients(clients);
  return {
    port,
    host,
    clients: known,
    users: resolveUsers(users, fail),
    showAccounts,
    backChannelTimeoutMs,
    now,
    logger,
  };
}

function resolveClients(clients: readonly DevOidcClient[]): ReadonlyMap<string, DevOidcClient> {
  if (!Array.isArray(clients)) throw bad('clients', 'must be an array.');
  const known = new Map<string, DevOidcClient>();
  for (const client of clients as readonly DevOidcClient[]) {
    requireKnownNames('client', client, clientNames, fail);
    const { clientId, clientSecret, redirectUris, postLogoutRedirectUris = [] } = client;
    const { backchannelLogoutUri, frontchannelLogoutUri } = client;
    if (typeof clientId !== 'string' || clientId === '') throw bad('clients', 'must give each a "clientId".');
    if (known.has(clientId)) throw bad('clients', `must not have "${clientId}" twice.`);
    if (clientSecret !== undefined && (typeof clientSecret !== 'string' || clientSecret === '')) {
      throw bad('clients', `must give "${clientId}" its "clientSecret" as a text.`);
    }
    if (!Array.isArray(redirectUris) || !Array.isArray(postLogoutRedirectUris)) {
      throw bad('clients', `must give "${clientId}" its "redirectUris" and "postLogoutRedirectUris" as arrays.`);
    }
    const single = [backchannelLogoutUri, frontchannelLogoutUri].filter((uri) => uri !== undefined);
    for (const uri of [...redirectUris, ...postLogoutRedirectUris, ...single]) {
      if (isHttpUrl(uri)) continue;
      throw bad('clients', `must give "${clientId}" http or https URLs: ${uri} is none.`);
    }
    known.set(clientId, { ...client });
  }
  return known;
}

const bad = (option: string, problem: string): Error => fail('BAD_OPTION', `Option "${option}" ${problem}`);
