import { checkOptions } from '@who/core';
import {
  checkSecrets,
  type GuardedStore,
  keeperOf,
  madeUpSecret,
  type Seal,
  type SessionKeeper,
  type SsoSessions,
  type SsoSessionsOptions,
  sealFor,
  sessionsFor,
} from '@who/sso';
import { NAMING, PACKAGE } from '../naming.js';
import { SESSIONS_OPTIONS } from '../options/names.js';

/** Knows which sessions that began at a CAS server are alive. Several CAS plugins may share one. */
export type CasSessions = SsoSessions;

/** Options of `casSessions`. */
export interface CasSessionsOptions extends SsoSessionsOptions {
  /**
   * Encrypt the proxy-granting tickets in the store; each at least 32 bytes. The first one encrypts, all decrypt.
   * Who knows one and can read the store can act as everybody who is signed in. Needed for proxying with a `store`.
   * @default one made up at start
   */
  readonly secrets?: readonly [string, ...string[]] | undefined;
}

/** What sessions keep of proxying. */
export interface GrantStore {
  readonly sessions: SessionKeeper;
  /** By the IOU that stands for a proxy-granting ticket. */
  readonly grants: GuardedStore;
  readonly seal: Seal;
  /** Whether every process that shares the store can decrypt what this one encrypts. */
  readonly sealIsShared: boolean;
  readonly now: () => number;
}

/**
 * Keeps the sessions that began at CAS servers, so that a CAS server can end them: single logout.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const sessions = casSessions();
 * const plugins = {
 *   cas: cas({ casUrl: 'https://cas.example.org/cas', rememberer: 'ticket', sessions }),
 *   ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''], isRevoked: sessions.isRevoked }),
 * };
 */
export function casSessions(options: CasSessionsOptions = {}): CasSessions {
  checkOptions(PACKAGE, options, SESSIONS_OPTIONS);
  const { secrets } = options;
  if (secrets !== undefined) checkSecrets(PACKAGE, 'secrets', secrets);
  const made = sessionsFor(NAMING, options);
  const keeper = keeperOf(made) as SessionKeeper;
  const { part, isShared, now } = keeper.settings;
  stores.set(made, {
    sessions: keeper,
    grants: part('iou', MAX_GRANTS),
    seal: sealFor(`${PACKAGE} proxy-granting tickets`, secrets ?? [madeUpSecret(PACKAGE, 'secrets')]),
    sealIsShared: !isShared || secrets !== undefined,
    now,
  });
  return made;
}

/** What {@link casSessions} has made keeps of proxying. */
export function grantStoreOf(sessions: SsoSessions | undefined): GrantStore | undefined {
  return sessions && stores.get(sessions);
}

const stores = new WeakMap<SsoSessions, GrantStore>();

const MAX_GRANTS = 10_000;
