import { createWho, type Exchange, type Identity, type MaybePromise } from '@who/core';
import { fakeRequest } from '@who/testkit';
import Keyv from 'keyv';
import { expectTypeOf, test } from 'vitest';
import {
  type Attributes,
  type MetadataCache,
  type MetadataCacheErrorCode,
  type MetadataStore,
  metadataCache,
  type Shape,
} from '../src/index.js';

const store = new Keyv();
interface Profile {
  readonly age: number;
}
declare const profile: Shape<Profile>;

test('a Keyv instance is a store', () => {
  expectTypeOf(store).toExtend<MetadataStore>();
  expectTypeOf(new Keyv<string>()).toExtend<MetadataStore>();
  expectTypeOf(new Map<string, unknown>()).toExtend<MetadataStore>();
});

test('public types are not any', () => {
  expectTypeOf(metadataCache).not.toBeAny();
  expectTypeOf<MetadataCache>().not.toBeAny();
  expectTypeOf<MetadataCacheErrorCode>().toEqualTypeOf<'METADATA_STORE_FAILED'>();
  expectTypeOf<Attributes>().toEqualTypeOf<Readonly<Record<string, readonly string[]>>>();
});

test('what a cache adds has its name and its type', () => {
  const cache = metadataCache({ store });
  expectTypeOf(cache).toEqualTypeOf<MetadataCache<'attributes', Attributes>>();
  expectTypeOf(cache.addMetadata).returns.toEqualTypeOf<
    MaybePromise<{ readonly attributes: Attributes } | undefined>
  >();
  expectTypeOf(cache.forgetMetadata).parameters.toEqualTypeOf<[exchange: Exchange, identity: Identity]>();
  expectTypeOf(metadataCache({ store, name: 'shib' })).toEqualTypeOf<MetadataCache<'shib', Attributes>>();
  expectTypeOf(metadataCache({ store, shape: profile })).toEqualTypeOf<MetadataCache<'attributes', Profile>>();
});

test('the engine knows it', () => {
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: {
      attributes: metadataCache({ store }),
      profile: metadataCache({ store, name: 'profile', shape: profile }),
    },
    metadataProviders: ['attributes', 'profile'],
  });
  const identity = who.api(fakeRequest()).identity;
  expectTypeOf(identity?.metadata.attributes).toEqualTypeOf<Attributes | undefined>();
  expectTypeOf(identity?.metadata.profile).toEqualTypeOf<Profile | undefined>();
});

test('the shape gives the type, and what is captured has to have it', () => {
  metadataCache({ store, shape: profile, getAttributes: () => ({ age: 7 }) });
  metadataCache({ store, getAttributes: async (exchange) => ({ mail: [exchange.path] }) });
  // @ts-expect-error without a shape only Attributes are kept
  metadataCache({ store, getAttributes: () => ({ age: 7 }) });
  // @ts-expect-error a store is needed
  metadataCache({});
});
