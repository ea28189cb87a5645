import { badOption, checkOptions, type Logger, type OptionNames } from '@who/core';
import { type TrustedProxies, trustedProxies } from './addresses/trusted-proxies.js';
import { foldUser } from './attempts/fold-user.js';
import type { KeyOf } from './attempts/guess.js';
import * as checks from './checks.js';
import type { Limits } from './counting/ledger.js';
import type { Limit } from './counting/limit.js';
import { type DeviceOptions, type DeviceSettings, resolveDevices } from './devices/options.js';
import { PACKAGE } from './errors.js';
import type { LimiterEvent } from './events.js';
import type { Limiter } from './limiter.js';
import type { RedisClient, RedisTls, Server } from './store/redis.js';
import type { LimiterStore } from './store/store-counters.js';

/** How many failures are free, and how long one has to wait after more of them. */
export interface LimitOptions {
  /** So many failures cost no time. @default what the limit says */
  readonly freeFailures?: number | undefined;
  /** From the first failure on, for how long failures are counted, in seconds. @default what the limit says */
  readonly windowSeconds?: number | undefined;
  /** The wait after the first failure that is not free, in seconds. Each further one doubles it. @default 1 */
  readonly firstDelaySeconds?: number | undefined;
  /** The longest wait, in seconds. Together with the window it says how many guesses there are at most. @default what the limit says */
  readonly maxDelaySeconds?: number | undefined;
}

