import type { SsoStateOptions } from '@who/sso';
import { checks } from './checks.js';

/** Where browsers come back to, and what ties a sign-in to the browser that started it. */
export interface CasStateOptions extends SsoStateOptions {
  /**
   * Path that CAS sends browsers back to: the service. Compared exactly with the request's path, without a path
   * prefix of the public URL. Every CAS plugin of an application needs its own. @default '/login/cas'
   */
  readonly callbackPath?: string | undefined;
  /**
   * How the names of these cookies begin, one for each sign-in; with `__Host-` before it where the public URL is https.
   * Two CAS plugins need two names, and have them by default.
   * @default 'who_cas' (and a hash of the callback path where that is another one)
   */
  readonly stateCookieName?: string | undefined;
  /**
   * The parameter of the service that names a sign-in. CAS servers have to let it pass: Keycloak 26.7 refuses `state`
   * and other names of OpenID Connect. @default 'who_state'
   */
  readonly stateParameter?: string | undefined;
  /**
   * Also accept tickets for the bare callback URL, which a portal pushes without having been asked. Anybody can then
   * sign others in under his own account (login CSRF). @default false
   */
  readonly acceptUnsolicited?: boolean | undefined;
}

/**
 * What needs no encoding in a query, and has no other meaning on the callback path.
 *
 * @throws {WhoError} BAD_OPTION
 */
export function checkParameter(name: string): string {
  const good = typeof name === 'string' && /^[\w.-]{1,64}$/.test(name);
  checks.check(good, 'stateParameter', 'must be a name of letters, digits, "_", "-" and ".".');
  checks.check(!TAKEN.has(name), 'stateParameter', `must not be ${JSON.stringify(name)}, which is said there already.`);
  return name;
}

const TAKEN: ReadonlySet<string> = new Set(
  'came_from again ticket service renew gateway method logoutRequest callback RelayState pgtId pgtIou pgtUrl'.split(
    ' ',
  ),
);
