import type { IncomingMessage } from 'node:http';
import type { MetadataOf } from '@who/connect';
import {
  authenticated,
  createWho,
  type MaybePromise,
  type Predicate,
  type Reply,
  type Who,
  type WhoApi,
  type WhoError,
} from '@who/core';
import fastify, { type FastifyRequest } from 'fastify';
import { expectTypeOf, test } from 'vitest';
import {
  addHeaders,
  guard,
  type RegisteredApi,
  type RegisteredMetadata,
  sendReply,
  type WhoFastifyOptions,
  whoFastify,
} from '../src/index.js';

const who = createWho({ publicUrl: 'https://app.example.org', plugins: {} });

test('options', () => {
  expectTypeOf<WhoFastifyOptions>().toEqualTypeOf<{
    readonly who: Who<object>;
    readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
  }>();
  expectTypeOf(guard).parameter(0).toEqualTypeOf<Predicate<RegisteredMetadata>>();
  // @ts-expect-error: there is no plugin without an engine
  fastify().register(whoFastify);
  // @ts-expect-error: an option that there is not
  fastify().register(whoFastify, { who, onErorr: () => ({ status: 500 }) });
});

test('requests know who it is', () => {
  expectTypeOf<FastifyRequest['who']>().toEqualTypeOf<RegisteredApi>();
  expectTypeOf<FastifyRequest['remoteUser']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<RegisteredApi>().toExtend<WhoApi<object>>();
  expectTypeOf<RegisteredApi>().not.toBeAny();
});

test('an application registers its engine', () => {
  interface Attributes {
    readonly attributes: { readonly mail: string };
  }
  expectTypeOf<MetadataOf<{ readonly who: Who<Attributes> }>>().toEqualTypeOf<Attributes>();
});

test('one plugin for all servers, and hooks for all routes', () => {
  const secure = fastify({ http2: true });
  secure.register(whoFastify, { who });
  secure.addHook('onRequest', guard(authenticated()));
  const app = fastify();
  app.register(whoFastify, { who, prefix: '/all' });
  app.get<{ Params: { id: string } }>('/:id', { preHandler: [guard(authenticated())] }, async (request, reply) => {
    expectTypeOf(request.params.id).toEqualTypeOf<string>();
    expectTypeOf(request.who.identity?.userid).toEqualTypeOf<string | undefined>();
    addHeaders(reply, []);
    sendReply(reply, { status: 200 });
    return reply;
  });
});