/** How failures are counted, and where. */
export interface LimiterOptions {
  /**
   * The failures of one user from one address. A success forgets them, and ten times the free ones in a window at most.
   *
   * @default 5 free, a day, up to 900 s: about 110 guesses
   */
  readonly pair?: LimitOptions | undefined;
  /**
   * The failures from one address, whoever is to be signed in, except by those who have signed in from there before.
   * Many people may share an address.
   *
   * @default 50 free, an hour, up to 300 s: about 70 guesses
   */
  readonly address?: LimitOptions | undefined;
  /**
   * The failures of one user from all addresses, except those from which this user has signed in before. While it makes
   * strangers wait, the user does so, too, at a new address.
   *
   * @default 20 free, a day, up to 900 s: about 125 guesses
   */
  readonly user?: LimitOptions | undefined;
  /**
   * How long an address is known for a user after a success there, in days. Longer lets more of them guess by the limit
   * of the pair alone; shorter makes more people strangers. @default 30
   */
  readonly familiarDays?: number | undefined;
  /**
   * How browsers are known again, wherever they are, for `deviceCookies`: on one of a user only what fails there counts.
   * @default none is: users are familiar by their addresses alone
   */
  readonly devices?: DeviceOptions | undefined;
  /**
   * What all spellings of a user's name have in common. Where it tells apart what the user database takes for the same,
   * each spelling has guesses of its own. @default no case, accents, blanks and look-alike forms
   */
  readonly normalizeUser?: ((user: string) => string) | undefined;
  /**
   * The proxies in front: addresses (`10.1.2.3`), ranges (`10.1.0.0/16`, `fd00::/8`), and `unix` for a server that
   * listens on a Unix socket. Behind a proxy that is not named all clients are one; who is named without being a proxy
   * can make up an address for each guess. An empty list says that there is none.
   *
   * @default none, with a warning where a request looks as though there were one
   */
  readonly trustedProxies?: readonly string[] | undefined;
  /** The header in which they say who has connected to them, each adding to its end. @default 'x-forwarded-for' */
  readonly addressHeader?: string | undefined;
  /** How many bits of an IPv6 address count as one, as a customer gets all that have them in common. @default 64 */
  readonly ipv6Bits?: number | undefined;
  /**
   * Where a single Redis server is: `redis://user:password@host:6379/0`, with TLS `rediss://…`. The limiter opens a
   * connection of its own. @default none: each process counts for itself
   */
  readonly url?: string | undefined;
  /**
   * With a `rediss://` URL: the authorities to trust (`ca`), the client's own certificate (`cert`, `key`), the name of
   * the server (`servername`). The server's certificate is always verified. @default what Node trusts
   */
  readonly tls?: RedisTls | undefined;
  /**
   * The application's own client of `ioredis` 5 or 6: single, Cluster or Sentinel. It is never closed here.
   * @default none
   */
  readonly client?: RedisClient | undefined;
  /**
   * A limiter of `rate-limiter-flexible` for another database. Its points and duration do not count. @default none
   */
  readonly store?: LimiterStore | undefined;
  /**
   * What keys begin with, and what events call the limiter. Limiters with the same one share what they count.
   * @default 'who:limiter'
   */
  readonly namespace?: string | undefined;
  /**
   * A secret of 16 bytes or more, the same in all processes: without it, who can read Redis can find out by trying which
   * names stand behind the digests. @default none
   */
  readonly secret?: string | Uint8Array | undefined;
  /** How long a request waits for an answer of the store, in milliseconds. @default 250 */
  readonly timeoutMs?: number | undefined;
  /**
   * What happens while the store is away. `count-here`: each process counts for itself. `let-in`: nobody counts, and
   * whoever can disturb Redis can guess without end. `refuse`: nobody can sign in (503).
   *
   * @default 'count-here'
   */
  readonly whenDown?: 'count-here' | 'let-in' | 'refuse' | undefined;
  /**
   * How many keys of each kind are kept in this process, of about 200 bytes each; there are eleven kinds. The least
   * recently used go first, so with too few of them somebody with many addresses can have counts forgotten.
   *
   * @default 20000
   */
  readonly maxKeys?: number | undefined;
  /** Gets every event, in place of the channel `who:limiter`, or besides. @default none */
  readonly onEvent?: ((event: LimiterEvent) => void) | undefined;
  /** Where the limiter says what an operator should know. @default warnings on standard error */
  readonly logger?: Pick<Logger, 'warn'> | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** A limiter for one authenticator, or what others share. */
export interface LimitedOptions extends LimiterOptions {
  /**
   * A limiter that `createLimiter` has made, in the place of the options above. All authenticators that look at the same
   * credentials have to share one: what one of them does not know would be a failure otherwise. @default one of its own
   */
  readonly limiter?: Limiter | undefined;
  /**
   * What credentials count under; nothing for those that this authenticator does not look at. It has to be given where
   * a plugin also finds credentials, and does not say which ones it `authenticates`.
   *
   * @default passwords by their `login`, tokens by their `token`
   */
  readonly key?: KeyOf | undefined;
}

const LIMIT_NAMES = {
  freeFailures: true,
  windowSeconds: true,
  firstDelaySeconds: true,
  maxDelaySeconds: true,
} satisfies OptionNames<LimitOptions>;

const NAMES = {
  pair: true,
  address: true,
  user: true,
  familiarDays: true,
  devices: true,
  normalizeUser: true,
  trustedProxies: true,
  addressHeader: true,
  ipv6Bits: true,
  url: true,
  tls: true,
  client: true,
  store: true,
  namespace: true,
  secret: true,
  timeoutMs: true,
  whenDown: true,
  maxKeys: true,
  onEvent: true,
  logger: true,
  now: true,
} satisfies OptionNames<LimiterOptions>;

export const LIMITED_NAMES: OptionNames<LimitedOptions> = { ...NAMES, limiter: true, key: true };

const DAY_SECONDS = 86_400;

const DEFAULTS: Limits = {
  pair: { freeFailures: 5, windowSeconds: DAY_SECONDS, firstDelaySeconds: 1, maxDelaySeconds: 900 },
  address: { freeFailures: 50, windowSeconds: 3600, firstDelaySeconds: 1, maxDelaySeconds: 300 },
  user: { freeFailures: 20, windowSeconds: DAY_SECONDS, firstDelaySeconds: 1, maxDelaySeconds: 900 },
};

/** Options with their defaults, checked. */
export interface LimiterSettings {
  readonly limits: Limits;
  readonly familiarSeconds: number;
  readonly devices: DeviceSettings | undefined;
  readonly normalizeUser: (user: string) => string;
  readonly proxies: TrustedProxies | undefined;
  /** In lower case. */
  readonly addressHeader: string;
  readonly ipv6Bits: number;
  /** Where counts are kept for all processes, if they are. */
  readonly place: { server: Server } | { client: RedisClient } | { store: LimiterStore } | undefined;
  readonly namespace: string;
  readonly secret: string | Uint8Array | undefined;
  readonly timeoutMs: number;
  readonly whenDown: 'count-here' | 'let-in' | 'refuse';
  readonly maxKeys: number;
  readonly onEvent: ((event: LimiterEvent) => void) | undefined;
  readonly logger: Pick<Logger, 'warn'>;
  readonly now: () => number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: LimiterOptions): LimiterSettings {
  checkOptions(PACKAGE, options, NAMES);
  const { whole, check, func } = checks;
  const { addressHeader = 'x-forwarded-for', whenDown = 'count-here', namespace = 'who:limiter' } = options;
  const { logger = { warn: (message: string) => console.warn(message) } } = options;
  // Without braces, among other things: in a Cluster all keys would be on one node.
  const isNamespace =
    typeof namespace === 'string' && /^[\w.-]+(?::[\w.-]+)*$/.test(namespace) && namespace.length <= 200;
  check(isNamespace, 'namespace', 'must be up to 200 letters, digits, "_", "." and "-", with single ":" in between.');
  check(['count-here', 'let-in', 'refuse'].includes(whenDown), 'whenDown', 'must be count-here, let-in or refuse.');
  check(typeof logger?.warn === 'function', 'logger', 'must have a method warn.');
  return {
    limits: {
      pair: limitOf('pair', options.pair),
      address: limitOf('address', options.address),
      user: limitOf('user', options.user),
    },
    familiarSeconds: whole('familiarDays', options.familiarDays ?? 30, 1, 3650) * DAY_SECONDS,
    devices: resolveDevices(options.devices),
    normalizeUser: func('normalizeUser', options.normalizeUser) ?? foldUser,
    proxies: proxiesOf(options.trustedProxies),
    addressHeader: checks.header('addressHeader', addressHeader),
    ipv6Bits: whole('ipv6Bits', options.ipv6Bits ?? 64, 16, 128),
    place: checks.place(options),
    namespace,
    secret: checks.secret('secret', options.secret),
    timeoutMs: whole('timeoutMs', options.timeoutMs ?? 250, 1, 60_000),
    whenDown,
    maxKeys: whole('maxKeys', options.maxKeys ?? 20_000, 100, 10_000_000),
    onEvent: func('onEvent', options.onEvent),
    logger,
    now: func('now', options.now) ?? Date.now,
  };
}

function limitOf(option: keyof Limits, given: LimitOptions = {}): Limit {
  checkOptions(PACKAGE, given, LIMIT_NAMES);
  const limit = { ...DEFAULTS[option] };
  for (const name of Object.keys(LIMIT_NAMES) as (keyof Limit)[]) {
    limit[name] = checks.whole(`${option}.${name}`, given[name] ?? limit[name], 1, checks.MOST_SECONDS);
  }
  if (limit.firstDelaySeconds > limit.maxDelaySeconds || limit.maxDelaySeconds > limit.windowSeconds) {
    throw badOption(PACKAGE, option, 'must have a first delay up to the longest, and that up to its window.');
  }
  return limit;
}

function proxiesOf(texts: readonly string[] | undefined): TrustedProxies | undefined {
  if (texts === undefined) return undefined;
  checks.check(Array.isArray(texts), 'trustedProxies', 'must be a list of addresses and ranges.');
  const proxies = trustedProxies(texts);
  if (typeof proxies === 'string') throw badOption(PACKAGE, 'trustedProxies', proxies);
  return proxies;
}
