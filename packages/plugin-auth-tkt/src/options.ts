import { badOption, checkSecret, isToken, type MaybePromise } from '@who/core';
import type { CookieSettings } from './cookie/set-cookie.js';
import { type AuthTktWarningCode, PACKAGE } from './errors.js';
import { checkNames } from './option-names.js';
import type { Digest } from './ticket/digest.js';
import type { Compat, Ticket, TicketKey } from './ticket/ticket.js';

/** Options of `authTkt`. */
export interface AuthTktOptions {
  /**
   * Secrets, the newest first: it signs, all of them verify, and a ticket under an old one is re-issued at once. At
   * least 32 random bytes each (a shorter one draws a warning). Whoever has one can sign in as anybody.
   */
  readonly secrets: readonly [string, ...string[]];
  /** The hash function that signs. `md5` is there for old peers only, and draws a warning. @default 'sha256' */
  readonly digest?: Digest | undefined;
  /**
   * Digests that are accepted besides `digest`; such tickets are re-issued at once. For a migration: an accepted
   * digest is as good as the one that signs, so take a weak one out when the old tickets have timed out. @default []
   */
  readonly oldDigests?: readonly Digest[] | undefined;
  /**
   * With whom tickets are shared. `repoze` writes the userid percent-encoded, in a plain quoted cookie;
   * `mod_auth_tkt` writes it as it is, in base64. Reading takes every encoding in both. @default 'repoze'
   */
  readonly compat?: Compat | undefined;
  /**
   * `pyramid` takes userids out of base64 where the userdata says `userid_type:b64unicode` or `b64str`, as Pyramid's own
   * policy writes them, and puts them back. Only where no user decides on the userdata: a name in base64 would become
   * another user's. Not with `compat: 'mod_auth_tkt'`. @default userids stand as they are
   */
  readonly useridTypes?: 'pyramid' | undefined;
  /**
   * Name of the cookie. With `__Host-` or `__Secure-` in front, browsers enforce what the prefix promises; the factory
   * checks the other options against it. @default 'auth_tkt'
   */
  readonly cookieName?: string | undefined;
  /** Path of the cookie. It keeps nothing apart: other paths of the same origin can get at the cookie. @default '/' */
  readonly path?: string | undefined;
  /** Domain of the cookie. Every host below it receives the tickets and could use them. @default the host only */
  readonly domain?: string | undefined;
  /**
   * Without it, tickets travel over plain HTTP, to be read on the way. Always on with `__Host-`, `__Secure-` and
   * `sameSite: 'none'`. @default whether `publicUrl` is https
   */
  readonly secure?: boolean | undefined;
  /** Without it, any script on a page can read the ticket. @default true */
  readonly httpOnly?: boolean | undefined;
  /** `none` sends the ticket along with requests that other sites cause (CSRF). @default 'lax' */
  readonly sameSite?: 'lax' | 'strict' | 'none' | undefined;
  /**
   * Binds tickets to the IPv4 address at the socket's other end, so that a stolen one is useless elsewhere. Not behind
   * a proxy, whose address all clients share; not for IPv6 clients, who cannot sign in then. @default false
   */
  readonly includeIp?: boolean | undefined;
  /**
   * Seconds for which a ticket counts, up to and including this age; `false` for no end, which makes a stolen one good
   * for ever. @default 7200
   */
  readonly timeoutSeconds?: number | false | undefined;
  /**
   * Seconds after which a ticket in use is replaced by a fresh one; `0` for every second, `false` for never, which ends
   * every sign-in at the timeout. Lower than `timeoutSeconds`. @default half of `timeoutSeconds`
   */
  readonly reissueSeconds?: number | false | undefined;
  /**
   * Seconds for which a browser keeps the cookie, also when it is closed. It does not make a ticket last longer.
   * @default until the browser is closed
   */
  readonly maxAgeSeconds?: number | undefined;
  /** Seconds that another server's clock may be ahead; a ticket stays good for that much longer. @default 60 */
  readonly clockSkewSeconds?: number | undefined;
  /** Whether this user may (still) sign in by ticket; asked on each request. @default everybody may */
  readonly isUserAllowed?: ((userid: string) => MaybePromise<boolean>) | undefined;
  /**
   * Whether this ticket has been revoked, e.g. by single logout; asked on each request. Without it, a ticket that
   * somebody copied stays good after a logout until it times out. @default none is
   */
  readonly isRevoked?: ((ticket: Ticket) => MaybePromise<boolean>) | undefined;
  /**
   * How many verified tickets to remember, from the second time on, so that a ticket seen before costs a lookup and a
   * look at the clock instead of two hashes; 0 for none. Up to 4 kB each, and as much for each open connection, which
   * nearly always sends the same again. @default 1000
   */
  readonly verifiedTickets?: number | undefined;
}

