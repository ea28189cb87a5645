import { checkOptions, spelling } from '@who/core';
import { PACKAGE } from './errors.js';
import type { UserRules } from './headers/user.js';
import type { ValueRules } from './headers/values.js';
import * as checks from './options/checks.js';
import { OPTION_NAMES } from './options/names.js';
import { presets } from './options/presets.js';
import type { ClientCertificate } from './trust/certificate.js';
import { type AddressRange, parseRange } from './trust/peers.js';

/** How the plugin is set up. */
export interface HeaderSsoOptions {
  /**
   * The front-end servers: addresses (`10.1.2.3`), ranges (`10.1.0.0/16`, `fd00::/8`), and `unix` for connections to a
   * server that listens on a Unix socket. Whoever connects from one of them can be anybody, so name as few as there
   * are. Held against the socket's other end, never against a header. @default none: it has to be said
   */
  readonly trustedPeers?: readonly string[] | undefined;
  /**
   * Believe every address. Then only the `secret` or the `clientCertificate` keeps anybody from being anybody; one of
   * them is required. @default false
   */
  readonly unsafeTrustEveryPeer?: boolean | undefined;
  /**
   * A header with a secret that the front end adds; one of the values has to be in it. Each at least 32 bytes of
   * printable ASCII. Several allow to change it while both are in use. The application does not see the header. @default none
   */
  readonly secret?: FrontEndSecret | undefined;
  /**
   * The TLS certificate that the front end shows to Node, where it is one of these and Node's server has verified it
   * (`requestCert`). @default none
   */
  readonly clientCertificate?: ClientCertificate | undefined;
  /**
   * The paths on which the front end sets the headers, with whatever it does to those that a client sends: `/login/sso`
   * is this path only, `/app/*` is `/app` and everything below, `all` is every path. Everywhere else the headers are a
   * client's own and count for nothing. A path too many lets everybody be anybody. @default the `signInPath`
   */
  readonly paths?: 'all' | readonly string[] | undefined;
  /** Headers that name the user, in order of preference. The first one that is not empty counts, and no other. */
  readonly userHeaders: readonly [string, ...string[]];
  /**
   * A header that has to be there, e.g. `Shib-Session-ID`: no user without it. @default none
   */
  readonly sessionHeader?: string | undefined;
  /**
   * What user names must have behind their one `@`, e.g. `['example.org']`; case does not count. Without it, the front
   * end's other organisations can name your users. @default any name
   */
  readonly scopes?: readonly string[] | undefined;
  /** What user names must look like; the whole name has to match. @default anything without control characters */
  readonly userPattern?: RegExp | undefined;
  /**
   * Makes a userid of an accepted name; `undefined` refuses it. Two names that become one are one user.
   * @default the name as it is
   */
  readonly mapUser?: ((user: string) => string | undefined) | undefined;
  /** Headers that become attributes, and under which name: `{ 'Shib-Mail': 'mail' }`. @default none */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** The character between several values in one header; empty where there is always one. @default ';' */
  readonly separator?: string | undefined;
  /**
   * How values are written: `backslash` (a separator inside a value has one before it; ambiguous where a value ends
   * with a backslash), `url` (each value percent-encoded) or `none`. Has to be what the front end does.
   * @default 'backslash'
   */
  readonly encoding?: ValueRules['encoding'] | undefined;
  /**
   * Whether values of attributes may have encoded words of RFC 2047 in them (`=?utf-8?q?Andr=C3=A9?=`), as Tailscale and
   * Spring write what is no ASCII; goes with an empty `separator`. User names are taken as they are, so that nobody
   * becomes another by registering the encoded form of a name. @default false
   */
  readonly encodedWords?: boolean | undefined;
  /** The most values of one attribute. An attribute with more is left out whole, with a warning. @default 256 */
  readonly maxValues?: number | undefined;
  /** The longest value of an attribute, in characters. An attribute with a longer one is left out. @default 4096 */
  readonly maxValueLength?: number | undefined;
  /**
   * Other headers that the front end sets. They are concealed and refused like those that are read here, so that the
   * application can rely on them, too. @default none
   */
  readonly alsoControlled?: readonly string[] | undefined;
  /**
   * Headers that look like the front end's, but that it neither sets nor removes: the application never gets to see
   * them. One that is read here is none of them. @default none
   */
  readonly alwaysConceal?: readonly string[] | undefined;
  /**
   * What happens to these headers from anybody else, or on other paths: `conceal` takes them out of the request before
   * the application sees them, `refuse` answers 400. @default 'conceal'
   */
  readonly untrusted?: 'conceal' | 'refuse' | undefined;
  /**
   * Registered name of the identifier that keeps people signed in where the headers do not come, e.g. an `authTkt`.
   * @default none: only the headers of a request count
   */
  readonly rememberer?: string | undefined;
  /**
   * A path that signs in: it takes the headers, has the `rememberer` remember the user and leads to `came_from`. One of
   * the `paths`. @default none
   */
  readonly signInPath?: string | undefined;
  /**
   * What happens to somebody who was remembered from headers and comes to one of the `paths` without them: `sign-out`,
   * or `keep`, by which a session outlives the front end's. @default 'sign-out'
   */
  readonly onVanished?: 'sign-out' | 'keep' | undefined;
  /**
   * Who counts on one of the `paths` when the headers name somebody else than the cookie: `switch` to the headers' user,
   * or `keep` whom the order of authenticators prefers. @default 'switch'
   */
  readonly onChanged?: 'switch' | 'keep' | undefined;
  /**
   * Where the front end starts a sign-in, e.g. `/Shibboleth.sso/Login`: a path on this origin or a URL.
   * @default none: the `signInPath`, which the front end then has to protect
   */
  readonly loginUrl?: string | undefined;
  /** The parameter that tells it where to go on. @default 'target' */
  readonly loginParameter?: string | undefined;
  /** Where the front end signs out, e.g. `/Shibboleth.sso/Logout`: a path on this origin or a URL. @default none */
  readonly logoutUrl?: string | undefined;
  /** The parameter that tells it where to go on. @default 'return' */
  readonly logoutParameter?: string | undefined;
  /**
   * A path at which a POST signs out here and, for who came through the front end, there. Plugins may share it: each
   * leaves those who came another way to the others. @default none: the application calls `logout()` and `logoutUrl()` itself
   */
  readonly logoutPath?: string | undefined;
  /** Also sign out by GET. Prefetching browsers and pasted links then sign people out. @default false */
  readonly logoutByGet?: boolean | undefined;
}

