import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createHttp2Server, type Http2ServerRequest } from 'node:http2';
import {
  allOf,
  authenticated,
  createWho,
  hasToken,
  type MaybePromise,
  type Metadata,
  not,
  type Predicate,
  type Reply,
  type Who,
  type WhoApi,
  type WhoError,
} from '@who/core';
import connect from 'connect';
import express from 'express';
import { expectTypeOf, test } from 'vitest';
import {
  addHeaders,
  type GuardOptions,
  guard,
  type Middleware,
  type RegisteredApi,
  sendReply,
  type WhoMiddlewareOptions,
  whoListener,
  whoMiddleware,
} from '../src/index.js';
import type { MetadataOf, RegisteredMetadata } from '../src/types.js';

const who = createWho({ publicUrl: 'https://app.example.org', plugins: {} });

test('options', () => {
  expectTypeOf<WhoMiddlewareOptions>().toEqualTypeOf<{
    readonly remoteUserKey?: string | undefined;
    readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
  }>();
  expectTypeOf<GuardOptions>().toEqualTypeOf<{ readonly enabled?: boolean | undefined }>();
  expectTypeOf(guard).parameter(0).toEqualTypeOf<Predicate<RegisteredMetadata>>();
  expectTypeOf(guard).parameter(1).toEqualTypeOf<GuardOptions | undefined>();
  expectTypeOf(whoMiddleware).returns.toEqualTypeOf<Middleware>();
});

test('requests know who it is', () => {
  expectTypeOf<IncomingMessage['who']>().toEqualTypeOf<RegisteredApi>();
  expectTypeOf<IncomingMessage['remoteUser']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Http2ServerRequest['who']>().toEqualTypeOf<RegisteredApi>();
  expectTypeOf<RegisteredApi>().toExtend<WhoApi<object>>();
  expectTypeOf<RegisteredApi>().not.toBeAny();
});

test('an application registers its engine', () => {
  interface Attributes {
    readonly attributes: { readonly mail: string };
  }
  type Registered = MetadataOf<{ readonly who: Who<Attributes> }>;
  expectTypeOf<Registered>().toEqualTypeOf<Attributes>();
  type Api = WhoApi<Registered>;
  expectTypeOf<NonNullable<Api['identity']>['metadata']['attributes']['mail']>().toEqualTypeOf<string>();
  expectTypeOf<MetadataOf<object>>().toEqualTypeOf<Metadata>();
});

test('guards know what is known about a user', () => {
  guard((identity) => {
    expectTypeOf(identity?.metadata).toEqualTypeOf<RegisteredMetadata | undefined>();
    return identity !== undefined;
  });
  const staff: Predicate<{ groups: readonly string[] }> = (identity) => !!identity?.metadata.groups.includes('staff');
  expectTypeOf(allOf(staff, authenticated())).toEqualTypeOf<Predicate<{ groups: readonly string[] }>>();
  expectTypeOf(allOf(not(authenticated()), hasToken('admin'))).toEqualTypeOf<Predicate>();
});

test('one middleware for all', () => {
  connect()
    .use(whoMiddleware(who))
    .use(guard(authenticated()))
    .use((req, res) => {
      expectTypeOf(req.who.identity?.userid).toEqualTypeOf<string | undefined>();
      addHeaders(res, []);
      sendReply(res, { status: 200 });
    });
  express()
    .use(whoMiddleware(who), guard(authenticated()))
    .get('/', (req, res) => {
      expectTypeOf(req.who.identity?.userid).toEqualTypeOf<string | undefined>();
      addHeaders(res, []);
    });
  expectTypeOf(whoListener(who, (_, res) => res.end())).toExtend<RequestListener>();
  createServer(whoListener(who, (req, res) => res.end(req.remoteUser)));
  createHttp2Server(whoListener(who, (req, res) => res.end(`${req.authority} ${req.remoteUser}`)));
});
