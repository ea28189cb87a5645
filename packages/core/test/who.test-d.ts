import { describe, expectTypeOf, it } from 'vitest';
import {
  type Authenticator,
  type Challenger,
  createWho,
  type Identifier,
  type Identity,
  type Metadata,
  type MetadataProvider,
  type WhoApi,
} from '../src/index.js';

declare const plugins: {
  ticket: Identifier & Authenticator;
  users: Authenticator;
  login: Challenger;
  attributes: MetadataProvider<{ attributes: Record<string, string[]> }>;
  groups: MetadataProvider<{ groups: string[] }>;
};
const publicUrl = 'https://app.example.org';
declare const request: Parameters<ReturnType<typeof createWho>['api']>[0];

describe('createWho', () => {
  it('takes names that are registered and play the role', () => {
    createWho({
      publicUrl,
      plugins,
      identifiers: ['ticket'],
      authenticators: ['ticket', 'users'],
      challengers: [{ plugin: 'login', only: ['browser'] }],
      metadataProviders: ['attributes', 'groups'],
    });
  });

  it('refuses a misspelt name', () => {
    // @ts-expect-error: no plugin of this name
    createWho({ publicUrl, plugins, identifiers: ['tikcet'] });
    // @ts-expect-error: no plugin of this name
    createWho({ publicUrl, plugins, challengers: [{ plugin: 'logn', only: ['browser'] }] });
    // @ts-expect-error: no plugin of this name
    createWho({ publicUrl, plugins, metadataProviders: ['atributes'] });
  });

  it('refuses a plugin that does not play the role', () => {
    // @ts-expect-error: an authenticator is no identifier
    createWho({ publicUrl, plugins, identifiers: ['users'] });
    // @ts-expect-error: a challenger is no metadata provider
    createWho({ publicUrl, plugins, metadataProviders: ['login'] });
  });

  it('knows what the providers add', () => {
    const who = createWho({ publicUrl, plugins, metadataProviders: ['attributes', 'groups'] });
    const api = who.api(request);
    expectTypeOf(api).not.toBeAny();
    type Known = NonNullable<typeof api.identity>['metadata'];
    expectTypeOf<Known['attributes']>().toEqualTypeOf<Record<string, string[]>>();
    expectTypeOf<Known['groups']>().toEqualTypeOf<string[]>();
  });

  it('knows that a provider which is limited to classifications may not have run', () => {
    const who = createWho({ publicUrl, plugins, metadataProviders: [{ plugin: 'groups', only: ['browser'] }] });
    const api = who.api(request);
    type Known = NonNullable<typeof api.identity>['metadata'];
    expectTypeOf<Known['groups']>().toEqualTypeOf<string[] | undefined>();
  });

  it('knows nothing without providers', () => {
    expectTypeOf(createWho({ publicUrl, plugins }).api(request)).toEqualTypeOf<WhoApi<Metadata>>();
    expectTypeOf<Identity>().not.toBeAny();
  });
});
