import { type Peer, SocketPeer, spelling, type WhoRequest } from '@who/core';
import { peekBody, release } from './body.js';
import { headerLinesOf } from './header-lines.js';

/** A `Request` as engines take it. */
export interface FetchRequest extends WhoRequest {
  /** For whoever comes next: the request that came, or a copy without the headers that have been concealed. */
  readonly raw: Request;
  /** The engine that decides on the response. */
  guard: object | undefined;
  /** Lets go what is left of a body that a plugin has begun to read, where no application will read it. */
  release(): void;
}

/** Where a request keeps what the engines see of it: a property, because a WeakMap costs the garbage collector dearly. */
const ADAPTED: unique symbol = Symbol.for('@who/fetch.request');

type Adapted = Request & { [ADAPTED]?: SeenRequest };

/**
 * A request as engines take it: for `who.api()`, where no `whoFetch` hands out the API. The same one however often it is
 * asked for.
 *
 * @param peer the other end of the connection, which a `Request` does not tell
 * @example
 * export default {
 *   async fetch(request: Request): Promise<Response> {
 *     const identity = await who.api(fetchRequest(request)).authenticate();
 *     return new Response(`Hello ${identity?.userid ?? 'stranger'}`);
 *   },
 * };
 */
export function fetchRequest(request: Request, peer?: Peer): FetchRequest {
  const adapted = request as Adapted;
  const known = adapted[ADAPTED];
  const seen = known ?? new SeenRequest(adapted);
  if (!known) adapted[ADAPTED] = seen;
  seen.peer ??= peer;
  return seen;
}

/**
 * Path and query of a URL as they are written there. What stands behind `#` is for nobody but browsers. Of a URL that a
 * server has put together of a target that is no path (`http://localhost*`), it is no path either.
 */
export function targetOf(url: string): string {
  let start = url.indexOf('://') + 3;
  while (start < url.length && !isDelimiter(url.charCodeAt(start))) start++;
  const end = url.indexOf('#', start);
  return end === -1 ? url.slice(start) : url.slice(start, end);
}

/** What ends the part with the host: `/`, `?`, `#` and a backslash. */
function isDelimiter(code: number): boolean {
  return code === 0x2f || code === 0x3f || code === 0x23 || code === 0x5c;
}

class SeenRequest implements FetchRequest {
  raw: Adapted;
  peer: Peer | undefined = undefined;
  guard: object | undefined = undefined;
  journey: object | undefined = undefined;
  #target: string | undefined;
  #headerLines: readonly string[] | undefined;
  #peeked = false;

  constructor(raw: Adapted) {
    this.raw = raw;
  }

  get method(): string {
    return this.raw.method;
  }

  get target(): string {
    this.#target ??= targetOf(this.raw.url);
    return this.#target;
  }

  get headerLines(): readonly string[] {
    this.#headerLines ??= headerLinesOf(this.raw.headers);
    return this.#headerLines;
  }

  header(name: string): string | undefined {
    return this.raw.headers.get(name) ?? undefined;
  }

  get connection(): Record<symbol, unknown> | undefined {
    return this.peer instanceof SocketPeer ? (this.peer as object as Record<symbol, unknown>) : undefined;
  }

  /** There is no place for them in a `Request`. */
  get mayHaveTrailers(): boolean {
    return false;
  }

  get parsedBody(): undefined {
    return undefined;
  }

  peekBody(maxBytes: number): Promise<Uint8Array> {
    this.#peeked = true;
    return peekBody(this.raw, maxBytes);
  }

  concealHeaders(names: readonly string[]): void {
    const concealed = new Set(names.map(spelling));
    const { raw } = this;
    const found = [...raw.headers.keys()].filter((name) => concealed.has(spelling(name)));
    if (found.length === 0) return;
    // The headers of most requests cannot be changed, and where they can, copies of the request may be about already.
    this.raw = new Request(raw, raw.bodyUsed ? { body: '' } : {});
    // One by one: Bun copies all headers where it is given an empty list of those to keep.
    for (const name of found) this.raw.headers.delete(name);
    this.raw[ADAPTED] = this;
    this.#headerLines = undefined;
  }

  concealTrailers(): void {}

  release(): void {
    if (this.#peeked && !this.raw.bodyUsed) release(this.raw.body);
  }
}
