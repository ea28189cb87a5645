import { didYouMean, type OptionNames } from '@who/core';
import type { CasOptions } from '../options.js';
import type { CasProxyOptions } from '../proxying/options.js';
import { check } from './checks.js';
import type { CasPolicy } from './policies.js';

// The compiler holds these complete.

export const CAS_OPTIONS: OptionNames<CasOptions> = {
  rememberer: true,
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
  callbackPath: true,
  stateSecrets: true,
  stateCookieName: true,
  stateParameter: true,
  stateMaxAgeSeconds: true,
  acceptUnsolicited: true,
  policies: true,
  gatewayPauseSeconds: true,
  keepTicket: true,
  logoutPath: true,
  logoutByGet: true,
  logoutParameter: true,
  sessions: true,
  logoutChannel: true,
  casAddresses: true,
  timeoutMs: true,
  maxValidations: true,
  maxFailures: true,
  failurePauseMs: true,
  maxResponseBytes: true,
  fetch: true,
};

export const POLICY: OptionNames<CasPolicy> = { path: true, ask: true, methods: true, only: true };

export const PROXY_OPTIONS: OptionNames<CasProxyOptions> = { callbackPath: true, reuseSeconds: true, maxReused: true };

/** Refuses what is no object, or has other names than these: what `checkOptions` does for a part of the options. */
export function checkPart(option: string, part: unknown, names: Readonly<Record<string, true>>): void {
  check(typeof part === 'object' && part !== null && !Array.isArray(part), option, 'must be an object.');
  for (const name of Object.keys(part)) {
    check(Object.hasOwn(names, name), `${option}.${name}`, `is not known.${didYouMean(name, Object.keys(names))}`);
  }
}