/** A secret that the front end adds to each request. */
export interface FrontEndSecret {
  /** The header that it is in, and nothing else. */
  readonly header: string;
  /** The values that are accepted. Whoever knows one and connects from a trusted address can be anybody. */
  readonly values: readonly [string, ...string[]];
}

/** Options with their defaults, checked. */
export interface HeaderSsoSettings extends UserRules, ValueRules {
  readonly peers: 'all' | readonly AddressRange[];
  readonly trustsUnix: boolean;
  readonly secret: HeaderSsoOptions['secret'];
  readonly clientCertificate: ClientCertificate | undefined;
  readonly paths: 'all' | readonly string[];
  readonly userHeaders: readonly string[];
  readonly sessionHeader: string | undefined;
  /** Header and attribute. */
  readonly attributes: readonly (readonly [string, string])[];
  /** All headers that the front end sets, in its own spelling. */
  readonly ownHeaders: readonly string[];
  /** None of those. */
  readonly alwaysConceal: readonly string[];
  readonly untrusted: 'conceal' | 'refuse';
  readonly rememberer: string | undefined;
  readonly signInPath: string | undefined;
  readonly onVanished: 'sign-out' | 'keep';
  readonly onChanged: 'switch' | 'keep';
  readonly login: Initiator | undefined;
  readonly logout: Initiator | undefined;
  readonly logoutPath: string | undefined;
  readonly logoutByGet: boolean;
}

