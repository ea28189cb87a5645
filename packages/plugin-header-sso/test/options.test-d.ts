import { type Authenticator, type Challenger, createWho, type Identifier, type MetadataProvider } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { expectTypeOf, it } from 'vitest';
import {
  type HeaderSsoErrorCode,
  type HeaderSsoMetadata,
  type HeaderSsoOptions,
  type HeaderSsoPreset,
  headerSso,
  presets,
  type SsoAttributes,
} from '../src/index.js';

it('says which errors there are', () => {
  expectTypeOf<HeaderSsoErrorCode>().toEqualTypeOf<
    'BAD_OPTION' | 'BAD_PLUGIN' | 'HEADER_SSO_NOT_AUTHENTICATOR' | 'HEADER_SSO_MAP_USER_FAILED'
  >();
});

it('demands the headers that name the user, and of a path list nothing but text', () => {
  expectTypeOf(headerSso).parameters.toEqualTypeOf<[HeaderSsoOptions]>();
  expectTypeOf<{ userHeaders: ['X-User'] }>().toExtend<HeaderSsoOptions>();
  expectTypeOf<object>().not.toExtend<HeaderSsoOptions>();
  expectTypeOf<{ userHeaders: [] }>().not.toExtend<HeaderSsoOptions>();
  expectTypeOf<{ userHeaders: ['X-User']; paths: 'some' }>().not.toExtend<HeaderSsoOptions>();
  expectTypeOf<{ userHeaders: ['X-User']; trustedPeers: '*' }>().not.toExtend<HeaderSsoOptions>();
});

it('has presets that are options', () => {
  expectTypeOf<HeaderSsoPreset>().toExtend<HeaderSsoOptions>();
  expectTypeOf(presets.mellon).toEqualTypeOf<HeaderSsoPreset>();
  expectTypeOf(presets).not.toHaveProperty('shibbolet');
});

it('plays its roles', () => {
  type Plugin = ReturnType<typeof headerSso>;
  expectTypeOf<Plugin>().toExtend<Identifier & Authenticator & Challenger & MetadataProvider<HeaderSsoMetadata>>();
});

it('adds attributes, which a request without headers does not have', () => {
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { sso: headerSso({ ...presets.shibboleth, trustedPeers: ['127.0.0.1'], paths: 'all' }) },
    identifiers: ['sso'],
    authenticators: ['sso'],
    metadataProviders: ['sso'],
  });
  const { identity } = who.api(fakeRequest());
  expectTypeOf(identity?.metadata.attributes).toEqualTypeOf<SsoAttributes | undefined>();
});
