import { check, checkCount, checkFlag, checkList, type Resolved } from './checks.js';
import { checkPart, POLICY } from './names.js';

/** Which pages want a sign-in without the application asking for one. */
export interface CasPageOptions {
  /**
   * Asks for a sign-in before the application sees a request. The first policy that matches counts.
   * @default none: the application asks, by its 401 or a link
   */
  readonly policies?: readonly CasPolicy[] | undefined;
  /**
   * After a `gateway` attempt, how long the browser is left alone, in seconds. Who gets a CAS session in the meantime
   * stays a stranger for so long. @default 300
   */
  readonly gatewayPauseSeconds?: number | undefined;
  /**
   * Leave the ticket in the address: the application answers the callback path itself, as the user who has just signed
   * in. The ticket then stands in the history, in logs and perhaps in referrers; and the answer must be none that caches
   * keep, or the sign-in does not go along. @default false
   */
  readonly keepTicket?: boolean | undefined;
}

/** Whether some pages want a sign-in. */
export interface CasPolicy {
  /**
   * A path with all beneath it, e.g. `/admin`; or a regular expression that has to match the whole path. The query does
   * not count.
   */
  readonly path: string | RegExp;
  /**
   * `always`: strangers are sent to sign in. `renew`: so is everybody who has not typed a password for this
   * application. `gateway`: strangers are signed in where CAS knows them already, and see the page in any case. `never`:
   * the policies below do not count here.
   */
  readonly ask: CasAsk;
  /** With `always` and `renew`, `GET` includes `HEAD`. @default all methods */
  readonly methods?: readonly string[] | undefined;
  /**
   * Classifications of requests, exactly. They are what clients say about themselves: whoever says something else gets
   * past the policy, so nothing may be protected by one that has this. @default all
   */
  readonly only?: readonly string[] | undefined;
}

/** What a policy asks for. */
export type CasAsk = 'always' | 'renew' | 'gateway' | 'never';

export type PageSettings = Resolved<CasPageOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolvePages(options: CasPageOptions, renew: boolean): PageSettings {
  const policies = options.policies ?? [];
  check(Array.isArray(policies), 'policies', 'must be a list.');
  policies.forEach((policy: CasPolicy, i) => {
    const name = `policies[${i}]`;
    checkPart(name, policy, POLICY);
    const { path, ask, methods, only } = policy;
    check(
      path instanceof RegExp || isPath(path),
      `${name}.path`,
      'must be a path without a query, or a regular expression.',
    );
    check(ASKS.has(ask), `${name}.ask`, "must be 'always', 'renew', 'gateway' or 'never'.");
    check(!(renew && ask === 'gateway'), `${name}.ask`, 'must not be \'gateway\' where "renew" is true.');
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
    keepTicket: checkFlag('keepTicket', options.keepTicket),
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

const ASKS: ReadonlySet<unknown> = new Set<CasAsk>(['always', 'renew', 'gateway', 'never']);
