import type { OptionNames } from '@who/core';
import {
  type DevUsers,
  defaultLogger,
  type KnownUser,
  type Logger,
  requireKnownNames,
  requirePlace,
  resolveUsers,
  sampleUsers,
} from '@who/dev-server';
import { isXmlName } from './answers/xml.js';
import { badOption, fail } from './errors.js';
import { type DevCasTls, type ResolvedTls, resolveTls } from './tls/options.js';

/**
 * How attributes stand in an answer. All four are met in the wild.
 *
 * - `elements`: `<cas:attributes><cas:mail>…`, as CAS 3 says
 * - `name-value`: `<cas:attributes><cas:attribute><cas:name>mail</cas:name><cas:value>…`
 * - `siblings`: `<cas:mail>…` beside `<cas:user>`
 * - `attribute-elements`: `<cas:attribute name="mail" value="…"/>`
 */
export type AttributeStyle = 'elements' | 'name-value' | 'siblings' | 'attribute-elements';

/**
 * How a service is told of a logout.
 *
 * - `back-channel`: this server posts to it
 * - `iframe`: the browser loads it in a frame
 * - `jsonp`: the browser loads it as a script, with a `callback`
 * - `redirect`: the browser goes there, with a `RelayState`, and is sent back to `/logout` with that
 * - `none`: not at all
 */
export type LogoutChannel = 'back-channel' | 'iframe' | 'jsonp' | 'redirect' | 'none';

/**
 * How a logout request stands in an address. All end in base64: `deflate` after zlib, as Apereo CAS does it,
 * `deflate-raw` after zlib without its header, as SAML does it, `base64` after nothing.
 */
export type FrontChannelEncoding = 'deflate' | 'deflate-raw' | 'base64';

/** The options of {@link startDevCasServer}. */
export interface DevCasServerOptions {
  /** TCP port; 0 picks a free one. @default 0 */
  readonly port?: number | undefined;
  /**
   * Loopback address to listen on: `127.0.0.1`, `::1` or `localhost`. Anything else is refused: the passwords are
   * known to everybody. @default '127.0.0.1'
   */
  readonly host?: string | undefined;
  /**
   * Speak https: `true` makes a certificate at the start, which is good for all three hosts, and the authority that
   * clients have to trust is in `ca` of the running server; an object gives a certificate of your own, as PEM texts
   * `cert` and `key`. @default false
   */
  readonly tls?: boolean | DevCasTls | undefined;
  /** Path in front of `/login` and the other endpoints, and of the cookie; `/` means none. @default '/cas' */
  readonly basePath?: string | undefined;
  /**
   * Accounts, as an array or by user id: `userid`, `password`, `attributes` (texts or arrays of texts). They replace
   * the samples. @default sampleUsers
   */
  readonly users?: DevUsers | undefined;
  /** Show up to ten accounts with their passwords on the login page. @default true */
  readonly showAccounts?: boolean | undefined;
  /** Seconds in which a service has to validate its ticket. CAS recommends at most 300. @default 60 */
  readonly ticketLifetimeSeconds?: number | undefined;
  /** Seconds for which a browser stays signed in here. @default 28800 */
  readonly sessionLifetimeSeconds?: number | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
  /**
   * Which services may get tickets, logout redirects and logout posts. Anything that is not an absolute http or
   * https URL is refused before. The default hands tickets to every web site that asks. @default () => true
   */
  readonly serviceAllowed?: ((url: URL) => boolean) | undefined;
  /** How attributes stand in an answer; `elements` is what CAS 3 says. @default 'elements' */
  readonly attributeStyle?: AttributeStyle | undefined;
  /** Release attributes at `/serviceValidate` too, as many real servers do. CAS keeps them to `/p3`. @default false */
  readonly attributesInServiceValidate?: boolean | undefined;
  /**
   * Which services may act for their users, by the URL of their proxy callback. Anything that is neither https nor
   * http on loopback is refused before. @default () => true
   */
  readonly proxyAllowed?: ((pgtUrl: URL) => boolean) | undefined;
  /**
   * How services are told of a logout, all or each by its URL. By the front channel, that is by any of the ways that
   * need a browser, they hear of a visit to `/logout` only. @default 'back-channel'
   */
  readonly logoutChannel?: LogoutChannel | ((service: URL) => LogoutChannel) | undefined;
  /** How a logout request stands in an address of the front channel. @default 'deflate' */
  readonly frontChannelEncoding?: FrontChannelEncoding | undefined;
  /** Milliseconds that a service has to answer a logout post, or a proxy callback. @default 2000 */
  readonly backChannelTimeoutMs?: number | undefined;
  /**
   * Where the server says what it does; never a password or a ticket.
   * @default only failures of the server itself, to `console.error`
   */
  readonly logger?: Logger | undefined;
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  readonly port: number;
  readonly host: string;
  /** Nothing for plain http. */
  readonly tls: ResolvedTls | undefined;
  /** Without a trailing slash; empty for none. */
  readonly basePath: string;
  readonly users: ReadonlyMap<string, KnownUser>;
  readonly showAccounts: boolean;
  readonly ticketLifetimeSeconds: number;
  readonly sessionLifetimeSeconds: number;
  readonly now: () => number;
  readonly serviceAllowed: (url: URL) => boolean;
  readonly attributeStyle: AttributeStyle;
  readonly attributesInServiceValidate: boolean;
  readonly proxyAllowed: (pgtUrl: URL) => boolean;
  readonly logoutChannel: (service: URL) => LogoutChannel;
  readonly frontChannelEncoding: FrontChannelEncoding;
  readonly backChannelTimeoutMs: number;
  readonly logger: Logger;
}

