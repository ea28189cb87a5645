import type { OptionNames } from '@who/core';
import { SSO_CONNECTION_OPTIONS, SSO_OPTIONS, SSO_SESSIONS_OPTIONS } from '@who/sso';
import type { CasOptions } from '../options.js';
import type { CasProxyOptions } from '../proxying/options.js';
import type { CasSessionsOptions } from '../sessions/cas-sessions.js';

// The compiler holds these complete.

export const CAS_OPTIONS: OptionNames<CasOptions> = {
  ...SSO_OPTIONS,
  ...SSO_CONNECTION_OPTIONS,
  proxy: true,
  casUrl: true,
  version: true,
  format: true,
  namespace: true,
  flattenAttributes: true,
  ticketPattern: true,
  method: true,
  acceptProxies: true,
  clockToleranceSeconds: true,
  renew: true,
  loginParameters: true,
  stateParameter: true,
  keepTicket: true,
  logoutParameter: true,
  logoutChannel: true,
  casAddresses: true,
};

export const SESSIONS_OPTIONS: OptionNames<CasSessionsOptions> = { ...SSO_SESSIONS_OPTIONS, secrets: true };

export const PROXY_OPTIONS: OptionNames<CasProxyOptions> = { callbackPath: true, reuseSeconds: true, maxReused: true };
