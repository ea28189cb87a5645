import { serve } from '@hono/node-server';
import {
  allOf,
  authenticated,
  createWho,
  hasToken,
  type Metadata,
  type Peer,
  type Predicate,
  type Who,
  type WhoApi,
} from '@who/core';
import { type Context, Hono } from 'hono';
import { expectTypeOf, test } from 'vitest';
import { addHeaders, guard, type WhoEnv, type WhoMiddlewareOptions, whoMiddleware } from '../src/index.js';

interface Attributes {
  readonly attributes: { readonly mail: string };
}
declare const who: Who<Attributes>;

test('options', () => {
  expectTypeOf<WhoMiddlewareOptions>().toEqualTypeOf<{
    readonly peer?: ((c: Context) => Peer | undefined) | undefined;
    readonly remoteUser?: ((c: Context) => string | undefined) | undefined;
  }>();
});

test('a chain knows what is known about a user', () => {
  const app = new Hono().use(whoMiddleware(who)).get('/', (c) => {
    expectTypeOf(c.get('who')).toEqualTypeOf<WhoApi<Attributes>>();
    expectTypeOf(c.var.who.identity?.metadata.attributes.mail).toEqualTypeOf<string | undefined>();
    return c.text('Hello');
  });
  serve({ fetch: app.fetch });
});

test('an application that names its engine knows it, too', () => {
  const app = new Hono<WhoEnv<typeof who>>();
  app.use(whoMiddleware(who));
  const staff: Predicate<Attributes> = (identity) => !!identity?.metadata.attributes.mail;
  app.use('/staff/*', guard(allOf(staff, authenticated())));
  app.get('/', guard(hasToken('admin')), (c) => {
    expectTypeOf(c.get('who').identity?.metadata.attributes.mail).toEqualTypeOf<string | undefined>();
    addHeaders(c, []);
    return c.text('Hello');
  });
  expectTypeOf<WhoEnv['Variables']['who']>().toEqualTypeOf<WhoApi<Metadata>>();
});

test('bindings and variables of the application’s own stay', () => {
  type Env = { Bindings: { KEY: string }; Variables: { note: number } & WhoEnv<typeof who>['Variables'] };
  const app = new Hono<Env>();
  app.use(whoMiddleware(createWho({ publicUrl: 'https://app.example.org', plugins: {} })));
  app.get('/', (c) => {
    expectTypeOf(c.env.KEY).toEqualTypeOf<string>();
    expectTypeOf(c.var.note).toEqualTypeOf<number>();
    return c.text('Hello');
  });
});
