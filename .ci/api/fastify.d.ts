// What users of the package see. Written by "npx -y pnpm@12 api".

import type { FastifyPluginAsync } from 'fastify';
import type { HeaderList } from '@who/core';
import type { IncomingMessage } from 'node:http';
import type { MaybePromise } from '@who/core';
import type { MetadataOf } from '@who/connect';
import type { Predicate } from '@who/core';
import type { Reply } from '@who/core';
import type { Who } from '@who/core';
import type { WhoApi } from '@who/core';
import type { WhoError } from '@who/core';

interface AnyReply {
  readonly raw: object;
  readonly sent: boolean;
  code(status: number): unknown;
  send(body?: unknown): unknown;
  getHeader(name: string): number | string | string[] | undefined;
  removeHeader(name: string): AnyReply;
  header(name: string, value: unknown): AnyReply;
}

type FastifyErrorCode = 'BAD_OPTION' | 'NO_PLUGIN';

type GuardHook = (request: {
  who: RegisteredApi;
}, reply: AnyReply, done: (error?: Error) => void) => void;

interface Register {
}

type RegisteredApi = WhoApi<RegisteredMetadata>;

type RegisteredMetadata = MetadataOf<Register>;

interface WhoFastifyOptions {
  readonly who: Who<object>;
  readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
}

declare function addHeaders(reply: AnyReply, headers: HeaderList): void;

declare function guard(predicate: Predicate<RegisteredMetadata>): GuardHook;

declare function sendReply(reply: AnyReply, { status, headers, body }: Reply): void;

declare const whoFastify: FastifyPluginAsync<WhoFastifyOptions>;

declare module 'fastify' {
  interface FastifyRequest {
    who: RegisteredApi;
    remoteUser: string | undefined;
  }
}

// @who/fastify
export {
  FastifyErrorCode,
  GuardHook,
  Register,
  RegisteredApi,
  RegisteredMetadata,
  WhoFastifyOptions,
  addHeaders,
  guard,
  sendReply,
  whoFastify,
};
