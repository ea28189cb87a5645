import type { Authenticator, Exchange, MetadataProvider, SignInRefusalCode } from '@who/core';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { expectTypeOf, it } from 'vitest';
import {
  type AttributeKinds,
  type Ldap,
  type LdapErrorCode,
  type LdapGroups,
  type LdapMetadata,
  type LdapOptions,
  type LdapTls,
  ldap,
  type PasswordWarning,
  type Refusal,
} from '../src/index.js';

const good = { urls: 'ldaps://ldap.example.org', baseDn: 'dc=example,dc=org' } as const;

it('has these options', () => {
  expectTypeOf<LdapOptions>().toEqualTypeOf<{
    readonly urls: string | readonly [string, ...string[]];
    readonly clearText?: boolean | undefined;
    readonly tls?: LdapTls | undefined;
    readonly bindDn?: string | undefined;
    readonly bindPassword?: string | undefined;
    readonly baseDn: string;
    readonly scope?: 'one' | 'sub' | undefined;
    readonly filter?: string | undefined;
    readonly useridAttribute?: string | undefined;
    readonly loginAttributes?: readonly [string, ...string[]] | undefined;
    readonly userDn?: string | undefined;
    readonly decoyDn?: string | undefined;
    readonly attributes?: AttributeKinds | undefined;
    readonly groups?: LdapGroups | undefined;
    readonly name?: string | undefined;
    readonly passwordChangedAttribute?: string | undefined;
    readonly recheckSeconds?: number | undefined;
    readonly timeoutMs?: number | undefined;
    readonly maxConnections?: number | undefined;
    readonly maxQueued?: number | undefined;
    readonly tell?: readonly SignInRefusalCode[] | undefined;
    readonly onRefused?: ((exchange: Exchange, refusal: Refusal) => void) | undefined;
    readonly onPasswordWarning?: ((exchange: Exchange, warning: PasswordWarning) => void) | undefined;
  }>();
  expectTypeOf<LdapTls>().not.toHaveProperty('rejectUnauthorized');
  // @ts-expect-error: a base is needed
  ldap({ urls: 'ldaps://ldap.example.org' });
  // @ts-expect-error: one server at least
  ldap({ ...good, urls: [] });
  // @ts-expect-error: a kind of values
  ldap({ ...good, attributes: { mail: 'string' } });
});

it('plays these roles', () => {
  expectTypeOf(ldap(good)).not.toBeAny();
  expectTypeOf<Ldap>().toExtend<Authenticator & MetadataProvider<object>>();
  expectTypeOf<LdapErrorCode>().toExtend<string>();
});

it('says of what kind the values of attributes are', () => {
  const people = ldap({ ...good, attributes: { mail: 'text', jpegPhoto: 'binary' }, name: 'person' });
  type Metadata = Extract<Awaited<ReturnType<typeof people.addMetadata>>, object>;
  expectTypeOf<Metadata>().toEqualTypeOf<{
    readonly person: {
      readonly attributes: { readonly mail: readonly string[]; readonly jpegPhoto: readonly Buffer[] };
      readonly groups: readonly string[];
    };
  }>();
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: { people },
    authenticators: ['people'],
    metadataProviders: ['people'],
  });
  type Identity = Exclude<Awaited<ReturnType<ReturnType<typeof who.api>['authenticate']>>, undefined>;
  expectTypeOf<Identity['metadata']['person']>().toEqualTypeOf<
    LdapMetadata<{ readonly mail: 'text'; readonly jpegPhoto: 'binary' }>
  >();
  // @ts-expect-error: it was not asked for
  expectTypeOf<Metadata['person']['attributes']['title']>().toBeAny();
});

it('fits where tickets ask', () => {
  const { isUserAllowed, isRevoked } = ldap(good);
  authTkt({ secrets: ['a'.repeat(64)], isUserAllowed, isRevoked });
});
