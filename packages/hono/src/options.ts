import { badOption, checkOptions, type OptionNames, type Peer } from '@who/core';
import { nodePeer } from '@who/fetch';
import type { Context } from 'hono';
import { PACKAGE } from './errors.js';

/** Options of `whoMiddleware`. */
export interface WhoMiddlewareOptions {
  /**
   * Says who is at the other end of the connection, e.g. `(c) => bunPeer(c.req.raw, c.env)`. Plugins believe the address
   * that it gives.
   *
   * @default under `@hono/node-server` the socket's; else nobody knows, and nothing is believed because of it
   */
  readonly peer?: ((c: Context) => Peer | undefined) | undefined;
  /**
   * Who it is, where a trusted layer above has found out. A text that is not empty counts as proven: no plugin is asked
   * and the response is not touched. Nothing that a client can set may decide on it.
   *
   * @default nobody is known before
   */
  readonly remoteUser?: ((c: Context) => string | undefined) | undefined;
}

const NAMES = { peer: true, remoteUser: true } satisfies OptionNames<WhoMiddlewareOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(
  who: { readonly api: unknown },
  options: WhoMiddlewareOptions,
): WhoMiddlewareOptions & { readonly peer: (c: Context) => Peer | undefined } {
  checkOptions(PACKAGE, options, NAMES);
  const { peer = peerOfServer, remoteUser } = options;
  if (typeof who?.api !== 'function') throw badOption(PACKAGE, 'who', 'must be an engine made by createWho().');
  for (const [name, value] of Object.entries({ peer, remoteUser })) {
    if (value !== undefined && typeof value !== 'function') throw badOption(PACKAGE, name, 'must be a function.');
  }
  return { peer, remoteUser };
}

function peerOfServer({ req, env }: Context): Peer | undefined {
  return env?.incoming?.socket === undefined ? undefined : nodePeer(req.raw, env);
}
