import { serve } from '@hono/node-server';
import {
  allOf,
  authenticated,
  createWho,
  type MaybePromise,
  type Metadata,
  type Peer,
  type Predicate,
  type Who,
  type WhoApi,
  type WhoError,
  type WhoRequest,
} from '@who/core';
import { expectTypeOf, test } from 'vitest';
import {
  type BunServer,
  bunPeer,
  denoPeer,
  fetchRequest,
  guarded,
  type NodeIncoming,
  nodePeer,
  type WhoFetchOptions,
  type WhoHandler,
  whoFetch,
  workersPeer,
} from '../src/index.js';

interface Attributes {
  readonly attributes: { readonly mail: string };
}
declare const who: Who<Attributes>;
const hello = () => new Response();

test('options', () => {
  type Beside<R> = ((request: Request, context: string) => R | undefined) | undefined;
  expectTypeOf<WhoFetchOptions<string>>().toEqualTypeOf<{
    readonly peer?: Beside<Peer>;
    readonly remoteUser?: Beside<string>;
    readonly onError?: ((error: WhoError, request: Request) => MaybePromise<Response>) | undefined;
  }>();
  expectTypeOf(fetchRequest).returns.toExtend<WhoRequest>();
});

test('handlers know what is known about a user', () => {
  const fetch = whoFetch(who, (request, who) => {
    expectTypeOf(request).toEqualTypeOf<Request>();
    expectTypeOf(who).toEqualTypeOf<WhoApi<Attributes>>();
    return new Response(who.identity?.metadata.attributes.mail);
  });
  expectTypeOf(fetch).toBeCallableWith(new Request('https://app.example.org'));
  const plain = createWho({ publicUrl: 'https://app.example.org', plugins: {} });
  whoFetch(plain, (_, who) => {
    expectTypeOf(who.identity?.metadata).toEqualTypeOf<Metadata | undefined>();
    return new Response();
  });
});

test('guards know it, too', () => {
  const staff: Predicate<Attributes> = (identity) => !!identity?.metadata.attributes.mail;
  const inside = guarded(allOf(staff, authenticated()), (_request, who) => {
    expectTypeOf(who).toEqualTypeOf<WhoApi<Attributes>>();
    return new Response();
  });
  expectTypeOf(inside).toEqualTypeOf<WhoHandler<Attributes>>();
  whoFetch(who, inside);
  whoFetch(who, guarded(authenticated(), hello));
});

test('what a runtime hands to handlers reaches them', () => {
  interface Env {
    readonly KEY: string;
  }
  interface Context {
    waitUntil(promise: Promise<unknown>): void;
  }
  const worker = whoFetch(
    who,
    (_request, _who, { env, context }: { env: Env; context: Context }) => {
      context.waitUntil(Promise.resolve());
      return new Response(env.KEY);
    },
    { peer: workersPeer },
  );
  expectTypeOf(worker).parameter(1).toEqualTypeOf<{ env: Env; context: Context }>();
  const bun = whoFetch(
    who,
    (request, _who, server: { upgrade(request: Request): boolean } & BunServer) => {
      server.upgrade(request);
      return new Response();
    },
    { peer: bunPeer },
  );
  expectTypeOf(bun).parameter(1).toExtend<BunServer>();
  whoFetch(
    who,
    (_request, _who, { incoming }) => {
      expectTypeOf(incoming).toEqualTypeOf<NodeIncoming>();
      return new Response();
    },
    { peer: nodePeer },
  );
});

test('every runtime takes the handler', () => {
  serve({ fetch: whoFetch(who, hello, { peer: nodePeer }) });
  serve({ fetch: whoFetch(who, (_request, who) => new Response(who.identity?.userid), { peer: nodePeer }) });
  expectTypeOf(whoFetch(who, hello, { peer: workersPeer })).toBeCallableWith(new Request('https://app.example.org'));
  interface BunLike {
    requestIP(request: Request): { address: string; port: number; family: 'IPv4' | 'IPv6' } | null;
    upgrade(request: Request): boolean;
  }
  expectTypeOf(whoFetch(who, hello, { peer: bunPeer })).toExtend<
    (request: Request, server: BunLike) => Promise<Response>
  >();
  interface DenoLike {
    readonly remoteAddr: { transport: 'tcp' | 'udp'; hostname: string; port: number };
    readonly completed: Promise<void>;
  }
  expectTypeOf(whoFetch(who, hello, { peer: denoPeer })).toExtend<
    (request: Request, info: DenoLike) => Promise<Response>
  >();
});