/** Options with defaults filled in, in the shape in which the plugin needs them. */
export interface Settings {
  /** The first signs. */
  readonly keys: readonly [TicketKey, ...TicketKey[]];
  readonly includeIp: boolean;
  /** `Infinity` for never. */
  readonly timeoutSeconds: number;
  /** `Infinity` for never. */
  readonly reissueSeconds: number;
  readonly clockSkewSeconds: number;
  readonly isUserAllowed: AuthTktOptions['isUserAllowed'];
  readonly isRevoked: AuthTktOptions['isRevoked'];
  readonly verifiedTickets: number;
  readonly cookie: CookieSettings;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: AuthTktOptions): Settings {
  checkNames(options);
  const { includeIp = false, isUserAllowed, isRevoked, verifiedTickets = 1000, clockSkewSeconds = 60 } = options;
  const keys = resolveKeys(options);
  check('includeIp', typeof includeIp === 'boolean', 'must be true or false.');
  check('clockSkewSeconds', isAtLeast(clockSkewSeconds, 0), 'must be a number of seconds, 0 or more.');
  check('isUserAllowed', isOptional(isUserAllowed, 'function'), 'must be a function.');
  check('isRevoked', isOptional(isRevoked, 'function'), 'must be a function.');
  check('verifiedTickets', isCount(verifiedTickets), 'must be a whole number, 0 or more.');
  const lifetimes = resolveLifetimes(options);
  const cookie = resolveCookie(options);
  return { keys, includeIp, ...lifetimes, clockSkewSeconds, isUserAllowed, isRevoked, verifiedTickets, cookie };
}

function resolveKeys(options: AuthTktOptions): Settings['keys'] {
  const { secrets, digest = 'sha256', oldDigests = [], compat = 'repoze', useridTypes } = options;
  check('secrets', Array.isArray(secrets) && secrets.length > 0, 'must be a list of one or more secrets.');
  checkSecret(PACKAGE, 'secrets', secrets);
  check('secrets', isListOf(secrets, isText), 'must be a list of texts.');
  check('digest', isDigest(digest), `must be one of ${DIGESTS.join(', ')}.`);
  check('oldDigests', isListOf(oldDigests, isDigest), `must be a list of ${DIGESTS.join(', ')}.`);
  check('compat', compat === 'repoze' || compat === 'mod_auth_tkt', 'must be "repoze" or "mod_auth_tkt".');
  check('useridTypes', useridTypes === undefined || useridTypes === 'pyramid', 'must be "pyramid", or left out.');
  check('useridTypes', useridTypes === undefined || compat === 'repoze', 'must be left out with this "compat".');

  if (secrets.some((secret) => Buffer.byteLength(secret) < MIN_SECRET_BYTES)) {
    warn('AUTH_TKT_SHORT_SECRET', `A secret is shorter than ${MIN_SECRET_BYTES} bytes: take a long random one.`);
  }
  if (digest === 'md5' || oldDigests.includes('md5')) {
    warn('AUTH_TKT_MD5', 'Tickets are signed or accepted with MD5: use sha256 as soon as every peer can.');
  }
  const keyOf = (secret: string, by: Digest): TicketKey => ({ secret, digest: by, compat, useridTypes });
  const keysOf = (by: Digest): TicketKey[] => secrets.map((secret) => keyOf(secret, by));
  return [keyOf(secrets[0], digest), ...keysOf(digest).slice(1), ...oldDigests.flatMap(keysOf)];
}

