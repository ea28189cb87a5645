// What users of the package see. Written by "npx -y pnpm@12 api".

import type { EncryptionKey } from '@who/secrets';
import type { Exchange } from '@who/core';
import type { Identity } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { MetadataProvider } from '@who/core';

type Attributes = Readonly<Record<string, readonly string[]>>;

type Cached<M extends object> = Required<MetadataProvider<M>>;

interface CachedOptions extends Omit<StoreOptions, 'staleIfErrorSeconds' | 'writeBehind'> {
  readonly store: MetadataStore;
  readonly key?: ((exchange: Exchange, identity: Identity) => string | undefined) | undefined;
  readonly ttlSeconds?: number | undefined;
  readonly staleSeconds?: number | undefined;
  readonly missSeconds?: number | undefined;
  readonly errorSeconds?: number | undefined;
  readonly maxValueBytes?: number | undefined;
  readonly plugin?: string | undefined;
  readonly name?: string | undefined;
}

interface CaptureOptions<Name extends string = 'attributes', Value extends object = Attributes> extends StoreOptions {
  readonly name?: Name | undefined;
  readonly getAttributes?: ((exchange: Exchange, identity: Identity) => MaybePromise<NoInfer<Value> | undefined>) | undefined;
  readonly key?: ((exchange: Exchange, identity: Identity) => string | undefined) | undefined;
  readonly ttlSeconds?: number | ((exchange: Exchange, identity: Identity, value: NoInfer<Value>) => number) | undefined;
  readonly maxValueBytes?: number | undefined;
  readonly shape?: Shape<Value> | undefined;
}

declare const DEFAULT_MAX_VALUE_BYTES = 1048576;

type MetadataCache<Name extends string = 'attributes', Value extends object = Attributes> = Required<MetadataProvider<{
  readonly [N in Name]: Value;
}>>;

type MetadataCacheErrorCode = 'METADATA_STORE_FAILED';

interface MetadataCacheEvent {
  readonly event: 'captured' | 'hit' | 'miss' | 'own' | 'failed' | 'opened' | 'closed' | 'evicted';
  readonly plugin: string;
  readonly name?: string | undefined;
  readonly operation?: string | undefined;
  readonly error?: string | undefined;
  readonly shard?: string | undefined;
}

interface MetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes> extends CaptureOptions<Name, Value> {
  readonly store: MetadataStore;
  readonly plugin?: string | undefined;
}

interface MetadataStore {
  get(key: string): MaybePromise<unknown>;
  set(key: string, value: unknown, ttlMs: number, bytes: number): MaybePromise<unknown>;
  delete(key: string): MaybePromise<unknown>;
  readonly verbatim?: boolean | undefined;
  readonly fresh?: boolean | undefined;
  readonly namespace?: string | undefined;
  shardOf?(key: string): string | undefined;
}

interface Shape<Value> {
  is(value: unknown): value is Value;
  readonly empty: Value;
}

interface StoreOptions {
  readonly timeoutMs?: number | undefined;
  readonly strict?: boolean | undefined;
  readonly staleIfErrorSeconds?: number | undefined;
  readonly writeBehind?: boolean | undefined;
  readonly encryptionKeys?: readonly EncryptionKey[] | undefined;
}

declare const attributesShape: Shape<Attributes>;

declare function cached<M extends object>(provider: MetadataProvider<M>, options: CachedOptions): Cached<M>;

declare function metadataCache<const Name extends string = 'attributes', Value extends object = Attributes>(options: MetadataCacheOptions<Name, Value>): MetadataCache<NoInfer<Name>, NoInfer<Value>>;

// @who/metadata-cache
export {
  Attributes,
  Cached,
  CachedOptions,
  CaptureOptions,
  DEFAULT_MAX_VALUE_BYTES,
  EncryptionKey,
  MetadataCache,
  MetadataCacheErrorCode,
  MetadataCacheEvent,
  MetadataCacheOptions,
  MetadataStore,
  Shape,
  StoreOptions,
  attributesShape,
  cached,
  metadataCache,
};
