/**
 * Redis, whichever client speaks to it. Commands throw at once while there is no connection: none waits for one to come
 * back, except for the very first.
 */
export interface Connection {
  /** The text under a key; nothing when there is none. */
  get(key: string): Promise<unknown>;
  /** The texts under several keys, by one command, in their order. A Cluster has no such command. */
  getMany?(keys: readonly string[]): Promise<unknown>;
  set(key: string, text: string, ttlMs: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
  /** All nodes that hold keys of their own. */
  nodes(): readonly RedisNode[];
  /** What the client puts before each key by itself. */
  readonly keyPrefix: string;
  /** The node of a Cluster that answers for a key, by its address. */
  shardOf?(key: string): string | undefined;
  /** Begins anew where a connection is of no use any more: commands that wait fail. A client of others is left alone. */
  renew?(): void;
  /** Ends what was opened here. */
  close(): Promise<void>;
}

export interface RedisNode {
  /** A part of the keys that match: up to about `count`, and where to go on; `'0'` is the beginning, and the end. */
  scan(cursor: string, pattern: string, count: number): Promise<readonly [cursor: string, keys: readonly string[]]>;
}
