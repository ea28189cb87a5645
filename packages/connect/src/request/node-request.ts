import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { type Peer, socketPeer, type WhoRequest } from '@who/core';
import { parsedBody, peekBody } from './body.js';
import { concealHeaders, concealTrailers, mayHaveTrailers } from './conceal.js';

/** Where a framework keeps what came, as it shortens `url` where it mounts, and what it has made of the body. */
interface FrameworkRequest {
  readonly originalUrl?: string | undefined;
  readonly body?: unknown;
}

/** Connect and Express keep both in the request itself. */
type Incoming = IncomingMessage & FrameworkRequest & { [ADAPTED]?: NodeRequest };

/** Where a request keeps what the engines see of it: a property, because a WeakMap costs the garbage collector dearly. */
const ADAPTED: unique symbol = Symbol.for('@who/connect.request');

/**
 * A request of `node:http`, or of HTTP/2's compatibility API, as engines take it: for `who.api()`, where no middleware
 * has made `req.who`. The same one however often it is asked for.
 *
 * @param framework the framework's own request, where it has one with `originalUrl` and `body`
 * @example
 * const server = createServer(async (req, res) => {
 *   const identity = await who.api(nodeRequest(req)).authenticate();
 *   res.end(`Hello ${identity?.userid ?? 'stranger'}`);
 * });
 */
export function nodeRequest(
  request: IncomingMessage | Http2ServerRequest,
  framework: FrameworkRequest = request as Incoming,
): WhoRequest {
  const incoming = request as Incoming;
  incoming[ADAPTED] ??= new NodeRequest(incoming, framework);
  return incoming[ADAPTED];
}

/** The target as it came. */
export function targetOf(request: Incoming, { originalUrl }: FrameworkRequest = request): string {
  return originalUrl ?? request.url ?? '';
}

class NodeRequest implements WhoRequest {
  readonly raw: Incoming;
  journey: object | undefined = undefined;
  readonly framework: FrameworkRequest;

  constructor(raw: Incoming, framework: FrameworkRequest) {
    this.raw = raw;
    this.framework = framework;
  }

  get method(): string {
    return this.raw.method ?? 'GET';
  }

  get target(): string {
    return targetOf(this.raw, this.framework);
  }

  get headerLines(): readonly string[] {
    return this.raw.rawHeaders;
  }

  header(name: string): string | undefined {
    const value = this.raw.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  get peer(): Peer | undefined {
    return socketPeer(this.raw);
  }

  /** Requests of HTTP/2 share a connection that is none of theirs. */
  get connection(): Record<symbol, unknown> | undefined {
    const { httpVersionMajor, socket } = this.raw;
    return httpVersionMajor === 1 ? (socket as object as Record<symbol, unknown>) : undefined;
  }

  get mayHaveTrailers(): boolean {
    return mayHaveTrailers(this.raw);
  }

  get parsedBody(): unknown {
    return parsedBody(this.raw, this.framework);
  }

  peekBody(maxBytes: number): Promise<Uint8Array> {
    return peekBody(this.raw, maxBytes);
  }

  concealHeaders(names: readonly string[]): void {
    concealHeaders(this.raw, names);
  }

  concealTrailers(names: readonly string[]): void {
    concealTrailers(this.raw, names);
  }
}
