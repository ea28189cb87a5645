import type { OptionNames } from '@who/core';
import { ssoChecks } from './checks.js';

/** Which pages want a sign-in without the application asking for one. */
export interface SsoPageOptions {
  /**
   * Asks for a sign-in before the application sees a request. The first policy that matches counts.
   * @default none: the application asks, by its 401 or a link
   */
  readonly policies?: readonly SsoPolicy[] | undefined;
  /**
   * After a `gateway` attempt, how long the browser is left alone, in seconds. Who gets a session there in the meantime
   * stays a stranger for so long. @default 300
   */
  readonly gatewayPauseSeconds?: number | undefined;
}

/** Whether some pages want a sign-in. */
export interface SsoPolicy {
  /**
   * A path with all beneath it, e.g. `/admin`; or a regular expression that has to match the whole path. The query does
   * not count.
   */
  readonly path: string | RegExp;
  /**
   * `always`: strangers are sent to sign in. `renew`: so is everybody who has not typed a password for this
   * application. `gateway`: strangers are signed in where they are known elsewhere already, and see the page in any case.
   * `never`: the policies below do not count here.
   */
  readonly ask: SsoAsk;
  /** With `always` and `renew`, `GET` includes `HEAD`. @default all methods */
  readonly methods?: readonly string[] | undefined;
  /**
   * Classifications of requests, exactly. They are what clients say about themselves: whoever says something else gets
   * past the policy, so nothing may be protected by one that has this. @default all
   */
  readonly only?: readonly string[] | undefined;
}

/** What a policy asks for. */
export type SsoAsk = 'always' | 'renew' | 'gateway' | 'never';

export interface PageSettings {
  readonly policies: readonly SsoPolicy[];
  readonly gatewayPauseSeconds: number;
}

/**
 * @param renews whether everybody has to type a password in any case
 * @throws {WhoError} BAD_OPTION
 */
export function resolvePages(options: SsoPageOptions, plugin: string, renews: boolean): PageSettings {
  const { check, checkCount, checkList, checkPart } = ssoChecks(plugin);
  const policies = options.policies ?? [];
  check(Array.isArray(policies), 'policies', 'must be a list.');
  policies.forEach((policy: SsoPolicy, i) => {
    const name = `policies[${i}]`;
    checkPart(name, policy, POLICY);
    const { path, ask, methods, only } = policy;
    check(
      path instanceof RegExp || isPath(path),
      `${name}.path`,
      'must be a path without a query, or a regular expression.',
    );
    check(ASKS.has(ask), `${name}.ask`, "must be 'always', 'renew', 'gateway' or 'never'.");
    check(!(renews && ask === 'gateway'), `${name}.ask`, 'must not be \'gateway\' where "renew" is true.');
    checkList(`${name}.methods`, methods);
    checkList(`${name}.only`, only);
    check(
      methods?.every((method: string) => method === method.toUpperCase()) ?? true,
      `${name}.methods`,
      'must be in capitals.',
    );
  });
  return {
    policies,
    gatewayPauseSeconds: checkCount('gatewayPauseSeconds', options.gatewayPauseSeconds ?? 300),
  };
}

function isPath(path: unknown): boolean {
  if (typeof path !== 'string' || !/^\/[^?#]*$/.test(path)) return false;
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

const POLICY: OptionNames<SsoPolicy> = { path: true, ask: true, methods: true, only: true };
const ASKS: ReadonlySet<unknown> = new Set<SsoAsk>(['always', 'renew', 'gateway', 'never']);
