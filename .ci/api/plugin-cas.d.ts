// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Authenticator } from '@who/core';
import type { Challenger } from '@who/core';
import type { Credentials } from '@who/core';
import type { Exchange } from '@who/core';
import type { Identification } from '@who/core';
import type { Identifier } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { PluginNeeds } from '@who/core';

type CasAsk = 'always' | 'renew' | 'gateway' | 'never';

type CasAttributes = Readonly<Record<string, readonly string[]>>;

interface CasConnectionOptions {
  readonly timeoutMs?: number | undefined;
  readonly maxValidations?: number | undefined;
  readonly maxFailures?: number | undefined;
  readonly failurePauseMs?: number | undefined;
  readonly maxResponseBytes?: number | undefined;
  readonly fetch?: CasFetch | undefined;
}

type CasErrorCode = 'CAS_UNAVAILABLE' | 'CAS_TIMEOUT' | 'CAS_BUSY' | 'CAS_BAD_RESPONSE' | 'CAS_RESPONSE_TOO_LARGE' | 'CAS_NOT_AUTHENTICATOR';

type CasFailureCode = 'INVALID_REQUEST' | 'INVALID_TICKET_SPEC' | 'UNAUTHORIZED_SERVICE_PROXY' | 'UNAUTHORIZED_SERVICE' | 'INVALID_PROXY_CALLBACK' | 'INVALID_TICKET' | 'INVALID_SERVICE' | 'INTERNAL_ERROR' | (string & {});

type CasFetch = (url: string, init: CasRequest) => Promise<CasResponse>;

interface CasLogoutOptions {
  readonly returnTo?: string | undefined;
}

type CasMethod = 'GET' | 'POST' | 'HEADER';

interface CasOptions extends CasProtocolOptions, CasStateOptions, CasPageOptions, CasSignOutOptions, CasConnectionOptions {
  readonly rememberer: string;
}

type CasPageCode = 'CAS_STATE_MISSING' | 'CAS_STATE_INVALID' | 'CAS_TICKET_MISSING' | 'CAS_TICKET_INVALID' | 'CAS_TICKET_REJECTED' | 'CAS_PROXY_REFUSED' | 'CAS_LOOP' | 'CAS_LOGOUT_REFUSED';

interface CasPageOptions {
  readonly policies?: readonly CasPolicy[] | undefined;
  readonly gatewayPauseSeconds?: number | undefined;
  readonly keepTicket?: boolean | undefined;
}

interface CasPlugin extends Identifier, Authenticator, Challenger, Required<PluginNeeds> {
  identify(exchange: Exchange): MaybePromise<Identification | undefined>;
  logoutUrl(exchange: Exchange, options?: CasLogoutOptions): string;
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
  readonly method?: CasMethod | undefined;
  readonly acceptProxies?: readonly ProxyChain[] | undefined;
  readonly clockToleranceSeconds?: number | undefined;
  readonly renew?: boolean | undefined;
  readonly loginParameters?: Readonly<Record<string, string>> | undefined;
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
  readonly body: AsyncIterable<Uint8Array> | null;
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

type LogoutParameter = 'service' | 'url' | 'both';

type ProxyChain = readonly [
  string | RegExp,
  ...(string | RegExp)[]
];

interface TicketQuestion {
  readonly ticket: string;
  readonly service: string;
  readonly renew: boolean;
}

declare function cas(options: CasOptions): CasPlugin;

// @who/plugin-cas
export {
  CasAsk,
  CasAttributes,
  CasConnectionOptions,
  CasErrorCode,
  CasFailureCode,
  CasFetch,
  CasLogoutOptions,
  CasMethod,
  CasOptions,
  CasPageCode,
  CasPageOptions,
  CasPlugin,
  CasPolicy,
  CasProtocolOptions,
  CasRequest,
  CasResponse,
  CasSignOutOptions,
  CasStateOptions,
  CasTicket,
  CasTicketCredentials,
  CasVersion,
  LogoutParameter,
  ProxyChain,
  cas,
};
