// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Attributes } from '@who/metadata-cache';
import type { CaptureOptions } from '@who/metadata-cache';
import type { MetadataCache } from '@who/metadata-cache';

interface RedisClient extends RedisClientNode {
  readonly status: string;
  readonly options?: {
    readonly keyPrefix?: string | undefined;
  } | undefined;
  get(key: string): Promise<string | null>;
  mget(keys: string[]): Promise<(string | null)[]>;
  set(key: string, value: string, unit: 'PX', ttlMs: number): Promise<unknown>;
  unlink(key: string): Promise<number>;
  nodes?(role: 'master'): readonly RedisClientNode[];
  readonly slots?: readonly (readonly string[] | undefined)[];
}

interface RedisClientNode {
  scan(cursor: string, match: 'MATCH', pattern: string, limit: 'COUNT', count: number): Promise<[
    cursor: string,
    keys: string[]
  ]>;
}

type RedisErrorCode = 'BAD_OPTION' | 'REDIS_FAILED' | 'REDIS_UNSUPPORTED';

interface RedisMetadataCache<Name extends string = 'attributes', Value extends object = Attributes> extends MetadataCache<Name, Value> {
  clear(): Promise<void>;
  count(): Promise<number>;
  close(): Promise<void>;
}

interface RedisMetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes> extends CaptureOptions<Name, Value> {
  readonly url?: string | undefined;
  readonly tls?: RedisTls | undefined;
  readonly client?: RedisClient | undefined;
  readonly namespace?: string | undefined;
}

interface RedisTls {
  readonly ca?: string | Buffer | readonly (string | Buffer)[] | undefined;
  readonly cert?: string | Buffer | undefined;
  readonly key?: string | Buffer | undefined;
  readonly servername?: string | undefined;
}

declare function redisMetadataCache<const Name extends string = 'attributes', Value extends object = Attributes>(options: RedisMetadataCacheOptions<Name, Value>): RedisMetadataCache<NoInfer<Name>, NoInfer<Value>>;

// @who/plugin-metadata-cache-redis
export {
  RedisClient,
  RedisClientNode,
  RedisErrorCode,
  RedisMetadataCache,
  RedisMetadataCacheOptions,
  RedisTls,
  redisMetadataCache,
};
