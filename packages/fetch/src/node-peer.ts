import { badTarget, isTarget, type Peer, socketPeer } from '@who/core';

/** What is used here of a request of `node:http`. */
export interface NodeIncoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly socket?: object | null | undefined;
}

/**
 * For `options.peer`, under `@hono/node-server`. It refuses requests whose target is no path, as the other adapters for
 * Node do: the server reads a whole URL there in its own way.
 *
 * @throws {WhoError} BAD_TARGET (400)
 */
export function nodePeer(_request: Request, context: { readonly incoming: NodeIncoming }): Peer | undefined {
  const incoming = context?.incoming;
  if (!incoming) return undefined;
  if (!isTarget(incoming.method, incoming.url)) throw badTarget();
  return socketPeer(incoming);
}
