import { createWho } from '@who/core';
import type { Attributes, Shape } from '@who/metadata-cache';
import { fakeRequest } from '@who/testkit';
import { expectTypeOf, test } from 'vitest';
import {
  type MemoryMetadataCache,
  type MemoryMetadataCacheOptions,
  type MemoryStats,
  memoryMetadataCache,
} from '../src/index.js';

interface Profile {
  readonly age: number;
}
declare const profile: Shape<Profile>;
const publicUrl = 'https://app.example.org';

test('public types are not any', () => {
  expectTypeOf(memoryMetadataCache).not.toBeAny();
  expectTypeOf<MemoryMetadataCacheOptions>().not.toBeAny();
  expectTypeOf(memoryMetadataCache()).toEqualTypeOf<MemoryMetadataCache<'attributes', Attributes>>();
  expectTypeOf(memoryMetadataCache().stats()).toEqualTypeOf<MemoryStats>();
});

test('an application sees the attributes on the identity', () => {
  const who = createWho({
    publicUrl,
    plugins: { attributes: memoryMetadataCache() },
    metadataProviders: ['attributes'],
  });
  const identity = who.api(fakeRequest()).identity;
  expectTypeOf(identity?.metadata.attributes).toEqualTypeOf<Attributes | undefined>();
  expectTypeOf(identity?.metadata.attributes['mail']).toEqualTypeOf<readonly string[] | undefined>();
});

test('under the name and of the type that the cache declares', () => {
  const who = createWho({
    publicUrl,
    plugins: {
      shib: memoryMetadataCache({ name: 'shib', maxEntries: 5 }),
      profile: memoryMetadataCache({ name: 'profile', shape: profile }),
    },
    metadataProviders: ['shib', { plugin: 'profile', only: ['browser'] }],
  });
  const identity = who.api(fakeRequest()).identity;
  expectTypeOf(identity?.metadata.shib).toEqualTypeOf<Attributes | undefined>();
  expectTypeOf(identity?.metadata.profile).toEqualTypeOf<Profile | undefined>();
  // @ts-expect-error nobody adds this
  identity?.metadata.attributes;
});

test('what a store decides is not for the caller', () => {
  // @ts-expect-error the store is in memory
  memoryMetadataCache({ store: new Map() });
  // @ts-expect-error a store in memory does not fail
  memoryMetadataCache({ strict: true });
});
