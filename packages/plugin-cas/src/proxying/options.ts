import { badOption } from '@who/core';
import { PACKAGE } from '../naming.js';
import { checks } from '../options/checks.js';
import { PROXY_OPTIONS } from '../options/names.js';
import { type CasSessions, type GrantStore, grantStoreOf } from '../sessions/cas-sessions.js';

const { check, checkCount, checkPart, checkPath } = checks;

/** How this application gets proxy tickets, to act at other services in its users' names. */
export interface CasProxyOptions {
  /**
   * Path at which the CAS server delivers proxy-granting tickets. It has to reach it under the public URL, by https,
   * and trust its certificate.
   */
  readonly callbackPath: string;
  /**
   * For how many seconds a proxy ticket for this target service is used again; 0 for a fresh one each time. Only for
   * services that accept a proxy ticket more than once: by the protocol it is good for one use. @default 0 for all
   */
  readonly reuseSeconds?: ((targetService: string) => number) | undefined;
  /** How many tickets to keep for that, in the memory of this process. @default 1000 */
  readonly maxReused?: number | undefined;
}

export interface ProxySettings {
  readonly callbackPath: string;
  readonly reuseSeconds: ((targetService: string) => number) | undefined;
  readonly maxReused: number;
  readonly store: GrantStore;
}

/** What the other options have to be for this. */
export interface ProxyNeeds {
  readonly sessions: CasSessions | undefined;
  readonly version: string;
  /** Paths that are taken. */
  readonly paths: readonly (string | undefined)[];
}

/** @throws {WhoError} BAD_OPTION */
export function resolveProxy(proxy: CasProxyOptions | undefined, needs: ProxyNeeds): ProxySettings | undefined {
  if (proxy === undefined) return undefined;
  const { sessions, version, paths } = needs;
  const store = grantStoreOf(sessions);
  checkPart('proxy', proxy, PROXY_OPTIONS);
  if (!store)
    throw badOption(PACKAGE, 'proxy', 'needs "sessions" of casSessions(), which keep the proxy-granting tickets.');
  check(store.sealIsShared, 'proxy', 'needs "secrets" of casSessions(), because its "store" is shared.');
  check(version === '2' || version === '3', 'proxy', 'needs version 2 or 3 of the protocol.');
  const callbackPath = checkPath('proxy.callbackPath', proxy.callbackPath);
  check(!paths.includes(callbackPath), 'proxy.callbackPath', 'must differ from the other paths.');
  const { reuseSeconds } = proxy;
  check(reuseSeconds === undefined || typeof reuseSeconds === 'function', 'proxy.reuseSeconds', 'must be a function.');
  return { callbackPath, reuseSeconds, maxReused: checkCount('proxy.maxReused', proxy.maxReused ?? 1000), store };
}
