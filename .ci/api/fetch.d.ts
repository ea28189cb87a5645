// What users of the package see. Written by "npx -y pnpm@12 api".

import type { HeaderList } from '@who/core';
import type { Logger } from '@who/core';
import type { MaybePromise } from '@who/core';
import type { Metadata } from '@who/core';
import type { Peer } from '@who/core';
import type { Predicate } from '@who/core';
import type { Reply } from '@who/core';
import type { Who } from '@who/core';
import type { WhoApi } from '@who/core';
import type { WhoError } from '@who/core';
import type { WhoRequest } from '@who/core';

interface BunServer {
  requestIP(request: Request): {
    readonly address: string;
    readonly port: number;
  } | null;
}

interface DenoInfo {
  readonly remoteAddr: {
    readonly transport: string;
    readonly hostname?: string;
    readonly port?: number;
  };
}

type FetchErrorCode = 'BAD_OPTION' | 'BAD_RESPONSE';

interface FetchRequest extends WhoRequest {
  readonly raw: Request;
  guard: object | undefined;
  release(): void;
}

interface NodeIncoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly socket?: object | null | undefined;
}

interface WhoFetchOptions<C = void> {
  readonly peer?: ((request: Request, context: C) => Peer | undefined) | undefined;
  readonly remoteUser?: ((request: Request, context: C) => string | undefined) | undefined;
  readonly onError?: ((error: WhoError, request: Request) => MaybePromise<Response>) | undefined;
}

type WhoHandler<M extends object = Metadata, C = void> = (request: Request, who: WhoApi<M>, context: C) => MaybePromise<Response>;

declare function addHeaders(response: Response, headers: HeaderList): Response;

declare function bunPeer(request: Request, server: BunServer): Peer | undefined;

declare function concludeResponse(who: WhoApi<object>, response: Response, above?: Headers): MaybePromise<Response>;

declare function denoPeer(_request: Request, info: DenoInfo): Peer | undefined;

declare function errorResponse(thrown: unknown, method?: string, logger?: Logger): Response;

declare function fetchRequest(request: Request, peer?: Peer): FetchRequest;

declare function guarded<M extends object, C = void>(predicate: Predicate<M>, handler: WhoHandler<M, C>): WhoHandler<M, C>;

declare function nodePeer(_request: Request, context: {
  readonly incoming: NodeIncoming;
}): Peer | undefined;

declare function plainReply(status: number, headers?: HeaderList, code?: string): Reply;

declare function replyResponse(reply: Reply, method?: string, above?: Headers): Response;

declare function whoFetch<M extends object, C = void>(who: Who<M>, handler: WhoHandler<M, C>, options?: WhoFetchOptions<C>): (request: Request, context: C) => Promise<Response>;

declare function whoFetchAtOnce<M extends object, C = void>(who: Who<M>, handler: WhoHandler<M, C>, options?: WhoFetchOptions<C>): (request: Request, context: C) => Response | Promise<Response>;

declare function workersPeer(request: Request): Peer | undefined;

// @who/fetch
export {
  BunServer,
  DenoInfo,
  FetchErrorCode,
  FetchRequest,
  NodeIncoming,
  WhoFetchOptions,
  WhoHandler,
  addHeaders,
  bunPeer,
  concludeResponse,
  denoPeer,
  errorResponse,
  fetchRequest,
  guarded,
  nodePeer,
  plainReply,
  replyResponse,
  whoFetch,
  whoFetchAtOnce,
  workersPeer,
};
