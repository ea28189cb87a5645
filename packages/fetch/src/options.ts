import { badOption, checkOptions, type MaybePromise, type OptionNames, type Peer, type WhoError } from '@who/core';
import { type ErrorPage, errorPage } from './error-page.js';
import { PACKAGE } from './errors.js';

/** Options of `whoFetch`. `C` is what the runtime hands to handlers beside the request. */
export interface WhoFetchOptions<C = void> {
  /**
   * Says who is at the other end of the connection: `bunPeer`, `denoPeer`, `nodePeer`, `workersPeer`, or a function of
   * your own. Plugins believe the address that it gives. An error that it throws is answered like one of the engine.
   *
   * @default nobody knows, and nothing is believed because of it
   */
  readonly peer?: ((request: Request, context: C) => Peer | undefined) | undefined;
  /**
   * Who it is, where a trusted layer above has found out. A text that is not empty counts as proven: no plugin is asked
   * and the response is not touched. Nothing that a client can set may decide on it.
   *
   * @default nobody is known before
   */
  readonly remoteUser?: ((request: Request, context: C) => string | undefined) | undefined;
  /**
   * Makes the answer where the engine fails. The error is in the log by then. What is made of `error.message` may tell
   * strangers more than they should know.
   *
   * @default a plain page with the error's status, headers and code
   */
  readonly onError?: ((error: WhoError, request: Request) => MaybePromise<Response>) | undefined;
}

const NAMES = { peer: true, remoteUser: true, onError: true } satisfies OptionNames<WhoFetchOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions<C>(
  who: { readonly api: unknown },
  handler: unknown,
  options: WhoFetchOptions<C>,
): Pick<WhoFetchOptions<C>, 'peer' | 'remoteUser'> & { readonly errorPage: ErrorPage } {
  checkOptions(PACKAGE, options, NAMES);
  const { peer, remoteUser, onError } = options;
  if (typeof who?.api !== 'function') throw badOption(PACKAGE, 'who', 'must be an engine made by createWho().');
  if (typeof handler !== 'function') throw badOption(PACKAGE, 'handler', 'must be a function that makes a response.');
  for (const [name, value] of Object.entries({ peer, remoteUser, onError })) {
    if (value !== undefined && typeof value !== 'function') throw badOption(PACKAGE, name, 'must be a function.');
  }
  return { peer, remoteUser, errorPage: errorPage(onError) };
}
