import { isScope } from './bearer-challenge.js';

/** What is known about a token. */
export interface ApiTokenRecord {
  /** Whose token it is. */
  readonly userid: string;
  /** The SHA-256 digest of the token, as 64 hexadecimal digits. Never the token. */
  readonly sha256: string;
  /**
   * What the token may be used for, e.g. `['read']`; they become `identity.tokens`, so that `hasToken('read')` holds.
   * Printable ASCII without spaces, `"` and `\`.
   *
   * @default none
   */
  readonly scopes?: readonly string[] | undefined;
  /**
   * From when on it counts no more, in milliseconds since 1970. A token that leaks and never expires opens the door
   * until somebody notices.
   *
   * @default never
   */
  readonly expiresAtMs?: number | undefined;
}

/**
 * What is wrong with something that should be a record, in words that hold nothing of it: by mistake a token may stand
 * where its digest belongs.
 */
export function problemOf(record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null) return 'is no object';
  const { userid, sha256, scopes, expiresAtMs } = record as Partial<Record<keyof ApiTokenRecord, unknown>>;
  if (typeof userid !== 'string' || userid === '') return 'has no "userid"';
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/i.test(sha256)) {
    return `has no "sha256" of 64 hexadecimal digits${sha256 === '' ? ' (it is empty: is its variable set?)' : ''}`;
  }
  if (scopes !== undefined && !(Array.isArray(scopes) && scopes.every(isScopeText))) {
    return 'has "scopes" that are no list of scopes';
  }
  if (expiresAtMs !== undefined && !Number.isFinite(expiresAtMs)) {
    return 'has an "expiresAtMs" that is no number of milliseconds';
  }
  return undefined;
}

function isScopeText(scope: unknown): boolean {
  return typeof scope === 'string' && isScope(scope);
}
