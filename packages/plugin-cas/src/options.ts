import { createHmac, randomBytes } from 'node:crypto';
import { badOption, isToken } from '@who/core';
import { PACKAGE } from './errors.js';

/** How `cas` is set up. */
export interface CasOptions {
  /**
   * The CAS server's base URL, without `/login`, e.g. `https://cas.example.org/cas`. Over plain http, whoever sits on
   * the wire can say who signs in: the plugin warns unless the server is on this machine.
   */
  readonly casUrl: string;
  /** Registered name of the identifier that keeps people signed in, e.g. an `authTkt`. */
  readonly rememberer: string;
  /**
   * Protocol version. `1` asks `/validate` and knows no attributes, `2` asks `/serviceValidate`, `3`
   * `/p3/serviceValidate`. @default '3'
   */
  readonly version?: CasVersion | undefined;
  /**
   * Path that CAS sends browsers back to: the service. Compared exactly with the request's path, without a path
   * prefix of the public URL. @default '/login/cas'
   */
  readonly callbackPath?: string | undefined;
  /**
   * Path at which a POST signs out here and, for who came from this server, at CAS. @default none: the application
   * calls `logout()` and `logoutUrl()` itself
   */
  readonly logoutPath?: string | undefined;
  /** Also sign out by GET. Prefetching browsers and pasted links then sign people out. @default false */
  readonly logoutByGet?: boolean | undefined;
  /**
   * How the CAS logout page learns where to go on: `service` (CAS 3), `url` (CAS 2), or `both`. Not all servers
   * tolerate the one that they do not know: LemonLDAP::NG refuses to sign out at a `url`. @default 'service'
   */
  readonly logoutParameter?: LogoutParameter | undefined;
  /** Make people type their password again although they have a CAS session. @default false */
  readonly renew?: boolean | undefined;
  /** More parameters for the CAS login page, e.g. `{ locale: 'fr' }`. @default none */
  readonly loginParameters?: Readonly<Record<string, string>> | undefined;
  /**
   * Sign the cookie that ties a sign-in to the browser that started it; each at least 32 bytes. The first one signs,
   * all are accepted. Who knows one can sign others in as himself. Every process behind one address needs the same.
   * @default one made up at start: good for a single process; a restart breaks off the sign-ins under way
   */
  readonly stateSecrets?: readonly [string, ...string[]] | undefined;
  /**
   * Name of that cookie; with `__Host-` before it where the public URL is https. Two CAS plugins need two names.
   * @default 'who_cas'
   */
  readonly stateCookieName?: string | undefined;
  /** How long a person may take at the CAS login page, in seconds. A longer time is a longer chance. @default 600 */
  readonly stateMaxAgeSeconds?: number | undefined;
  /**
   * Also accept tickets for the bare callback URL, which a portal pushes without having been asked. Anybody can then
   * sign others in under his own account (login CSRF). @default false
   */
  readonly acceptUnsolicited?: boolean | undefined;
  /** Longest wait for the CAS server's answer about a ticket, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined;
  /** Largest answer that is read, in bytes. @default 65536 */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Fetches the answer, for an own CA, a client certificate or an outgoing proxy. It must keep to `signal` and
   * `redirect`, and verify certificates. @default the global fetch
   */
  readonly fetch?: CasFetch | undefined;
}

/** How the CAS logout page learns where to go on. */
export type LogoutParameter = 'service' | 'url' | 'both';

/** Version of the CAS protocol. */
export type CasVersion = '1' | '2' | '3';

/** The part of `fetch` that validation uses. */
export type CasFetch = (url: string, init: RequestInit) => Promise<Response>;

/** Options with their defaults, checked. */
export interface CasSettings
  extends Resolved<Omit<CasOptions, 'stateSecrets' | 'stateCookieName' | 'logoutPath' | 'loginParameters'>> {
  readonly logoutPath: string | undefined;
  readonly loginParameters: readonly [string, string][];
  readonly stateCookie: string;
  /** Derived from the secrets for this server and cookie only. The first one signs. */
  readonly stateKeys: readonly [string, ...string[]];
}

