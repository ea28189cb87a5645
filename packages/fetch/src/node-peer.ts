import { badTarget, isTarget, type Peer, type PeerCertificate } from '@who/core';

/** What is used here of a request of `node:http`. */
export interface NodeIncoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly socket?: object | null | undefined;
}

/** What is used here of a socket of `node:net` or `node:tls`. */
interface NodeSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly server?: { address?(): unknown } | null;
  readonly authorized?: boolean;
  getPeerCertificate?(): { readonly fingerprint256?: unknown; readonly subject?: { readonly CN?: unknown } };
  [PEER]?: SocketPeer;
}

/** Where a connection keeps what is known of its other end. */
const PEER: unique symbol = Symbol('peer');

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
  try {
    const socket = incoming.socket as NodeSocket | null | undefined;
    if (socket) socket[PEER] ??= new SocketPeer(socket);
    return socket?.[PEER];
  } catch {
    // The socket of an HTTP/2 session that is over throws.
    return undefined;
  }
}

/** The same for all requests of a connection. */
export class SocketPeer implements Peer {
  readonly #socket: NodeSocket;
  #certificate: PeerCertificate | null | undefined;

  constructor(socket: NodeSocket) {
    this.#socket = socket;
  }

  get address(): string | undefined {
    return this.#read((socket) => socket.remoteAddress);
  }

  get port(): number | undefined {
    return this.#read((socket) => socket.remotePort);
  }

  /** That it has no address is not enough: a connection over TCP that has broken off has none, either. */
  get isUnixSocket(): boolean {
    return this.#read((socket) => typeof socket.server?.address?.() === 'string') ?? false;
  }

  get certificate(): PeerCertificate | undefined {
    if (this.#certificate === undefined) this.#certificate = this.#read(certificateOf) ?? null;
    return this.#certificate ?? undefined;
  }

  #read<T>(look: (socket: NodeSocket) => T): T | undefined {
    try {
      return look(this.#socket);
    } catch {
      return undefined;
    }
  }
}

/** What is not verified by the server's own rules counts for nothing. */
function certificateOf(socket: NodeSocket): PeerCertificate | undefined {
  if (socket.authorized !== true || !socket.getPeerCertificate) return undefined;
  const { fingerprint256, subject } = socket.getPeerCertificate();
  if (typeof fingerprint256 !== 'string') return undefined;
  const name = subject?.CN;
  return { fingerprint256, commonName: typeof name === 'string' ? name : undefined };
}
