import type { MaybePromise } from '@who/core';

/**
 * Where a cache keeps values. A Keyv 5 instance is one. Each method may answer at once or by a promise, and fails by
 * throwing or rejecting.
 */
export interface MetadataStore {
  /** What is kept under a key; `undefined` or `null` when nothing is. */
  get(key: string): MaybePromise<unknown>;
  /**
   * Keeps a value: plain data, deeply frozen.
   *
   * @param ttlMs for how long, in milliseconds from now
   * @param bytes what key and value occupy in memory, estimated; for stores that bound it
   * @returns `false` when the value was not kept; any other answer means that it was
   */
  set(key: string, value: unknown, ttlMs: number, bytes: number): MaybePromise<unknown>;
  /** Drops what is kept under a key, if anything is. */
  delete(key: string): MaybePromise<unknown>;
  /**
   * Whether `get` answers with values that are deeply frozen and equal to those that `set` was given, so that they are
   * known to be good. Without it everything that `get` answers is checked and copied. @default false
   */
  readonly verbatim?: boolean | undefined;
  /**
   * Whether what `get` answers is plain data that nobody else holds, such as `JSON.parse` makes. It is checked then, and
   * frozen as it is, in a fraction of the time that a copy takes. @default false
   */
  readonly fresh?: boolean | undefined;
  /**
   * What sets the keys of this store apart from those of others in the same database. Encrypted values are bound to it.
   * Keyv instances have one. @default ''
   */
  readonly namespace?: string | undefined;
  /**
   * The part of the store that a key lives in, such as the node of a cluster: when one is away, the others go on
   * answering. Must answer at once and not throw. @default the store as a whole
   */
  shardOf?(key: string): string | undefined;
}
