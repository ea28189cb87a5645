import type { OptionNames } from '@who/core';
import type { Names } from '../naming.js';
import { keeperOf, type SessionKeeper, type SsoSessions } from '../sessions/sessions.js';
import { ssoChecks } from './checks.js';
import { type LogoutSettings, resolveLogout, type SsoLogoutOptions } from './logout.js';
import { type PageSettings, resolvePages, type SsoPageOptions } from './policies.js';
import { resolveState, type SsoStateOptions, type StateSettings } from './state.js';

/** Options that every plugin has which signs people in elsewhere. */
export interface SsoOptions extends SsoStateOptions, SsoPageOptions, SsoLogoutOptions {
  /** Registered name of the identifier that keeps people signed in, e.g. an `authTkt`. */
  readonly rememberer: string;
  /**
   * What `ssoSessions()` made: lets the other side end sessions here. Its `isRevoked` has to be given to the rememberer.
   * @default none: a session ends only here
   */
  readonly sessions?: SsoSessions | undefined;
}

/**
 * The names of these options, for `checkOptions`.
 *
 * @example
 * const names: OptionNames<SsoOptions & { readonly helloUrl: string }> = { ...SSO_OPTIONS, helloUrl: true };
 */
export const SSO_OPTIONS: OptionNames<SsoOptions> = {
  rememberer: true,
  callbackPath: true,
  stateSecrets: true,
  stateCookieName: true,
  stateMaxAgeSeconds: true,
  acceptUnsolicited: true,
  policies: true,
  gatewayPauseSeconds: true,
  logoutPath: true,
  logoutByGet: true,
  sessions: true,
};

/** What a plugin says of its protocol, beside the options that others set. */
export interface SsoTraits {
  /** What tells the other side from all others: part of every key and hash. Shown to people who look on. */
  readonly peerUrl: string;
  /**
   * Whether answers may be posted by a page of the other side. It needs https, because the state cookie then has to go
   * with requests from other sites (`SameSite=None`). @default false
   */
  readonly answersMayBePosted?: boolean | undefined;
  /** Whether everybody has to type a password in any case, as with `renew`. @default false */
  readonly alwaysRenews?: boolean | undefined;
  /**
   * Whether the application answers the callback path itself, as the user who has just signed in, with the answer in the
   * address. @default false
   */
  readonly keepsAnswer?: boolean | undefined;
}

/** Options with their defaults, checked. */
export interface SsoSettings
  extends StateSettings,
    PageSettings,
    LogoutSettings,
    Readonly<Record<'answersMayBePosted' | 'alwaysRenews' | 'keepsAnswer', boolean>> {
  readonly peerUrl: string;
  readonly rememberer: string;
  readonly sessions: SessionKeeper | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveSsoOptions(options: SsoOptions, names: Names, traits: SsoTraits): SsoSettings {
  const { check } = ssoChecks(names.package);
  const { peerUrl, answersMayBePosted = false, alwaysRenews = false, keepsAnswer = false } = traits;
  const { rememberer } = options;
  const state = resolveState(options, names, peerUrl);
  check(
    typeof rememberer === 'string' && rememberer !== '',
    'rememberer',
    `must be the registered name of the plugin that keeps people signed in, e.g. an authTkt(): ${names.peer} names them only once.`,
  );
  const sessions = keeperOf(options.sessions);
  check(
    options.sessions === undefined || sessions !== undefined,
    'sessions',
    'must be what ssoSessions() or casSessions() has made.',
  );
  sessions?.knows(names.short);
  return {
    ...state,
    ...resolvePages(options, names.package, alwaysRenews),
    ...resolveLogout(options, names.package, state.callbackPath),
    peerUrl,
    answersMayBePosted,
    alwaysRenews,
    keepsAnswer,
    rememberer,
    sessions,
  };
}
