import type { Peer, PeerCertificate } from '../contract/request.js';

/** What is used here of a socket of `node:net` or `node:tls`, which servers have in several runtimes. */
interface PeerSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly server?: { address?(): unknown } | null;
  readonly authorized?: boolean;
  getPeerCertificate?(): { readonly fingerprint256?: unknown; readonly subject?: { readonly CN?: unknown } };
  [PEER]?: SocketPeer;
}

/** Where a connection keeps what is known of its other end. */
const PEER: unique symbol = Symbol.for('@who/core.peer');

/** For adapters: what is at the other end of the socket that a request came by; the same for all requests of it. */
export function socketPeer(request: { readonly socket?: object | null | undefined }): SocketPeer | undefined {
  try {
    const socket = request.socket as PeerSocket | null | undefined;
    if (socket) socket[PEER] ??= new SocketPeer(socket);
    return socket?.[PEER];
  } catch {
    // The socket of an HTTP/2 session that is over throws.
    return undefined;
  }
}

/** Looks at the socket when it is asked, and at a certificate once. */
export class SocketPeer implements Peer {
  readonly #socket: PeerSocket;
  #certificate: PeerCertificate | null | undefined;

  constructor(socket: PeerSocket) {
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

  #read<T>(look: (socket: PeerSocket) => T): T | undefined {
    try {
      return look(this.#socket);
    } catch {
      return undefined;
    }
  }
}

/** Without `requestCert` nobody is asked for one; what is not verified by the server's own rules counts for nothing. */
function certificateOf(socket: PeerSocket): PeerCertificate | undefined {
  if (socket.authorized !== true || !socket.getPeerCertificate) return undefined;
  const { fingerprint256, subject } = socket.getPeerCertificate();
  if (typeof fingerprint256 !== 'string') return undefined;
  const name = subject?.CN;
  return { fingerprint256, commonName: typeof name === 'string' ? name : undefined };
}
