import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { badResponse } from '../errors.js';
import type { Asker } from './asker.js';

/** The public keys of a provider. They are fetched when one is needed, and again when an unknown one is. */
export interface KeySet {
  /**
   * Finds keys for one request.
   *
   * @throws {WhoError} OIDC_UNAVAILABLE and others, where they cannot be fetched
   */
  keyOf(asker: Asker): JWTVerifyGetKey;
}

/**
 * Keys that stay for {@link MAX_AGE_MS}; one that the provider has withdrawn is good for no longer. Anybody can send a
 * token that names a key which does not exist, so that they are fetched no more often than every {@link PAUSE_MS}.
 */
export function keySet(fetchKeys: (asker: Asker) => Promise<unknown>): KeySet {
  let known: Known | undefined;
  let pending: Promise<Known> | undefined;

  function load(asker: Asker): Promise<Known> {
    pending ??= fetchKeys(asker)
      .then((found) => {
        known = { find: finderOf(found), atMs: asker.now() };
        return known;
      })
      .finally(() => {
        pending = undefined;
      });
    return pending;
  }

  return {
    keyOf: (asker) => async (header, token) => {
      const here = known && isYounger(known, MAX_AGE_MS, asker) ? known : await load(asker);
      try {
        return await here.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || isYounger(here, PAUSE_MS, asker)) throw error;
        return (await load(asker)).find(header, token);
      }
    },
  };
}

interface Known {
  readonly find: JWTVerifyGetKey;
  readonly atMs: number;
}

function finderOf(found: unknown): JWTVerifyGetKey {
  try {
    return createLocalJWKSet(found as JSONWebKeySet);
  } catch {
    throw badResponse('what its "jwks_uri" names are no keys');
  }
}

/** A clock that was set back makes nothing younger. */
function isYounger({ atMs }: Known, ageMs: number, asker: Asker): boolean {
  const passed = asker.now() - atMs;
  return passed >= 0 && passed < ageMs;
}

const MAX_AGE_MS = 600_000;
const PAUSE_MS = 5000;
