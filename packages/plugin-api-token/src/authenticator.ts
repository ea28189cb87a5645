import { hash, timingSafeEqual } from 'node:crypto';
import { type Authentication, type Authenticator, chain, type Exchange } from '@who/core';
import { isB64token } from './bearer.js';
import { ApiTokenCredentials } from './credentials.js';
import { failure } from './errors.js';
import { boundedLookup } from './lookup.js';
import type { ApiTokenSettings } from './options.js';
import { notePresented } from './presented.js';
import { reasons } from './reasons.js';
import { type ApiTokenRecord, problemOf } from './record.js';

/**
 * Knows tokens by their digests. The table is asked with a digest, which nobody can steer towards another one, and what
 * it answers is compared in constant time: how long it takes says nothing about any entry.
 */
export function tokenAuthenticator(settings: ApiTokenSettings): Authenticator {
  const known = new Map(settings.tokens.map((record) => [record.sha256, record]));
  const lookup = settings.lookup && boundedLookup(settings.lookup, settings);

  return {
    authenticates: [ApiTokenCredentials],
    authenticate(exchange, credentials) {
      if (!(credentials instanceof ApiTokenCredentials)) {
        return exchange.explain?.(reasons.API_TOKEN_OTHER_CREDENTIALS);
      }
      const { token } = credentials;
      // An application can pass on anything that it found in a JSON body.
      if (typeof token !== 'string' || !isB64token(token)) return exchange.explain?.(reasons.API_TOKEN_UNKNOWN);
      const sha256 = hash('sha256', token);
      const record = known.get(sha256);
      if (record || !lookup) return accept(exchange, sha256, record);
      return chain(lookup(sha256, exchange), (found) => accept(exchange, sha256, checked(found)));
    },
  };
}

function accept(exchange: Exchange, sha256: string, record: ApiTokenRecord | undefined): Authentication | undefined {
  const isSame = timingSafeEqual(bytes(record?.sha256 ?? NOBODY), bytes(sha256));
  if (!record || !isSame) return exchange.explain?.(reasons.API_TOKEN_UNKNOWN);
  const { expiresAtMs = Number.POSITIVE_INFINITY } = record;
  const leftMs = expiresAtMs - exchange.now();
  if (!(leftMs > 0)) return exchange.explain?.(reasons.API_TOKEN_EXPIRED, { seconds: Math.floor(-leftMs / 1000) });
  exchange.explain?.(reasons.API_TOKEN_ACCEPTED);
  notePresented(exchange, 'accepted');
  // A copy: whoever adds to an identity's tokens must not add to the record's scopes.
  return { userid: record.userid, tokens: [...(record.scopes ?? [])] };
}

/** @throws {WhoError} API_TOKEN_BAD_RECORD */
function checked(record: ApiTokenRecord | null | undefined): ApiTokenRecord | undefined {
  if (record === null || record === undefined) return undefined;
  const problem = problemOf(record);
  if (problem === undefined) return record;
  throw failure('API_TOKEN_BAD_RECORD', `What "lookup" returned ${problem}.`, { status: 500 });
}

function bytes(sha256: string): Buffer {
  return Buffer.from(sha256, 'hex');
}

/** No token has this digest, as far as anybody can know. */
const NOBODY = '0'.repeat(64);
