import { checkOptions, formTooLarge, type OptionNames, type Peer, spelling, type WhoRequest } from '@who/core';
import { TESTKIT } from './package-name.js';

export interface FakeRequestOptions {
  /** @default 'GET' */
  readonly method?: string | undefined;
  /** Request target. @default '/' */
  readonly url?: string | undefined;
  /**
   * Names in any case; a list means that the header was sent several times, an empty one that it was not sent.
   *
   * @default Accept: text/html, by which a page load of a browser is known
   */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** @default '' */
  readonly body?: string | Uint8Array | undefined;
  /** What a body parser has made of the body. @default none has been there */
  readonly parsedBody?: unknown;
  /** The other end's address. @default '127.0.0.1' */
  readonly remoteAddress?: string | undefined;
  /** The other end, if there is more to it than its address. @default nothing but `remoteAddress` */
  readonly peer?: Peer | undefined;
  /** What lasts as long as the connection: the same object for all requests of one. @default none */
  readonly connection?: Record<symbol, unknown> | undefined;
}

export const REQUEST_NAMES: OptionNames<FakeRequestOptions> = {
  method: true,
  url: true,
  headers: true,
  body: true,
  parsedBody: true,
  remoteAddress: true,
  peer: true,
  connection: true,
};

/** A request that came from nowhere: headers joined and repeated the way Node does it, its body not yet read. */
export function fakeRequest(options: FakeRequestOptions = {}): WhoRequest {
  checkOptions(TESTKIT, options, REQUEST_NAMES);
  return new FakeRequest(options);
}

class FakeRequest implements WhoRequest {
  readonly method: string;
  readonly target: string;
  readonly headerLines: string[] = [];
  readonly peer: Peer;
  readonly connection: Record<symbol, unknown> | undefined;
  readonly parsedBody: unknown;
  journey: object | undefined = undefined;
  readonly #body: Uint8Array;

  constructor(options: FakeRequestOptions) {
    const { method = 'GET', url = '/', headers = {}, body = '', remoteAddress = '127.0.0.1' } = options;
    this.method = method;
    this.target = url;
    this.peer = options.peer ?? { address: remoteAddress };
    this.connection = options.connection;
    this.parsedBody = options.parsedBody;
    this.#body = Buffer.from(body);
    const accepts = Object.keys(headers).some((name) => name.toLowerCase() === 'accept');
    for (const [name, value] of Object.entries(accepts ? headers : { ...headers, Accept: 'text/html' })) {
      for (const item of [value].flat()) this.headerLines.push(name, item);
    }
  }

  header(name: string): string | undefined {
    const values = this.headerLines.filter((_, i, lines) => i % 2 === 1 && lines[i - 1]?.toLowerCase() === name);
    if (FIRST_COUNTS.has(name)) return values[0];
    return values.length === 0 ? undefined : values.join(name === 'cookie' ? '; ' : ', ');
  }

  get mayHaveTrailers(): boolean {
    return this.header('transfer-encoding') !== undefined;
  }

  async peekBody(maxBytes: number): Promise<Uint8Array> {
    if (this.#body.length > maxBytes) throw formTooLarge(maxBytes);
    return this.#body;
  }

  concealHeaders(names: readonly string[]): void {
    const concealed = names.map(spelling);
    const kept = this.headerLines.filter((_, i, lines) => !concealed.includes(spelling(lines[i - (i % 2)] as string)));
    this.headerLines.splice(0, Number.POSITIVE_INFINITY, ...kept);
  }

  /** It has none. */
  concealTrailers(): void {}

  get raw(): object {
    return this;
  }
}

/** Headers of which Node keeps the first and drops the rest (documentation of `message.headers`). */
const FIRST_COUNTS: ReadonlySet<string> = new Set(
  `age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since
  last-modified location max-forwards proxy-authorization referer retry-after server user-agent`.split(/\s+/),
);
