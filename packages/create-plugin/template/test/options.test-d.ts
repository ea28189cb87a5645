import {
  type Authenticator,
  type ChallengeDecider,
  type Challenger,
  createWho,
  type Identifier,
  type MetadataProvider,
  type RequestClassifier,
} from '@who/core';
import type { Attributes, MetadataCache } from '@who/metadata-cache';
import { fakeRequest } from '@who/testkit';
import { expectTypeOf, it } from 'vitest';
import {
  type SesameChallengeDeciderOptions,
  type SesameErrorCode,
  type SesameMetadata,
  type SesameOptions,
  type SesameRequestClassifierOptions,
  sesame,
  sesameChallengeDecider,
  sesameMetadataCache,
  sesameRequestClassifier,
} from '../src/index.js';

it('says which errors there are', () => {
  expectTypeOf<SesameErrorCode>().toEqualTypeOf<'BAD_OPTION'>();
});
// #with identifier authenticator challenger metadata-provider

it('has these options', () => {
  expectTypeOf<SesameOptions>().toEqualTypeOf<{
    // #with identifier
    readonly header: string;
    readonly maxBytes?: number | undefined;
    // #end
    // #with authenticator
    readonly secrets: Readonly<Record<string, string>>;
    // #end
    // #with challenger
    readonly realm: string;
    // #end
    // #with metadata-provider
    readonly displayNames: Readonly<Record<string, string>>;
    // #end
  }>();
  expectTypeOf(sesame).parameters.toEqualTypeOf<[SesameOptions]>();
});

it('plays these roles', () => {
  expectTypeOf(sesame).returns.toEqualTypeOf<
    Identifier & Authenticator & Challenger & MetadataProvider<SesameMetadata>
  >();
  expectTypeOf(sesame).returns.not.toBeAny();
});
// #end
// #with metadata-provider

it('tells an application what it adds to an identity', () => {
  const plugins = { sesame: {} as ReturnType<typeof sesame> };
  const who = createWho({ publicUrl: 'https://app.example.org', plugins, metadataProviders: ['sesame'] });
  expectTypeOf(who.api(fakeRequest()).identity?.metadata.displayName).toEqualTypeOf<string | undefined>();
});
// #end
// #with metadata-cache

it('tells an application what it keeps, under the name that it is given', () => {
  expectTypeOf(sesameMetadataCache()).toEqualTypeOf<MetadataCache<'attributes', Attributes>>();
  expectTypeOf(sesameMetadataCache({ name: 'shib' })).toEqualTypeOf<MetadataCache<'shib', Attributes>>();
  expectTypeOf(sesameMetadataCache).returns.not.toBeAny();
});
// #end
// #with request-classifier

it('makes a request classifier', () => {
  expectTypeOf<SesameRequestClassifierOptions>().toEqualTypeOf<{ readonly header: string }>();
  expectTypeOf(sesameRequestClassifier).returns.toEqualTypeOf<RequestClassifier>();
  expectTypeOf(sesameRequestClassifier).returns.not.toBeAny();
});
// #end
// #with challenge-decider

it('makes a challenge decider', () => {
  expectTypeOf<SesameChallengeDeciderOptions>().toEqualTypeOf<{ readonly statuses: readonly number[] }>();
  expectTypeOf(sesameChallengeDecider).returns.toEqualTypeOf<ChallengeDecider>();
  expectTypeOf(sesameChallengeDecider).returns.not.toBeAny();
});
// #end
