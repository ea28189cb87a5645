// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Exchange } from '@who/core';
import type { Identity } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { MetadataProvider } from '@who/core';

type Attributes = Readonly<Record<string, readonly string[]>>;

interface CaptureOptions<Name extends string = 'attributes', Value extends object = Attributes> {
  readonly name?: Name | undefined;
  readonly getAttributes?: ((exchange: Exchange, identity: Identity) => MaybePromise<NoInfer<Value> | undefined>) | undefined;
  readonly key?: ((exchange: Exchange, identity: Identity) => string | undefined) | undefined;
  readonly ttlSeconds?: number | undefined;
  readonly maxValueBytes?: number | undefined;
  readonly strict?: boolean | undefined;
  readonly shape?: Shape<Value> | undefined;
}

type MetadataCache<Name extends string = 'attributes', Value extends object = Attributes> = Required<MetadataProvider<{
  readonly [N in Name]: Value;
}>>;

type MetadataCacheErrorCode = 'METADATA_STORE_FAILED';

interface MetadataCacheOptions<Name extends string = 'attributes', Value extends object = Attributes> extends CaptureOptions<Name, Value> {
  readonly store: MetadataStore;
  readonly plugin?: string | undefined;
}

interface MetadataStore {
  get(key: string): MaybePromise<unknown>;
  set(key: string, value: unknown, ttlMs: number, bytes: number): MaybePromise<unknown>;
  delete(key: string): MaybePromise<unknown>;
  readonly verbatim?: boolean | undefined;
}

interface Shape<Value> {
  is(value: unknown): value is Value;
  readonly empty: Value;
}

declare const attributesShape: Shape<Attributes>;

declare function metadataCache<const Name extends string = 'attributes', Value extends object = Attributes>(options: MetadataCacheOptions<Name, Value>): MetadataCache<NoInfer<Name>, NoInfer<Value>>;

// @who/metadata-cache
export {
  Attributes,
  CaptureOptions,
  MetadataCache,
  MetadataCacheErrorCode,
  MetadataCacheOptions,
  MetadataStore,
  Shape,
  attributesShape,
  metadataCache,
};
