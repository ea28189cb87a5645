import type { IncomingMessage } from 'node:http';
import { authenticated, createWho, type MaybePromise, type Predicate, type Reply, type WhoError } from '@who/core';
import Koa from 'koa';
import { expectTypeOf, test } from 'vitest';
import {
  guard,
  type RegisteredApi,
  type RegisteredMetadata,
  sendReply,
  type WhoKoaOptions,
  whoKoa,
} from '../src/index.js';

const who = createWho({ publicUrl: 'https://app.example.org', plugins: {} });

test('options', () => {
  expectTypeOf<WhoKoaOptions>().toEqualTypeOf<{
    readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
  }>();
  expectTypeOf(guard).parameter(0).toEqualTypeOf<Predicate<RegisteredMetadata>>();
  expectTypeOf(whoKoa).returns.toEqualTypeOf<Koa.Middleware>();
});

test('contexts know who it is', () => {
  new Koa()
    .use(whoKoa(who))
    .use(guard(authenticated()))
    .use((ctx) => {
      expectTypeOf(ctx.state.who).toEqualTypeOf<RegisteredApi>();
      expectTypeOf(ctx.state.who).not.toBeAny();
      expectTypeOf(ctx.state.remoteUser).toEqualTypeOf<string | undefined>();
      expectTypeOf(ctx.state.who.identity?.userid).toEqualTypeOf<string | undefined>();
      sendReply(ctx, { status: 200 });
    });
});
