import { checkOptions } from '@who/core';
import { PACKAGE } from './errors.js';
import { check } from './options/checks.js';
import { type CasConnectionOptions, type ConnectionSettings, resolveConnection } from './options/connection.js';
import { type CasSignOutOptions, type LogoutSettings, resolveLogout } from './options/logout.js';
import { CAS_OPTIONS } from './options/names.js';
import { type CasPageOptions, type PageSettings, resolvePages } from './options/policies.js';
import { type CasProtocolOptions, type ProtocolSettings, resolveProtocol } from './options/protocol.js';
import { type CasSessionOptions, resolveSessions, type SessionSettings } from './options/sessions.js';
import { type CasStateOptions, resolveState, type StateSettings } from './options/state.js';
import { type CasProxyOptions, type ProxySettings, resolveProxy } from './proxying/options.js';

/** How `cas` is set up. */
export interface CasOptions
  extends CasProtocolOptions,
    CasStateOptions,
    CasPageOptions,
    CasSignOutOptions,
    CasSessionOptions,
    CasConnectionOptions {
  /** Registered name of the identifier that keeps people signed in, e.g. an `authTkt`. */
  readonly rememberer: string;
  /** Lets the application act at other services in its users' names. @default none: no proxy-granting tickets */
  readonly proxy?: CasProxyOptions | undefined;
}

/** Options with their defaults, checked. */
export interface CasSettings
  extends ProtocolSettings,
    StateSettings,
    PageSettings,
    LogoutSettings,
    SessionSettings,
    ConnectionSettings {
  readonly rememberer: string;
  readonly proxy: ProxySettings | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: CasOptions): CasSettings {
  checkOptions(PACKAGE, options, CAS_OPTIONS);
  const { rememberer } = options;
  const protocol = resolveProtocol(options);
  const state = resolveState(options, protocol.casUrl);
  check(
    typeof rememberer === 'string' && rememberer !== '',
    'rememberer',
    'must be the registered name of the plugin that keeps people signed in, e.g. an authTkt(): CAS names them only once.',
  );
  const sessions = resolveSessions(options);
  const needs = {
    sessions: sessions.sessions,
    version: protocol.version,
    paths: [state.callbackPath, options.logoutPath],
  };
  return {
    rememberer,
    ...protocol,
    ...state,
    ...resolvePages(options, protocol.renew),
    ...resolveLogout(options, state.callbackPath),
    ...sessions,
    proxy: resolveProxy(options.proxy, needs),
    ...resolveConnection(options),
  };
}
