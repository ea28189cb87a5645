import { badOption, isToken, type MaybePromise } from '@who/core';
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
   * give it an index and a time limit.
   *
   * @default none
   */
  readonly lookup?: ApiTokenLookup | undefined;
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
  readonly header: string | undefined;
  readonly maxBytes: number;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions({ realm, tokens, lookup, header, maxBytes = 1024 }: ApiTokenOptions): ApiTokenSettings {
  if (typeof realm !== 'string' || !/^[\x20-\x7e]+$/.test(realm)) {
    throw badOption(PLUGIN, 'realm', 'must be a text of printable ASCII characters.');
  }
  if (tokens === undefined && lookup === undefined) {
    throw badOption(PLUGIN, 'tokens', 'must be given, or "lookup": nobody could sign in.');
  }
  if (lookup !== undefined && typeof lookup !== 'function') {
    throw badOption(PLUGIN, 'lookup', 'must be a function.');
  }
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) {
    throw badOption(PLUGIN, 'maxBytes', 'must be a positive number of bytes.');
  }
  return { realm, tokens: checkedTokens(tokens ?? []), lookup, header: checkedHeader(header), maxBytes };
}

function checkedTokens(tokens: readonly ApiTokenRecord[]): ApiTokenRecord[] {
  if (!Array.isArray(tokens)) throw badOption(PLUGIN, 'tokens', 'must be a list of records.');
  const digests = new Set<string>();
  return tokens.map((record: ApiTokenRecord, index) => {
    const problem = problemOf(record) ?? (digests.has(record.sha256.toLowerCase()) ? 'repeats a "sha256"' : undefined);
    if (problem !== undefined) throw badOption(PLUGIN, 'tokens', `must hold records: number ${index + 1} ${problem}.`);
    const { userid, scopes = [], expiresAtMs } = record;
    const sha256 = record.sha256.toLowerCase();
    digests.add(sha256);
    return { userid, sha256, scopes: [...scopes], expiresAtMs };
  });
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
