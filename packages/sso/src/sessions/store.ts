import type { MaybePromise } from '@who/core';

/**
 * Where sessions are kept. A Keyv 5 instance is one. Each method may answer at once or by a promise, and fails by
 * throwing or rejecting.
 */
export interface SsoSessionStore {
  /** What is kept under a key; `undefined` or `null` when nothing is. */
  get(key: string): MaybePromise<unknown>;
  /**
   * Keeps a value, which is plain data.
   *
   * @param ttlMs for how long, in milliseconds from now
   * @returns `false` when the value was not kept; any other answer means that it was
   */
  set(key: string, value: unknown, ttlMs: number): MaybePromise<unknown>;
  /** Drops what is kept under a key, if anything is. */
  delete(key: string): MaybePromise<unknown>;
  /**
   * Keeps a value where nothing is kept, as one step (`SET … NX`). Without it, the same comes of several steps; then of
   * processes that are brought the same answer at the very same moment one takes it at most, and perhaps none.
   *
   * @returns `false` when something is kept there already
   */
  add?(key: string, value: unknown, ttlMs: number): MaybePromise<boolean>;
}
