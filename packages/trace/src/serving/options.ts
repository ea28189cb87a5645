import type { IncomingMessage } from 'node:http';
import { badOption, checkOptions, type MaybePromise, type OptionNames, type Peer } from '@who/core';
import { PACKAGE } from '../errors.js';
import type { Trace } from '../trace.js';

/** Options of `traceMiddleware`. */
export interface TraceMiddlewareOptions {
  /**
   * Where the list is; journeys are below it. As the path of a request comes, also inside a mounted application.
   *
   * @default '/__who'
   */
  readonly path?: string | undefined;
  /**
   * Says who may see the trace; all others get a 404. It takes the place of all checks that are made else, of those
   * against proxies and DNS rebinding, too. With `whoMiddleware` in front, `req.who` is known:
   * `(req) => hasToken('admin')(req.who.identity, req.who.exchange)`.
   *
   * @default fromThisMachine; nobody where NODE_ENV is `production`
   */
  readonly allow?: ((request: IncomingMessage) => MaybePromise<boolean>) | undefined;
}

/** Options of `traceFetch`. */
export interface TraceFetchOptions {
  /** Where the list is; journeys are below it. @default '/__who' */
  readonly path?: string | undefined;
  /**
   * Says who may see the trace; all others get a 404. It takes the place of all checks that are made else.
   *
   * @default those on this machine, by the address of the peer; nobody where NODE_ENV is `production`
   */
  readonly allow?: ((request: Request, peer: Peer | undefined) => MaybePromise<boolean>) | undefined;
}

const NAMES = { path: true, allow: true } satisfies OptionNames<TraceMiddlewareOptions> &
  OptionNames<TraceFetchOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveServing<Allow>(
  trace: Trace,
  options: { readonly path?: string | undefined; readonly allow?: Allow | undefined },
  byDefault: Allow,
): { readonly path: string; readonly allow: Allow } {
  checkOptions(PACKAGE, options, NAMES);
  const { path = '/__who', allow } = options;
  if (typeof trace?.journeys !== 'function') throw badOption(PACKAGE, 'trace', 'must be made by createTrace().');
  if (typeof path !== 'string' || !PATH.test(path)) {
    throw badOption(PACKAGE, 'path', 'must be a path such as "/__who", without a slash at its end.');
  }
  if (allow !== undefined && typeof allow !== 'function') {
    throw badOption(PACKAGE, 'allow', 'must be a function that says who may see the trace.');
  }
  return { path, allow: allow ?? (process.env['NODE_ENV'] === 'production' ? nobody(path) : byDefault) };
}

const PATH = /^(?:\/[\w.~-]+)+$/;

/** A proxy on the same machine that says nothing of itself cannot be told from a person there, so this is not guessed. */
function nobody<Allow>(path: string): Allow {
  process.emitWarning(`[${PACKAGE}] In production nobody sees ${path} unless the option "allow" says who may.`, {
    code: 'WHO_TRACE_HIDDEN',
  });
  return (() => false) as Allow;
}
