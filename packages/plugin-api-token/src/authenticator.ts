import { hash, timingSafeEqual } from 'node:crypto';
import {
  type Authentication,
  type Authenticator,
  chain,
  type Exchange,
  isPromise,
  type MaybePromise,
  WhoError,
} from '@who/core';
import { isB64token } from './bearer.js';
import { ApiTokenCredentials } from './credentials.js';
import { type ApiTokenErrorCode, PLUGIN } from './errors.js';
import type { ApiTokenLookup, ApiTokenSettings } from './options.js';
import { notePresented } from './presented.js';
import { type ApiTokenRecord, problemOf } from './record.js';

/**
 * Knows tokens by their digests. The table is asked with a digest, which nobody can steer towards another one, and what
 * it answers is compared in constant time: how long it takes says nothing about any entry.
 */
export function tokenAuthenticator({ tokens, lookup }: Pick<ApiTokenSettings, 'tokens' | 'lookup'>): Authenticator {
  const known = new Map(tokens.map((record) => [record.sha256, record]));

  return {
    authenticate(exchange, credentials) {
      if (!(credentials instanceof ApiTokenCredentials)) return undefined;
      const { token } = credentials;
      // An application can pass on anything that it found in a JSON body.
      if (typeof token !== 'string' || !isB64token(token)) return undefined;
      const sha256 = hash('sha256', token);
      const record = known.get(sha256);
      if (record || !lookup) return accept(exchange, sha256, record);
      return chain(ask(lookup, sha256), (found) => accept(exchange, sha256, checked(found)));
    },
  };
}

function accept(exchange: Exchange, sha256: string, record: ApiTokenRecord | undefined): Authentication | undefined {
  const isSame = timingSafeEqual(bytes(record?.sha256 ?? NOBODY), bytes(sha256));
  if (!record || !isSame || (record.expiresAtMs ?? Number.POSITIVE_INFINITY) <= exchange.now()) return undefined;
  notePresented(exchange, 'accepted');
  // A copy: whoever adds to an identity's tokens must not add to the record's scopes.
  return { userid: record.userid, tokens: [...(record.scopes ?? [])] };
}

/** @throws {WhoError} API_TOKEN_LOOKUP_FAILED */
function ask(lookup: ApiTokenLookup, sha256: string): ReturnType<ApiTokenLookup> {
  let answer: MaybePromise<ApiTokenRecord | null | undefined>;
  try {
    answer = lookup(sha256);
  } catch (error) {
    throw lookupFailed(error);
  }
  if (!isPromise(answer)) return answer;
  return answer.then(undefined, (error: unknown) => {
    throw lookupFailed(error);
  });
}

/** @throws {WhoError} API_TOKEN_BAD_RECORD */
function checked(record: ApiTokenRecord | null | undefined): ApiTokenRecord | undefined {
  if (record === null || record === undefined) return undefined;
  const problem = problemOf(record);
  if (problem === undefined) return record;
  throw failure('API_TOKEN_BAD_RECORD', `What "lookup" returned ${problem}.`, { status: 500 });
}

function lookupFailed(cause: unknown): WhoError<ApiTokenErrorCode> {
  const message = 'Tokens cannot be looked up; see the cause.';
  return failure('API_TOKEN_LOOKUP_FAILED', message, { status: 503, cause });
}

function failure(
  code: ApiTokenErrorCode,
  message: string,
  options: { readonly status: number; readonly cause?: unknown },
): WhoError<ApiTokenErrorCode> {
  return new WhoError(message, { ...options, code, plugin: PLUGIN });
}

function bytes(sha256: string): Buffer {
  return Buffer.from(sha256, 'hex');
}

/** No token has this digest, as far as anybody can know. */
const NOBODY = '0'.repeat(64);
