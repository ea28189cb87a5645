import { chain, type MaybePromise } from '@who/core';
import { floodGate } from './flood-gate.js';
import type { GuardedStore } from './guarded-store.js';

/**
 * Ends of sessions that are not there (yet): a logout may come while the ticket's answer is on its way, or its session
 * is being written. Each is kept for a short time, for the one who writes the session and looks afterwards.
 */
export interface EarlyEnds {
  /** @throws {WhoError} CAS_SESSION_STORE_FAILED */
  note(sessionId: string): MaybePromise<void>;
  /** @throws {WhoError} CAS_SESSION_STORE_FAILED */
  has(sessionId: string): MaybePromise<boolean>;
}

/** @param now in milliseconds since 1970 */
export function earlyEnds(store: GuardedStore, now: () => number): EarlyEnds {
  const mayPass = floodGate(MAX_ENDS, LIFETIME_MS, now);
  return {
    // In a flood of made-up tickets the rest is not kept: then a logout may miss a session that is just beginning.
    note: (sessionId) => (mayPass() ? store.set(sessionId, true, LIFETIME_MS) : undefined),
    has: (sessionId) => chain(store.get(sessionId), (found) => found === true),
  };
}

/** Longer than a validation and its session take. */
const LIFETIME_MS = 120_000;
/** Logout requests for tickets that began no session here, in that time and in one process. */
export const MAX_ENDS = 10_000;
