import {
  type Authenticator,
  type Challenger,
  createWho,
  type Exchange,
  type Identifier,
  type WhoError,
} from '@who/core';
import { describe, expectTypeOf, it } from 'vitest';
import {
  type CasAttributes,
  type CasErrorCode,
  type CasFailureCode,
  type CasOptions,
  type CasPlugin,
  type CasTicketCredentials,
  cas,
} from '../src/index.js';

describe('types', () => {
  it('needs a server and a rememberer', () => {
    expectTypeOf(cas).parameters.toEqualTypeOf<[CasOptions]>();
    expectTypeOf(cas).returns.toEqualTypeOf<CasPlugin>();
    expectTypeOf<{ casUrl: string; rememberer: string }>().toExtend<CasOptions>();
    expectTypeOf<{ casUrl: string }>().not.toExtend<CasOptions>();
    expectTypeOf<CasOptions['version']>().toEqualTypeOf<'1' | '2' | '3' | 'saml' | undefined>();
    expectTypeOf<CasOptions['stateSecrets']>().toEqualTypeOf<readonly [string, ...string[]] | undefined>();
  });

  it('plays three roles', () => {
    expectTypeOf<CasPlugin>().toExtend<Identifier & Authenticator & Challenger>();
    expectTypeOf<CasPlugin['logoutUrl']>().returns.toEqualTypeOf<string>();
    expectTypeOf<CasPlugin['logoutUrl']>().parameter(0).toEqualTypeOf<Exchange>();
    const plugin = cas({ casUrl: 'https://cas.example.org', rememberer: 'ticket' });
    expectTypeOf(createWho({ publicUrl: 'https://a.example', plugins: { cas: plugin } })).not.toBeAny();
    // @ts-expect-error it is no metadata provider
    createWho({ publicUrl: 'https://a.example', plugins: { cas: plugin }, metadataProviders: ['cas'] });
  });

  it('lists attributes and codes', () => {
    expectTypeOf<CasAttributes>().toEqualTypeOf<Readonly<Record<string, readonly string[]>>>();
    expectTypeOf<'INVALID_TICKET'>().toExtend<CasFailureCode>();
    expectTypeOf<string>().toExtend<CasFailureCode>();
    expectTypeOf<'CAS_TIMEOUT'>().toExtend<CasErrorCode>();
    expectTypeOf<WhoError<CasErrorCode>['code']>().not.toBeAny();
    expectTypeOf<CasTicketCredentials['ticket']>().toBeString();
  });
});
