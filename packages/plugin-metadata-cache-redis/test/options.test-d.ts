import type { Attributes } from '@who/metadata-cache';
import type { Cluster, Redis } from 'ioredis';
import type { Cluster as Cluster5, Redis as Redis5 } from 'ioredis-5';
import { expectTypeOf, it } from 'vitest';
import {
  type RedisClient,
  type RedisErrorCode,
  type RedisMetadataCache,
  type RedisMetadataCacheOptions,
  redisMetadataCache,
} from '../src/index.js';

const url = 'redis://localhost';

it('says which errors there are', () => {
  expectTypeOf<RedisErrorCode>().toEqualTypeOf<'BAD_OPTION' | 'REDIS_FAILED' | 'REDIS_UNSUPPORTED'>();
});

it('tells an application what it keeps, under the name that it is given', () => {
  expectTypeOf(redisMetadataCache({ url })).toEqualTypeOf<RedisMetadataCache<'attributes', Attributes>>();
  expectTypeOf(redisMetadataCache({ url, name: 'shib' })).toEqualTypeOf<RedisMetadataCache<'shib', Attributes>>();
  expectTypeOf(redisMetadataCache).returns.not.toBeAny();
  expectTypeOf<RedisMetadataCacheOptions>().not.toBeAny();
});

it('takes the clients of ioredis 5 and 6', () => {
  expectTypeOf<Redis>().toExtend<RedisClient>();
  expectTypeOf<Cluster>().toExtend<RedisClient>();
  expectTypeOf<Redis5>().toExtend<RedisClient>();
  expectTypeOf<Cluster5>().toExtend<RedisClient>();
});

it('takes nothing else', () => {
  // @ts-expect-error no client
  redisMetadataCache({ client: new Map() });
  // @ts-expect-error verification is not for turning off
  redisMetadataCache({ url, tls: { rejectUnauthorized: false } });
  // @ts-expect-error the store is Redis
  redisMetadataCache({ url, store: new Map() });
});
