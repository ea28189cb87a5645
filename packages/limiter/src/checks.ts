import { badOption, isToken, parseUrl } from '@who/core';
import { checkSecret, isLasting } from '@who/secrets';
import { failure, PACKAGE } from './errors.js';
import type { LimiterOptions, LimiterSettings } from './options.js';

// What an option has to be like, for resolveOptions(). Every function throws BAD_OPTION.

/** Ten years. */
export const MOST_SECONDS = 315_360_000;

export function check(good: boolean, option: string, problem: string): void {
  if (!good) throw badOption(PACKAGE, option, problem);
}

export function whole(option: string, value: number, min: number, max: number): number {
  check(
    Number.isInteger(value) && value >= min && value <= max,
    option,
    `must be a whole number from ${min} to ${max}.`,
  );
  return value;
}

export function func<F>(option: string, value: F | undefined): F | undefined {
  check(value === undefined || typeof value === 'function', option, 'must be a function.');
  return value;
}

export function header(option: string, name: string): string {
  check(typeof name === 'string' && isToken(name), option, 'must be the name of a header.');
  return name.toLowerCase();
}

export function secret(option: string, value: LimiterOptions['secret']): LimiterOptions['secret'] {
  if (value === undefined) return undefined;
  checkSecret(PACKAGE, option, value);
  check(Buffer.byteLength(value) >= 16, option, 'must have 16 bytes or more.');
  return value;
}

/** Where the counts are: one place at most. */
export function place({ url, tls, client, store }: LimiterOptions): LimiterSettings['place'] {
  const places = [url, client, store].filter((one) => one !== undefined);
  check(places.length <= 1, 'url', 'must be the only place: leave out "client" and "store", or it.');
  check(tls === undefined || (isTls(tls) && url?.startsWith('rediss:') === true), 'tls', TLS_PROBLEM);
  if (url !== undefined) {
    check(isRedisUrl(url), 'url', 'must be redis://[user:password@]host[:port][/database], or rediss:// with TLS.');
    refuseConnections();
    return { server: { url, tls } };
  }
  if (client !== undefined) {
    const isClient = hasMethods(client, ['defineCommand', 'multi', 'del']) && typeof client.status === 'string';
    check(isClient, 'client', 'must be a client of ioredis; for another one, give its URL.');
    refuseConnections();
    return { client };
  }
  if (store === undefined) return undefined;
  const isStore = hasMethods(store, ['penalty', 'reward', 'get', 'set', 'delete']);
  check(isStore, 'store', 'must be a limiter of rate-limiter-flexible.');
  return { store };
}

function refuseConnections(): void {
  if (isLasting) return;
  const problem = 'Workers keep no connection from one request to the next: give a "store" that is asked over HTTP.';
  throw failure('LIMITER_UNSUPPORTED', problem, {});
}

function hasMethods(value: unknown, methods: readonly string[]): boolean {
  const object = Object(value) as Record<string, unknown>;
  return methods.every((method) => typeof object[method] === 'function');
}

function isRedisUrl(url: unknown): boolean {
  const parsed = parseUrl(url);
  if (!parsed || !/^rediss?:\/\//.test(url as string)) return false;
  const { hostname, pathname, search, hash, username, password } = parsed;
  // A list of nodes is for a client.
  const isOne = /^[^,]+$/.test(hostname) && /^\/?\d{0,5}$/.test(pathname) && search + hash === '';
  return isOne && isDecodable(username + password);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

const TLS_PROBLEM = 'must be an object with ca, cert, key or servername, and go with a rediss:// URL.';
const TLS_OPTIONS: readonly string[] = ['ca', 'cert', 'key', 'servername'];

/** Anything else, such as what turns verification off, is refused: it would be thought to work. */
function isTls(tls: unknown): boolean {
  return typeof tls === 'object' && tls !== null && Object.keys(tls).every((name) => TLS_OPTIONS.includes(name));
}
