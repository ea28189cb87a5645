/** What is needed of a client of `ioredis` 5 or 6: a `Redis`, also by Sentinel, or a `Cluster`. */
export interface RedisClient extends RedisClientNode {
  readonly status: string;
  readonly options?: { readonly keyPrefix?: string | undefined } | undefined;
  get(key: string): Promise<string | null>;
  mget(keys: string[]): Promise<(string | null)[]>;
  set(key: string, value: string, unit: 'PX', ttlMs: number): Promise<unknown>;
  unlink(key: string): Promise<number>;
  /** A Cluster's. */
  nodes?(role: 'master'): readonly RedisClientNode[];
  /** A Cluster's: the addresses of the nodes for each slot, the master first. */
  readonly slots?: readonly (readonly string[] | undefined)[];
}

/** A single server, as far as its keys are listed. */
export interface RedisClientNode {
  scan(
    cursor: string,
    match: 'MATCH',
    pattern: string,
    limit: 'COUNT',
    count: number,
  ): Promise<[cursor: string, keys: string[]]>;
}
