import { checkOptions } from '@who/core';
import { type SsoBase, type SsoConnection, type SsoOptions, ssoBase } from '@who/sso';
import { NAMING, PACKAGE } from './naming.js';
import { checks } from './options/checks.js';
import type { CasConnectionOptions } from './options/connection.js';
import type { CasSignOutOptions, LogoutParameter } from './options/logout.js';
import { CAS_OPTIONS } from './options/names.js';
import type { CasPageOptions } from './options/pages.js';
import { type CasProtocolOptions, type ProtocolSettings, resolveProtocol } from './options/protocol.js';
import { type CasSessionOptions, resolveSessions, type SessionSettings } from './options/sessions.js';
import { type CasStateOptions, checkParameter } from './options/state.js';
import { type CasProxyOptions, type ProxySettings, resolveProxy } from './proxying/options.js';
import { ownReasons } from './reasons.js';

/** How `cas` is set up. */
export interface CasOptions
  extends Pick<SsoOptions, 'rememberer'>,
    CasProtocolOptions,
    CasStateOptions,
    CasPageOptions,
    CasSignOutOptions,
    CasSessionOptions,
    CasConnectionOptions {
  /** Lets the application act at other services in its users' names. @default none: no proxy-granting tickets */
  readonly proxy?: CasProxyOptions | undefined;
}

/** Options with their defaults, checked, and the base that is made of them. */
export interface CasSettings extends ProtocolSettings, SessionSettings {
  readonly base: SsoBase<'CAS'>;
  readonly connection: SsoConnection;
  readonly stateParameter: string;
  readonly logoutParameter: LogoutParameter;
  readonly proxy: ProxySettings | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: CasOptions): CasSettings {
  checkOptions(PACKAGE, options, CAS_OPTIONS);
  const protocol = resolveProtocol(options);
  const base = ssoBase(NAMING, options, {
    peerUrl: protocol.casUrl,
    answersMayBePosted: protocol.method === 'POST',
    alwaysRenews: protocol.renew,
    keepsAnswer: checks.checkFlag('keepTicket', options.keepTicket),
    reasons: ownReasons,
    pages: {
      CAS_PROXY_REFUSED: { text: 'Another application tried to sign you in here, which is not allowed.' },
    },
  });
  return {
    ...protocol,
    ...resolveSessions(options),
    base,
    connection: base.connection(options),
    stateParameter: checkParameter(options.stateParameter ?? 'who_state'),
    logoutParameter: checks.checkChoice('logoutParameter', options.logoutParameter ?? 'service', [
      'service',
      'url',
      'both',
    ]),
    proxy: resolveProxy(options.proxy, {
      sessions: options.sessions,
      version: protocol.version,
      paths: [base.settings.callbackPath, options.logoutPath],
    }),
  };
}
