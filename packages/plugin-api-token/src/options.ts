import { badOption, checkOptions, didYouMean, isToken, type MaybePromise, type OptionNames } from '@who/core';
import { PLUGIN } from './errors.js';
import { type ApiTokenRecord, problemOf } from './record.js';

/**
 * Finds the record of a token by the token's SHA-256 digest (64 hexadecimal digits in lower case). Nothing, where there
 * is none or it was revoked. When it throws or rejects, the request fails with 503.
 */
export type ApiTokenLookup = (sha256: string) => MaybePromise<ApiTokenRecord | null | undefined>;

/** How the plugin is set up. It needs `tokens`, `lookup`, or both. */
export interface ApiTokenOptions {
  /** What a client is told that the token is for. Everybody can see it. Printable ASCII. */
  readonly realm: string;
  /**
   * The tokens that count, by their digests. To revoke one takes a restart; `lookup` does without.
   *
   * @default none
   */
  readonly tokens?: readonly ApiTokenRecord[] | undefined;
  /**
   * Finds what `tokens` do not have, in a database for instance. It is asked for every token that anybody makes up, so
   * give it an index.
   *
   * @default none
   */
  readonly lookup?: ApiTokenLookup | undefined;
  /**
   * How long a request waits for `lookup`, in milliseconds, before it fails with 503. More of it lets more requests wait
   * while the database does not answer.
   *
   * @default 5000
   */
  readonly lookupTimeoutMs?: number | undefined;
  /**
   * How many lookups may be under way at the same time, those included that nobody waits for any more. Beyond that,
   * requests fail with 503 at once, so that nothing piles up while the database does not answer.
   *
   * @default 1000
   */
  readonly maxLookups?: number | undefined;
  /**
   * Name of one more header that may carry a token, alone, e.g. `X-API-Key`. Proxies and logs that hide `Authorization`
   * may show this one, and shared caches may store the answer.
   *
   * @default none
   */
  readonly header?: string | undefined;
  /**
   * The longest token that is looked at, in bytes. Longer ones are malformed. More of it lets anybody have more bytes
   * hashed.
   *
   * @default 1024
   */
  readonly maxBytes?: number | undefined;
}

/** Options with their defaults; the name of the header and all digests in lower case. */
export interface ApiTokenSettings {
  readonly realm: string;
  readonly tokens: readonly ApiTokenRecord[];
  readonly lookup: ApiTokenLookup | undefined;
  readonly lookupTimeoutMs: number;
  readonly maxLookups: number;
  readonly header: string | undefined;
  readonly maxBytes: number;
}

const NAMES = {
  realm: true,
  tokens: true,
  lookup: true,
  lookupTimeoutMs: true,
  maxLookups: true,
  header: true,
  maxBytes: true,
} satisfies OptionNames<ApiTokenOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: ApiTokenOptions): ApiTokenSettings {
  checkOptions(PLUGIN, options, NAMES);
  const { realm, tokens, lookup, header } = options;
  const { lookupTimeoutMs = 5000, maxLookups = 1000, maxBytes = 1024 } = options;
  if (typeof realm !== 'string' || !/^[\x20-\x7e]+$/.test(realm)) {
    throw badOption(PLUGIN, 'realm', 'must be a text of printable ASCII characters.');
  }
  if (tokens === undefined && lookup === undefined) {
    throw badOption(PLUGIN, 'tokens', 'must be given, or "lookup": nobody could sign in.');
  }
  if (lookup !== undefined && typeof lookup !== 'function') {
    throw badOption(PLUGIN, 'lookup', 'must be a function.');
  }
  for (const [name, value] of Object.entries({ lookupTimeoutMs, maxLookups, maxBytes })) {
    if (!Number.isInteger(value) || value < 1 || value > 2 ** 31 - 1) {
      throw badOption(PLUGIN, name, 'must be a positive whole number.');
    }
  }
  return {
    realm,
    tokens: checkedTokens(tokens ?? []),
    lookup,
    lookupTimeoutMs,
    maxLookups,
    header: checkedHeader(header),
    maxBytes,
  };
}

function checkedTokens(tokens: readonly ApiTokenRecord[]): ApiTokenRecord[] {
  if (!Array.isArray(tokens)) throw badOption(PLUGIN, 'tokens', 'must be a list of records.');
  const digests = new Set<string>();
  return tokens.map((record: ApiTokenRecord, index) => {
    const problem = problemOf(record) ?? (digests.has(record.sha256.toLowerCase()) ? 'repeats a "sha256"' : undefined);
    if (problem !== undefined) throw badOption(PLUGIN, 'tokens', `must hold records: number ${index + 1} ${problem}.`);
    refuseStrangers(record);
    const { userid, scopes = [], expiresAtMs } = record;
    const sha256 = record.sha256.toLowerCase();
    digests.add(sha256);
    return { userid, sha256, scopes: [...scopes], expiresAtMs };
  });
}

const RECORD_NAMES = {
  userid: true,
  sha256: true,
  scopes: true,
  expiresAtMs: true,
} satisfies OptionNames<ApiTokenRecord>;

/** A misspelt `expiresAtMs` would make a token that never expires. */
function refuseStrangers(record: ApiTokenRecord): void {
  const name = Object.keys(record).find((key) => !Object.hasOwn(RECORD_NAMES, key));
  if (name === undefined) return;
  const hint = didYouMean(name, Object.keys(RECORD_NAMES));
  throw badOption(PLUGIN, 'tokens', `has a record with an unknown ${JSON.stringify(name)}.${hint}`);
}

function checkedHeader(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !isToken(header) || TAKEN.has(header.toLowerCase())) {
    throw badOption(PLUGIN, 'header', 'must be the name of a header other than "Authorization" and "Cookie".');
  }
  return header.toLowerCase();
}

/** One is looked at anyway. Browsers send the other along with requests that foreign sites cause. */
const TAKEN: ReadonlySet<string> = new Set(['authorization', 'cookie']);
