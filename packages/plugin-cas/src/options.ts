import { check } from './options/checks.js';
import { type CasConnectionOptions, type ConnectionSettings, resolveConnection } from './options/connection.js';
import { type CasSignOutOptions, type LogoutSettings, resolveLogout } from './options/logout.js';
import { type CasPageOptions, type PageSettings, resolvePages } from './options/policies.js';
import { type CasProtocolOptions, type ProtocolSettings, resolveProtocol } from './options/protocol.js';
import { type CasStateOptions, resolveState, type StateSettings } from './options/state.js';

/** How `cas` is set up. */
export interface CasOptions
  extends CasProtocolOptions,
    CasStateOptions,
    CasPageOptions,
    CasSignOutOptions,
    CasConnectionOptions {
  /** Registered name of the identifier that keeps people signed in, e.g. an `authTkt`. */
  readonly rememberer: string;
}

/** Options with their defaults, checked. */
export interface CasSettings extends ProtocolSettings, StateSettings, PageSettings, LogoutSettings, ConnectionSettings {
  readonly rememberer: string;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: CasOptions): CasSettings {
  const { rememberer } = options;
  const protocol = resolveProtocol(options);
  const state = resolveState(options, protocol.casUrl);
  check(typeof rememberer === 'string' && rememberer !== '', 'rememberer', 'must name a registered identifier.');
  return {
    rememberer,
    ...protocol,
    ...state,
    ...resolvePages(options, protocol.renew),
    ...resolveLogout(options, state.callbackPath),
    ...resolveConnection(options),
  };
}
