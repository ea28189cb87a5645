import { badOption, checkOptions, type OptionNames, parseUrl } from '@who/core';
import type { Attributes, CaptureOptions } from '@who/metadata-cache';
import type { RedisClient } from './client.js';
import { PLUGIN } from './errors.js';
import type { RedisTls, Server } from './open-client.js';

/** Options of `redisMetadataCache`: `url` or `client`, and what all metadata caches take. */
export interface RedisMetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes>
  extends CaptureOptions<Name, Value> {
  /**
   * Where a single Redis server is: `redis://user:password@host:6379/0`, with TLS `rediss://…`. The cache opens a
   * connection of its own. Without TLS everybody on the way can read and change what is kept.
   *
   * @default none: `client` says where
   */
  readonly url?: string | undefined;
  /**
   * With a `rediss://` URL: the authorities to trust (`ca`), the client's own certificate (`cert`, `key`), the name of
   * the server (`servername`). The server's certificate is always verified. @default what Node trusts
   */
  readonly tls?: RedisTls | undefined;
  /**
   * The application's own client of `ioredis` 5 or 6: single, Cluster or Sentinel. It is never closed here. One that
   * reads from replicas (`scaleReads`) may replay what was there before a sign-in or a logout.
   *
   * @default none: a connection by `url`
   */
  readonly client?: RedisClient | undefined;
  /**
   * What the keys begin with: `namespace::userid`. Each cache needs its own; caches with the same one share what they
   * keep, and whoever can write there can change rights. Letters, digits, `_`, `.`, `-`, and `:` in between.
   *
   * @default `who:` and the name: `who:attributes`
   */
  readonly namespace?: string | undefined;
}

const NAMES = {
  url: true,
  tls: true,
  client: true,
  namespace: true,
  name: true,
  getAttributes: true,
  key: true,
  ttlSeconds: true,
  maxValueBytes: true,
  shape: true,
  timeoutMs: true,
  strict: true,
  staleIfErrorSeconds: true,
  writeBehind: true,
  encryptionKeys: true,
} satisfies OptionNames<RedisMetadataCacheOptions>;

/** Where Redis is, under what namespace, and what all metadata caches take. */
export interface Settings<Name extends string, Value extends object> {
  readonly redis: Server | RedisClient;
  readonly namespace: string;
  readonly capture: CaptureOptions<Name, Value>;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions<Name extends string, Value extends object>(
  options: RedisMetadataCacheOptions<Name, Value>,
): Settings<Name, Value> {
  checkOptions(PLUGIN, options, NAMES);
  const { url, tls, client, namespace = `who:${options.name ?? 'attributes'}`, ...capture } = options;
  const refuse = (option: string, problem: string): never => {
    throw badOption(PLUGIN, option, problem);
  };
  // No braces, among other things: they would put the whole cache on one node of a Cluster.
  if (typeof namespace !== 'string' || !/^[\w.-]+(?::[\w.-]+)*$/.test(namespace) || namespace.length > 200) {
    refuse('namespace', 'must be up to 200 letters, digits, "_", "." and "-", with single ":" in between.');
  }
  if ((url === undefined) === (client === undefined)) refuse('url', 'must be given, or else "client"; not both.');
  if (url !== undefined && !isRedisUrl(url)) {
    refuse('url', 'must be redis://[user:password@]host[:port][/database], or rediss:// with TLS.');
  }
  if (tls !== undefined && !isTls(tls)) refuse('tls', 'must be an object with ca, cert, key or servername.');
  if (tls !== undefined && !url?.startsWith('rediss:')) refuse('tls', 'must go with a rediss:// URL.');
  if (client !== undefined && !isClient(client)) {
    refuse('client', 'must be a client of ioredis; for another one, give its URL.');
  }
  return { redis: client ?? { url: url as string, tls }, namespace, capture };
}

function isRedisUrl(url: unknown): boolean {
  const parsed = parseUrl(url);
  if (!parsed || !/^rediss?:\/\//.test(url as string)) return false;
  const { hostname, pathname, search, hash, username, password } = parsed;
  // A list of nodes is for a client.
  return (
    /^[^,]+$/.test(hostname) &&
    /^\/?\d{0,5}$/.test(pathname) &&
    search + hash === '' &&
    isDecodable(username + password)
  );
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const TLS_OPTIONS: readonly string[] = ['ca', 'cert', 'key', 'servername'];

/** Anything else, such as what turns verification off, is refused: it would be thought to work. */
function isTls(tls: unknown): boolean {
  return typeof tls === 'object' && tls !== null && Object.keys(tls).every((name) => TLS_OPTIONS.includes(name));
}

function isClient(client: unknown): boolean {
  const object = Object(client) as Record<string, unknown>;
  const methods = ['get', 'mget', 'set', 'unlink', 'scan'].every((method) => typeof object[method] === 'function');
  return methods && typeof object['status'] === 'string';
}