const names = {
  port: true,
  host: true,
  tls: true,
  basePath: true,
  users: true,
  showAccounts: true,
  ticketLifetimeSeconds: true,
  sessionLifetimeSeconds: true,
  now: true,
  serviceAllowed: true,
  attributeStyle: true,
  attributesInServiceValidate: true,
  proxyAllowed: true,
  logoutChannel: true,
  frontChannelEncoding: true,
  backChannelTimeoutMs: true,
  logger: true,
} satisfies OptionNames<DevCasServerOptions>;

const channels: readonly LogoutChannel[] = ['back-channel', 'iframe', 'jsonp', 'redirect', 'none'];

const encodings: readonly FrontChannelEncoding[] = ['deflate', 'deflate-raw', 'base64'];

const styles: readonly AttributeStyle[] = ['elements', 'name-value', 'siblings', 'attribute-elements'];

/**
 * Fills in defaults and refuses what cannot work.
 *
 * @throws {DevCasServerError} BAD_OPTION
 */
export function resolveOptions(options: DevCasServerOptions = {}): ResolvedOptions {
  requireKnownNames('options', options, names, fail);
  const {
    port = 0,
    host = '127.0.0.1',
    tls = false,
    basePath = '/cas',
    users = sampleUsers,
    showAccounts = true,
    ticketLifetimeSeconds = 60,
    sessionLifetimeSeconds = 28_800,
    now = Date.now,
    serviceAllowed = () => true,
    attributeStyle = 'elements',
    attributesInServiceValidate = false,
    proxyAllowed = () => true,
    logoutChannel = 'back-channel',
    frontChannelEncoding = 'deflate',
    backChannelTimeoutMs = 2_000,
    logger = defaultLogger,
  } = options;
  requirePlace(port, host, fail);
  if (typeof basePath !== 'string' || !/^(\/|(\/[\w.~-]+)+\/?)$/.test(basePath)) {
    throw badOption('basePath', 'must be a path like "/cas", of letters, digits, ".", "_", "~" and "-".');
  }
  requireOneOf('attributeStyle', attributeStyle, styles);
  requireOneOf('frontChannelEncoding', frontChannelEncoding, encodings);
  if (typeof logoutChannel !== 'function') requireOneOf('logoutChannel', logoutChannel, channels);
  requirePositive('ticketLifetimeSeconds', ticketLifetimeSeconds);
  requirePositive('sessionLifetimeSeconds', sessionLifetimeSeconds);
  requirePositive('backChannelTimeoutMs', backChannelTimeoutMs);
  requireBoolean('showAccounts', showAccounts);
  requireBoolean('attributesInServiceValidate', attributesInServiceValidate);
  if (typeof now !== 'function') throw badOption('now', 'must be a function that returns milliseconds.');
  if (typeof serviceAllowed !== 'function') throw badOption('serviceAllowed', 'must be a function.');
  if (typeof proxyAllowed !== 'function') throw badOption('proxyAllowed', 'must be a function.');
  const known = resolveUsers(users, fail);
  requireExpressible(known, attributeStyle);
  return {
    port,
    host,
    tls: resolveTls(tls),
    basePath: basePath.replace(/\/$/, ''),
    users: known,
    showAccounts,
    ticketLifetimeSeconds,
    sessionLifetimeSeconds,
    now,
    serviceAllowed,
    attributeStyle,
    attributesInServiceValidate,
    proxyAllowed,
    logoutChannel: typeof logoutChannel === 'function' ? logoutChannel : () => logoutChannel,
    frontChannelEncoding,
    backChannelTimeoutMs,
    logger,
  };
}

function requireOneOf(option: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw badOption(option, `must be one of ${known.join(', ')}.`);
}

function requireBoolean(option: string, value: boolean): void {
  if (typeof value !== 'boolean') throw badOption(option, 'must be true or false.');
}

function requirePositive(option: string, value: number): void {
  if (!Number.isFinite(value) || value <= 0) throw badOption(option, 'must be a number above 0.');
}

/** What CAS itself puts beside `<cas:user>`. */
const taken: readonly string[] = ['user', 'attributes', 'proxies', 'proxyGrantingTicket'];

/** Two of the styles make element names of attribute names, and not every attribute name can be one. */
function requireExpressible(users: ReadonlyMap<string, KnownUser>, style: AttributeStyle): void {
  if (style !== 'elements' && style !== 'siblings') return;
  for (const { userid, attributes = {} } of users.values()) {
    for (const name of Object.keys(attributes)) {
      if (isXmlName(name) && !(style === 'siblings' && taken.includes(name))) continue;
      throw badOption(
        'users',
        `must not give "${userid}" an attribute "${name}": style "${style}" makes an element name of it. ` +
          'Choose "attributeStyle": "name-value" or "attribute-elements".',
      );
    }
  }
}