type Resolved<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: CasOptions): CasSettings {
  const casUrl = checkCasUrl(options.casUrl);
  const stateCookie = options.stateCookieName ?? 'who_cas';
  const callbackPath = checkPath('callbackPath', options.callbackPath ?? '/login/cas');
  const {
    rememberer,
    logoutPath,
    logoutParameter = 'service',
    version = '3',
    fetch = (url, init) => globalThis.fetch(url, init),
  } = options;

  check(typeof rememberer === 'string' && rememberer !== '', 'rememberer', 'must name a registered identifier.');
  check(VERSIONS.has(version), 'version', "must be '1', '2' or '3'.");
  check(LOGOUT_PARAMETERS.has(logoutParameter), 'logoutParameter', "must be 'service', 'url' or 'both'.");
  check(typeof fetch === 'function', 'fetch', 'must be a function like the global fetch.');
  check(
    isToken(stateCookie) && !/^__(?:host|secure)-/i.test(stateCookie),
    'stateCookieName',
    'must be a cookie name; the "__Host-" prefix is added by itself.',
  );
  if (logoutPath !== undefined) {
    check(checkPath('logoutPath', logoutPath) !== callbackPath, 'logoutPath', 'must not be the callback path.');
  }
  return {
    casUrl,
    rememberer,
    version,
    callbackPath,
    logoutPath,
    logoutParameter,
    fetch,
    stateCookie,
    logoutByGet: checkFlag('logoutByGet', options.logoutByGet),
    renew: checkFlag('renew', options.renew),
    acceptUnsolicited: checkFlag('acceptUnsolicited', options.acceptUnsolicited),
    loginParameters: checkLoginParameters(options.loginParameters ?? {}),
    stateKeys: deriveKeys(options.stateSecrets, `${stateCookie} ${casUrl}`),
    stateMaxAgeSeconds: checkCount('stateMaxAgeSeconds', options.stateMaxAgeSeconds ?? 600),
    timeoutMs: checkCount('timeoutMs', options.timeoutMs ?? 5000),
    maxResponseBytes: checkCount('maxResponseBytes', options.maxResponseBytes ?? 65_536),
  };
}

function checkCasUrl(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw badOption(PACKAGE, 'casUrl', 'must be an http or https URL.');
  check(
    !url.search && !url.hash && !url.username && !url.password,
    'casUrl',
    'must not have a query, a fragment or a user.',
  );
  check(!/\/login\/?$/.test(url.pathname), 'casUrl', 'must be the base URL, without "/login".');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    process.emitWarning(`[${PACKAGE}] ${url.host} is asked over plain http: use https, or anybody may sign in.`, {
      code: 'WHO_CAS_PLAIN_HTTP',
    });
  }
  return url.href.replace(/\/+$/, '');
}

function checkPath(option: string, path: string): string {
  const plain =
    typeof path === 'string' && /^\/(?!\/)/.test(path) && new URL(path, 'http://localhost').pathname === path;
  check(plain, option, 'must be an absolute path as browsers send it, without a query.');
  return path;
}

function checkFlag(option: string, value: boolean | undefined): boolean {
  check(value === undefined || typeof value === 'boolean', option, 'must be true or false.');
  return value ?? false;
}

function checkCount(option: string, value: number): number {
  check(Number.isInteger(value) && value > 0 && value <= MAX_COUNT, option, 'must be a positive whole number.');
  return value;
}

function checkLoginParameters(parameters: Readonly<Record<string, string>>): CasSettings['loginParameters'] {
  const entries = Object.entries(parameters);
  for (const [name, value] of entries) {
    check(typeof value === 'string', 'loginParameters', `must have a text for ${JSON.stringify(name)}.`);
    check(!OWN_PARAMETERS.has(name), 'loginParameters', `must not set ${JSON.stringify(name)}.`);
  }
  return entries;
}

/** Keys that serve one purpose only, so that no cookie of another plugin with the same secret passes for a state. */
function deriveKeys(secrets: CasOptions['stateSecrets'], purpose: string): CasSettings['stateKeys'] {
  const given = secrets ?? [randomBytes(32).toString('hex')];
  const good =
    Array.isArray(given) && given.length > 0 && given.every((s) => typeof s === 'string' && Buffer.byteLength(s) >= 32);
  check(good, 'stateSecrets', 'must be a list of one or more secrets of at least 32 bytes.');
  const [first, ...others] = given;
  const derive = (secret: string): string =>
    createHmac('sha256', secret).update(`${PACKAGE} state ${purpose}`).digest('base64');
  return [derive(first), ...others.map(derive)];
}

function check(good: boolean, option: string, problem: string): void {
  if (!good) throw badOption(PACKAGE, option, problem);
}

const VERSIONS: ReadonlySet<unknown> = new Set<CasVersion>(['1', '2', '3']);
const LOGOUT_PARAMETERS: ReadonlySet<unknown> = new Set<LogoutParameter>(['service', 'url', 'both']);
const OWN_PARAMETERS: ReadonlySet<string> = new Set(['service', 'renew', 'gateway', 'method', 'ticket']);
const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Timers take no more. */
const MAX_COUNT = 2 ** 31 - 1;
