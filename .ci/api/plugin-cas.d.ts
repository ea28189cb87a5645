// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Challenger } from '@who/core';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { Identification } from '@who/core';
import type { Identifier } from '@who/core';
import type { Identity } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { PluginNeeds } from '@who/core';

type CasAsk = 'always' | 'renew' | 'gateway' | 'never';

type CasAttributes = Readonly<Record<string, readonly string[]>>;

interface CasBody {
  [Symbol.asyncIterator](): {
    next(): Promise<CasPiece>;
  };
}

interface CasConnectionOptions {
  readonly timeoutMs?: number | undefined;
  readonly maxValidations?: number | undefined;
  readonly maxFailures?: number | undefined;
  readonly failurePauseMs?: number | undefined;
  readonly maxResponseBytes?: number | undefined;
  readonly fetch?: CasFetch | undefined;
}

type CasErrorCode = 'CAS_UNAVAILABLE' | 'CAS_TIMEOUT' | 'CAS_BUSY' | 'CAS_BAD_RESPONSE' | 'CAS_RESPONSE_TOO_LARGE' | 'CAS_NOT_AUTHENTICATOR' | 'CAS_SESSIONS_NOT_ASKED' | 'CAS_SESSION_STORE_FAILED' | 'CAS_PROXY_NEEDS_HTTPS' | 'CAS_PGT_MISSING' | 'CAS_PGT_REJECTED' | 'CAS_TARGET_INVALID' | 'CAS_TARGET_REFUSED' | 'CAS_PROXY_FAILED';

type CasFailureCode = 'INVALID_REQUEST' | 'INVALID_TICKET_SPEC' | 'UNAUTHORIZED_SERVICE_PROXY' | 'UNAUTHORIZED_SERVICE' | 'INVALID_PROXY_CALLBACK' | 'INVALID_TICKET' | 'INVALID_SERVICE' | 'INTERNAL_ERROR' | (string & {});

type CasFetch = (url: string, init: CasRequest) => Promise<CasResponse>;

interface CasLogoutOptions {
  readonly returnTo?: string | undefined;
}

type CasMethod = 'GET' | 'POST' | 'HEADER';

interface CasOptions extends CasProtocolOptions, CasStateOptions, CasPageOptions, CasSignOutOptions, CasSessionOptions, CasConnectionOptions {
  readonly rememberer: string;
  readonly proxy?: CasProxyOptions | undefined;
}

type CasPageCode = 'CAS_STATE_MISSING' | 'CAS_STATE_INVALID' | 'CAS_TICKET_MISSING' | 'CAS_TICKET_INVALID' | 'CAS_TICKET_REJECTED' | 'CAS_PROXY_REFUSED' | 'CAS_LOOP' | 'CAS_LOGOUT_REFUSED';

interface CasPageOptions {
  readonly policies?: readonly CasPolicy[] | undefined;
  readonly gatewayPauseSeconds?: number | undefined;
  readonly keepTicket?: boolean | undefined;
}

interface CasPiece {
  readonly done?: boolean | undefined;
  readonly value?: Uint8Array | undefined;
}

type CasPlainCode = 'CAS_SIGN_IN_REQUIRED' | 'CAS_LOGOUT_REQUEST_INVALID' | 'CAS_SENDER_REFUSED';

interface CasPlugin extends Identifier, Authenticator, Challenger, Required<Pick<PluginNeeds, 'needs'>> {
  identify(exchange: Exchange): MaybePromise<Identification | undefined>;
  logoutUrl(exchange: Exchange, options?: CasLogoutOptions): string;
  readonly proxyTicketFor: ProxyTicketFor;
}

interface CasPolicy {
  readonly path: string | RegExp;
  readonly ask: CasAsk;
  readonly methods?: readonly string[] | undefined;
  readonly only?: readonly string[] | undefined;
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

interface CasRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

interface CasResponse {
  readonly status: number;
  readonly body: CasBody | null;
  readonly headers?: {
    get(name: string): string | null | undefined;
  } | undefined;
}

interface CasSessionOptions {
  readonly sessions?: CasSessions | undefined;
  readonly logoutChannel?: LogoutChannel | undefined;
  readonly casAddresses?: readonly string[] | undefined;
}

interface CasSessionStore {
  get(key: string): MaybePromise<unknown>;
  set(key: string, value: unknown, ttlMs: number): MaybePromise<unknown>;
  delete(key: string): MaybePromise<unknown>;
}

interface CasSessions {
  readonly isRevoked: (ticket: {
    readonly userdata: string;
  }) => MaybePromise<boolean>;
}

interface CasSessionsOptions {
  readonly store?: CasSessionStore | undefined;
  readonly maxSessions?: number | undefined;
  readonly lifetimeSeconds?: number | undefined;
  readonly unknownSessions?: 'over' | 'alive' | undefined;
  readonly whenStoreFails?: 'refuse' | 'accept' | 'accept-sign-ins' | undefined;
  readonly timeoutMs?: number | undefined;
  readonly secrets?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly now?: (() => number) | undefined;
}

interface CasSignOutOptions {
  readonly logoutPath?: string | undefined;
  readonly logoutByGet?: boolean | undefined;
  readonly logoutParameter?: LogoutParameter | undefined;
}

interface CasStateOptions {
  readonly callbackPath?: string | undefined;
  readonly stateSecrets?: readonly [
    string,
    ...string[]
  ] | undefined;
  readonly stateCookieName?: string | undefined;
  readonly stateParameter?: string | undefined;
  readonly stateMaxAgeSeconds?: number | undefined;
  readonly acceptUnsolicited?: boolean | undefined;
}

interface CasTicket extends Pick<CasTicketCredentials, 'ticket' | 'service' | 'owner'> {
  readonly renew?: boolean | undefined;
  readonly proxied?: boolean | undefined;
}

declare class CasTicketCredentials extends Credentials implements TicketQuestion {
  readonly ticket: string;
  readonly service: string;
  readonly renew: boolean;
  readonly proxied: boolean;
  readonly owner: object;
  constructor({ ticket, service, renew, proxied, owner }: CasTicket);
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
  CasAsk,
  CasAttributes,
  CasBody,
  CasConnectionOptions,
  CasErrorCode,
  CasFailureCode,
  CasFetch,
  CasLogoutOptions,
  CasMethod,
  CasOptions,
  CasPageCode,
  CasPageOptions,
  CasPiece,
  CasPlainCode,
  CasPlugin,
  CasPolicy,
  CasProtocolOptions,
  CasProxyOptions,
  CasRequest,
  CasResponse,
  CasSessionOptions,
  CasSessionStore,
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
  cas,
  casSessions,
};