/** A page of the front end, and the parameter that tells it where to go on. */
export interface Initiator {
  readonly url: string;
  readonly parameter: string;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: HeaderSsoOptions): HeaderSsoSettings {
  checkOptions(PACKAGE, options, OPTION_NAMES);
  const { rememberer, sessionHeader, clientCertificate, mapUser } = options;
  // Where a preset's name is misspelt, there is nothing to spread.
  checks.check(
    options.userHeaders !== undefined,
    'userHeaders',
    `is missing. Give it, or spell the preset right: ...presets.${Object.keys(presets).join(', ...presets.')}.`,
  );
  const signInPath = checks.path('signInPath', options.signInPath);
  const logoutPath = checks.path('logoutPath', options.logoutPath);
  const secret = checks.secret(options.secret);
  const userHeaders = checks.headers('userHeaders', options.userHeaders);
  const attributes = checks.attributes(options.attributes ?? {});
  const alsoControlled = checks.headers('alsoControlled', options.alsoControlled ?? []);
  const alwaysConceal = checks.headers('alwaysConceal', options.alwaysConceal ?? []);
  const single = checks.headers('sessionHeader', sessionHeader === undefined ? [] : [sessionHeader]);
  checks.check(userHeaders.length > 0, 'userHeaders', 'must name at least one header.');
  checks.distinct({ userHeaders, attributes: attributes.map(([header]) => header), alsoControlled });
  const read = [...single, ...userHeaders, ...attributes.map(([header]) => header)];
  if (secret) checks.distinct({ secret: [...new Set(read.map(spelling)), secret.header] });
  const ownHeaders = [...(secret ? [secret.header] : []), ...read, ...alsoControlled];
  checks.sameSpelling(ownHeaders);
  const settings: HeaderSsoSettings = {
    ...resolvePeers(options),
    secret,
    clientCertificate: checks.certificate(clientCertificate),
    paths: checks.paths(options.paths ?? (signInPath === undefined ? [] : [signInPath])),
    userHeaders,
    sessionHeader,
    scopes: checks.scopes(options.scopes ?? []),
    userPattern: checks.pattern(options.userPattern),
    mapUser,
    attributes,
    separator: checks.separator(options.separator ?? ';'),
    encoding: checks.oneOf('encoding', options.encoding ?? 'backslash', ['backslash', 'url', 'none']),
    encodedWords: checks.flag('encodedWords', options.encodedWords),
    maxValues: checks.count('maxValues', options.maxValues ?? 256),
    maxValueLength: checks.count('maxValueLength', options.maxValueLength ?? 4096),
    ownHeaders,
    alwaysConceal: alwaysConceal.filter((name) => !ownHeaders.map(spelling).includes(spelling(name))),
    untrusted: checks.oneOf('untrusted', options.untrusted ?? 'conceal', ['conceal', 'refuse']),
    rememberer,
    signInPath,
    onVanished: checks.oneOf('onVanished', options.onVanished ?? 'sign-out', ['sign-out', 'keep']),
    onChanged: checks.oneOf('onChanged', options.onChanged ?? 'switch', ['switch', 'keep']),
    login: checks.initiator('login', options.loginUrl, options.loginParameter ?? 'target'),
    logout: checks.initiator('logout', options.logoutUrl, options.logoutParameter ?? 'return'),
    logoutPath,
    logoutByGet: checks.flag('logoutByGet', options.logoutByGet),
  };
  checks.check(mapUser === undefined || typeof mapUser === 'function', 'mapUser', 'must be a function.');
  checks.rememberer(settings);
  return settings;
}

/** The peers that count, and a refusal of every way to leave them open. */
function resolvePeers({
  trustedPeers = [],
  unsafeTrustEveryPeer,
  secret,
  clientCertificate,
}: HeaderSsoOptions): Pick<HeaderSsoSettings, 'peers' | 'trustsUnix'> {
  if (checks.flag('unsafeTrustEveryPeer', unsafeTrustEveryPeer)) {
    checks.check(trustedPeers.length === 0, 'unsafeTrustEveryPeer', 'makes "trustedPeers" pointless: leave one out.');
    checks.check(
      secret !== undefined || clientCertificate !== undefined,
      'unsafeTrustEveryPeer',
      'needs a "secret" or a "clientCertificate": without one, anybody could be anybody.',
    );
    return { peers: 'all', trustsUnix: true };
  }
  checks.check(
    Array.isArray(trustedPeers) && trustedPeers.length > 0,
    'trustedPeers',
    'must name the front-end servers, e.g. ["127.0.0.1", "::1"]: whoever is believed can be anybody.',
  );
  const peers: AddressRange[] = [];
  for (const peer of trustedPeers.filter((text) => text !== 'unix')) {
    const range = parseRange(String(peer));
    if (typeof range === 'string') throw checks.bad('trustedPeers', `${JSON.stringify(peer)} ${range}.`);
    peers.push(range);
  }
  return { peers, trustsUnix: trustedPeers.includes('unix') };
}
