// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Exchange } from '@who/core';
import type { Identity } from '@who/core';
import type { SignIn } from '@who/sso';
import type { SsoAsk } from '@who/sso';
import type { SsoBody } from '@who/sso';
import type { SsoConnectionOptions } from '@who/sso';
import type { SsoCredentials } from '@who/sso';
import type { SsoErrorCode } from '@who/sso';
import type { SsoFetch } from '@who/sso';
import type { SsoLogoutOptions } from '@who/sso';
import type { SsoOptions } from '@who/sso';
import type { SsoPageCode } from '@who/sso';
import type { SsoPageOptions } from '@who/sso';
import type { SsoPiece } from '@who/sso';
import type { SsoPlainCode } from '@who/sso';
import type { SsoPlugin } from '@who/sso';
import type { SsoPolicy } from '@who/sso';
import type { SsoRequest } from '@who/sso';
import type { SsoResponse } from '@who/sso';
import type { SsoSessionStore } from '@who/sso';
import type { SsoSessions } from '@who/sso';
import type { SsoSessionsOptions } from '@who/sso';
import type { SsoStateOptions } from '@who/sso';

type CasAttributes = Readonly<Record<string, readonly string[]>>;

interface CasConnectionOptions extends SsoConnectionOptions {
  readonly maxResponseBytes?: number | undefined;
}

type CasErrorCode = SsoErrorCode<'CAS'> | 'CAS_PROXY_NEEDS_HTTPS' | 'CAS_PGT_MISSING' | 'CAS_PGT_REJECTED' | 'CAS_TARGET_INVALID' | 'CAS_TARGET_REFUSED' | 'CAS_PROXY_FAILED';

type CasFailureCode = 'INVALID_REQUEST' | 'INVALID_TICKET_SPEC' | 'UNAUTHORIZED_SERVICE_PROXY' | 'UNAUTHORIZED_SERVICE' | 'INVALID_PROXY_CALLBACK' | 'INVALID_TICKET' | 'INVALID_SERVICE' | 'INTERNAL_ERROR' | (string & {});

interface CasLogoutOptions {
  readonly returnTo?: string | undefined;
}

type CasMethod = 'GET' | 'POST' | 'HEADER';

interface CasOptions extends Pick<SsoOptions, 'rememberer'>, CasProtocolOptions, CasStateOptions, CasPageOptions, CasSignOutOptions, CasSessionOptions, CasConnectionOptions {
  readonly proxy?: CasProxyOptions | undefined;
}

type CasPageCode = SsoPageCode<'CAS', 'TICKET'> | 'CAS_PROXY_REFUSED';

interface CasPageOptions extends SsoPageOptions {
  readonly keepTicket?: boolean | undefined;
}

type CasPlainCode = SsoPlainCode<'CAS'>;

interface CasPlugin extends Omit<SsoPlugin, 'logoutUrl'> {
  logoutUrl(exchange: Exchange, options?: CasLogoutOptions): string;
  readonly proxyTicketFor: ProxyTicketFor;
}

interface CasProtocolOptions {
  readonly casUrl: string;
  readonly version?: CasVersion | undefined;
  readonly format?: 'xml' | 'json' | undefined;
  readonly namespace?: string | readonly [
    string,
    ...string[]
  ] | undefined;
  readonly flattenAttributes?: boolean | undefined;
  readonly ticketPattern?: RegExp | undefined;
  readonly method?: CasMethod | undefined;
  readonly acceptProxies?: readonly ProxyChain[] | undefined;
  readonly clockToleranceSeconds?: number | undefined;
  readonly renew?: boolean | undefined;
  readonly loginParameters?: Readonly<Record<string, string>> | undefined;
}

interface CasProxyOptions {
  readonly callbackPath: string;
  readonly reuseSeconds?: ((targetService: string) => number) | undefined;
  readonly maxReused?: number | undefined;
}

interface CasSessionOptions {
  readonly sessions?: CasSessions | undefined;
  readonly logoutChannel?: LogoutChannel | undefined;
  readonly casAddresses?: readonly string[] | undefined;
}

type CasSessions = SsoSessions;

interface CasSessionsOptions extends SsoSessionsOptions {
  readonly secrets?: readonly [
    string,
    ...string[]
  ] | undefined;
}

interface CasSignOutOptions extends SsoLogoutOptions {
  readonly logoutParameter?: LogoutParameter | undefined;
}

interface CasStateOptions extends SsoStateOptions {
  readonly callbackPath?: string | undefined;
  readonly stateCookieName?: string | undefined;
  readonly stateParameter?: string | undefined;
  readonly acceptUnsolicited?: boolean | undefined;
}

interface CasTicket extends Pick<CasTicketCredentials, 'ticket' | 'service' | 'owner'> {
  readonly renew?: boolean | undefined;
  readonly proxied?: boolean | undefined;
  readonly signIn?: SignIn | undefined;
}

declare class CasTicketCredentials extends SsoCredentials<string> implements TicketQuestion {
  readonly ticket: string;
  readonly service: string;
  readonly renew: boolean;
  readonly proxied: boolean;
  constructor({ ticket, service, renew, proxied, owner, signIn }: CasTicket);
}

type CasVersion = '1' | '2' | '3' | 'saml';

type LogoutChannel = 'back' | 'front' | 'both';

type LogoutParameter = 'service' | 'url' | 'both';

type ProxyChain = readonly [
  string | RegExp,
  ...(string | RegExp)[]
];

type ProxyTicketFor = (identity: Pick<Identity, 'userdata'>, targetService: string) => Promise<string>;

interface TicketQuestion {
  readonly ticket: string;
  readonly service: string;
  readonly renew: boolean;
  readonly pgtUrl?: string | undefined;
}

declare function cas(options: CasOptions): CasPlugin;

declare function casSessions(options?: CasSessionsOptions): CasSessions;

// @who/plugin-cas
export {
  CasAttributes,
  CasConnectionOptions,
  CasErrorCode,
  CasFailureCode,
  CasLogoutOptions,
  CasMethod,
  CasOptions,
  CasPageCode,
  CasPageOptions,
  CasPlainCode,
  CasPlugin,
  CasProtocolOptions,
  CasProxyOptions,
  CasSessionOptions,
  CasSessions,
  CasSessionsOptions,
  CasSignOutOptions,
  CasStateOptions,
  CasTicket,
  CasTicketCredentials,
  CasVersion,
  LogoutChannel,
  LogoutParameter,
  ProxyChain,
  SsoAsk as CasAsk,
  SsoBody as CasBody,
  SsoFetch as CasFetch,
  SsoPiece as CasPiece,
  SsoPolicy as CasPolicy,
  SsoRequest as CasRequest,
  SsoResponse as CasResponse,
  SsoSessionStore as CasSessionStore,
  cas,
  casSessions,
};
