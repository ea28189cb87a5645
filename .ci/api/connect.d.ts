// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Duplex } from 'node:stream';
import type { HeaderList } from '@who/core';
import type { Http2ServerRequest } from 'node:http2';
import type { Http2ServerResponse } from 'node:http2';
import type { IncomingMessage } from 'node:http';
import type { MaybePromise } from '@who/core';
import type { Metadata } from '@who/core';
import type { OutgoingHttpHeader } from 'node:http';
import type { Predicate } from '@who/core';
import type { Reply } from '@who/core';
import type { ServerResponse } from 'node:http';
import type { Who } from '@who/core';
import type { WhoApi } from '@who/core';
import type { WhoError } from '@who/core';
import type { WhoRequest } from '@who/core';

type ConnectErrorCode = 'BAD_OPTION' | 'BAD_RESPONSE' | 'NO_MIDDLEWARE' | 'RESPONSE_BEGUN';

interface FrameworkRequest {
  readonly originalUrl?: string | undefined;
  readonly body?: unknown;
}

interface GuardOptions {
  readonly enabled?: boolean | undefined;
}

type GuardResponse = (res: ServerResponse, api: WhoApi<object>, above?: Record<string, OutgoingHttpHeader | undefined>) => void;

type HeaderHolder = Pick<ServerResponse, 'getHeader' | 'setHeader'>;

type MetadataOf<R> = R extends {
  readonly who: Who<infer M extends object>;
} ? M : Metadata;

type Middleware = (req: IncomingMessage, res: ServerResponse, next: Next) => void;

type Next = (error?: any) => void;

interface Register {
}

type RegisteredApi = WhoApi<RegisteredMetadata>;

type RegisteredMetadata = MetadataOf<Register>;

type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => unknown;

interface WhoMiddlewareOptions {
  readonly remoteUserKey?: string | undefined;
  readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
}

interface WhoUpgradeOptions<M extends object = object> {
  readonly predicate?: Predicate<M> | undefined;
  readonly anyOrigin?: boolean | undefined;
}

declare function addHeaders(res: HeaderHolder, headers: HeaderList): void;

declare function checkEngine(plugin: string, who: {
  readonly api: unknown;
}, onError?: unknown): void;

declare function checkTargets<Req extends IncomingMessage | Http2ServerRequest = IncomingMessage, Res extends ServerResponse | Http2ServerResponse = ServerResponse>(listener: (req: NoInfer<Req>, res: NoInfer<Res>) => unknown): (req: Req, res: Res) => unknown;

declare function discardBodyAfter(res: ServerResponse): void;

declare function guard(predicate: Predicate<RegisteredMetadata>, options?: GuardOptions): Middleware;

declare function guardResponses(onError?: WhoMiddlewareOptions['onError']): GuardResponse;

declare function nodeRequest(request: IncomingMessage | Http2ServerRequest, framework?: FrameworkRequest): WhoRequest;

declare function plainReply(status: number, headers?: HeaderList, code?: string): Reply;

declare function putHeaders(res: HeaderHolder, headers: HeaderList): void;

declare function sendReply(res: ServerResponse, reply: Reply): void;

declare function whoListener<M extends object, Req extends IncomingMessage | Http2ServerRequest = IncomingMessage, Res extends ServerResponse | Http2ServerResponse = ServerResponse>(who: Who<M>, listener: (req: Req, res: Res) => unknown, options?: WhoMiddlewareOptions): (req: Req, res: Res) => void;

declare function whoMiddleware<M extends object>(who: Who<M>, options?: WhoMiddlewareOptions): Middleware;

declare function whoUpgrade<M extends object>(who: Who<M>, listener: UpgradeListener, options?: WhoUpgradeOptions<M>): UpgradeListener;

declare module 'node:http' {
  interface IncomingMessage {
    who: RegisteredApi;
    remoteUser?: string | undefined;
  }
}

declare module 'node:http2' {
  interface Http2ServerRequest {
    who: RegisteredApi;
    remoteUser?: string | undefined;
  }
}

// @who/connect
export {
  ConnectErrorCode,
  GuardOptions,
  GuardResponse,
  MetadataOf,
  Middleware,
  Next,
  Register,
  RegisteredApi,
  RegisteredMetadata,
  UpgradeListener,
  WhoMiddlewareOptions,
  WhoUpgradeOptions,
  addHeaders,
  checkEngine,
  checkTargets,
  discardBodyAfter,
  guard,
  guardResponses,
  nodeRequest,
  plainReply,
  putHeaders,
  sendReply,
  whoListener,
  whoMiddleware,
  whoUpgrade,
};
