import { createHash, createHmac } from 'node:crypto';
import { isToken } from '@who/core';
import { checkSecret } from '@who/secrets';
import { PACKAGE } from '../errors.js';
import { check, checkCount, checkFlag, checkPath, type Resolved } from './checks.js';
import { madeUpSecret } from './made-up-secret.js';

/** Where browsers come back to, and what ties a sign-in to the browser that started it. */
export interface CasStateOptions {
  /**
   * Path that CAS sends browsers back to: the service. Compared exactly with the request's path, without a path
   * prefix of the public URL. Every CAS plugin of an application needs its own. @default '/login/cas'
   */
  readonly callbackPath?: string | undefined;
  /**
   * Sign the cookies that tie a sign-in to the browser that started it; each at least 32 bytes. The first one signs,
   * all are accepted. Who knows one can sign others in as himself. Every process behind one address needs the same.
   * @default one made up at start: good for a single process; a restart breaks off the sign-ins under way
   */
  readonly stateSecrets?: readonly [string, ...string[]] | undefined;
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
  /** How long a person may take at the CAS login page, in seconds. A longer time is a longer chance. @default 600 */
  readonly stateMaxAgeSeconds?: number | undefined;
  /**
   * Also accept tickets for the bare callback URL, which a portal pushes without having been asked. Anybody can then
   * sign others in under his own account (login CSRF). @default false
   */
  readonly acceptUnsolicited?: boolean | undefined;
}

export interface StateSettings extends Resolved<Omit<CasStateOptions, 'stateSecrets' | 'stateCookieName'>> {
  readonly stateCookie: string;
  /** Derived from the secrets for this server and these cookies only. The first one signs. */
  readonly stateKeys: readonly [string, ...string[]];
  /** The same for the cookie that says that CAS has been asked in vain. */
  readonly gatewayKeys: readonly [string, ...string[]];
}

/** @throws {WhoError} BAD_OPTION */
export function resolveState(options: CasStateOptions, casUrl: string): StateSettings {
  const callbackPath = checkPath('callbackPath', options.callbackPath ?? CALLBACK_PATH);
  const stateCookie = options.stateCookieName ?? cookieNameFor(callbackPath);
  check(
    isToken(stateCookie) && !/^__(?:host|secure)-/i.test(stateCookie),
    'stateCookieName',
    'must be a cookie name; the "__Host-" prefix is added by itself.',
  );
  return {
    callbackPath,
    stateCookie,
    stateKeys: deriveKeys(options.stateSecrets, `one sign-in ${stateCookie} ${casUrl}`),
    gatewayKeys: deriveKeys(options.stateSecrets, `gateway ${stateCookie} ${casUrl}`),
    stateParameter: checkParameter(options.stateParameter ?? 'who_state'),
    stateMaxAgeSeconds: checkCount('stateMaxAgeSeconds', options.stateMaxAgeSeconds ?? 600),
    acceptUnsolicited: checkFlag('acceptUnsolicited', options.acceptUnsolicited),
  };
}

/** What needs no encoding in a query, and has no other meaning on the callback path. */
function checkParameter(name: string): string {
  const good = typeof name === 'string' && /^[\w.-]{1,64}$/.test(name);
  check(good, 'stateParameter', 'must be a name of letters, digits, "_", "-" and ".".');
  check(!TAKEN.has(name), 'stateParameter', `must not be ${JSON.stringify(name)}, which is said there already.`);
  return name;
}

const TAKEN: ReadonlySet<string> = new Set(
  'came_from again ticket service renew gateway method logoutRequest callback RelayState pgtId pgtIou pgtUrl'.split(
    ' ',
  ),
);

/** Two plugins of one application have two callback paths, so their cookies do not get into each other's way. */
function cookieNameFor(callbackPath: string): string {
  if (callbackPath === CALLBACK_PATH) return 'who_cas';
  return `who_cas_${createHash('sha256').update(callbackPath).digest('hex').slice(0, 8)}`;
}

/** Keys that serve one purpose only, so that no cookie of another plugin with the same secret passes for a state. */
function deriveKeys(secrets: CasStateOptions['stateSecrets'], purpose: string): StateSettings['stateKeys'] {
  const given = secrets ?? [madeUpSecret('stateSecrets')];
  checkSecret(PACKAGE, 'stateSecrets', given);
  const good =
    Array.isArray(given) && given.length > 0 && given.every((s) => typeof s === 'string' && Buffer.byteLength(s) >= 32);
  check(good, 'stateSecrets', 'must be a list of one or more secrets of at least 32 bytes.');
  const [first, ...others] = given;
  const derive = (secret: string): string =>
    createHmac('sha256', secret).update(`${PACKAGE} ${purpose}`).digest('base64');
  return [derive(first), ...others.map(derive)];
}

const CALLBACK_PATH = '/login/cas';