function resolveLifetimes({
  timeoutSeconds = 7200,
  reissueSeconds = timeoutSeconds && timeoutSeconds / 2,
}: AuthTktOptions): Pick<Settings, 'timeoutSeconds' | 'reissueSeconds'> {
  check('timeoutSeconds', timeoutSeconds === false || isAtLeast(timeoutSeconds, 1), 'must be 1 or more, or false.');
  check('reissueSeconds', reissueSeconds === false || isAtLeast(reissueSeconds, 0), 'must be 0 or more, or false.');
  const timeout = timeoutSeconds === false ? Number.POSITIVE_INFINITY : timeoutSeconds;
  const reissue = reissueSeconds === false ? Number.POSITIVE_INFINITY : reissueSeconds;
  check('reissueSeconds', reissueSeconds === false || reissue < timeout, 'must be lower than "timeoutSeconds".');
  return { timeoutSeconds: timeout, reissueSeconds: reissue };
}

function resolveCookie(options: AuthTktOptions): CookieSettings {
  const { cookieName: name = 'auth_tkt', path = '/', domain, httpOnly = true, sameSite = 'lax' } = options;
  const { maxAgeSeconds } = options;
  check('cookieName', typeof name === 'string' && isToken(name), 'must be a name that cookies can have.');
  check('path', typeof path === 'string' && PATH.test(path), 'must start with "/" and be fit for a cookie.');
  check('domain', isOptional(domain, 'string') && DOMAIN.test(domain ?? 'a'), 'must be a host name.');
  check('secure', isOptional(options.secure, 'boolean'), 'must be true or false.');
  check('httpOnly', typeof httpOnly === 'boolean', 'must be true or false.');
  check('sameSite', ['lax', 'strict', 'none'].includes(sameSite), 'must be "lax", "strict" or "none".');
  check('maxAgeSeconds', isCount(maxAgeSeconds ?? 1) && maxAgeSeconds !== 0, 'must be a whole number, 1 or more.');

  // Browsers compare the prefixes without regard to case, and drop a cookie that does not keep to its own in silence.
  const isHostOnly = name.toLowerCase().startsWith('__host-');
  const mustBeSecure = isHostOnly || name.toLowerCase().startsWith('__secure-') || sameSite === 'none';
  check(
    'secure',
    options.secure !== false || !mustBeSecure,
    'must not be false with this name or with sameSite "none".',
  );
  check('path', !isHostOnly || path === '/', 'must be "/" with a __Host- name.');
  check('domain', !isHostOnly || domain === undefined, 'must be left out with a __Host- name.');
  return { name, path, domain, secure: mustBeSecure || options.secure, httpOnly, sameSite, maxAgeSeconds };
}

function check(option: keyof AuthTktOptions, passes: boolean, problem: string): void {
  if (!passes) throw badOption(PACKAGE, option, problem);
}

function warn(code: AuthTktWarningCode, message: string): void {
  process.emitWarning(`[${PACKAGE}] ${message}`, { type: 'WhoWarning', code });
}

const DIGESTS: readonly Digest[] = ['md5', 'sha256', 'sha512'];
const MIN_SECRET_BYTES = 32;
const PATH = /^\/[\x20-\x3a\x3d-\x7e]*$/;
const DOMAIN = /^\.?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;

const isDigest = (value: unknown): boolean => DIGESTS.some((digest) => digest === value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);
const isOptional = (value: unknown, type: string): boolean => value === undefined || typeof value === type;
const isAtLeast = (value: unknown, least: number): boolean => Number.isFinite(value) && Number(value) >= least;
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
