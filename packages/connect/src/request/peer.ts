import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Peer, PeerCertificate } from '@who/core';

type AnySocket = Socket &
  Partial<Pick<TLSSocket, 'authorized' | 'getPeerCertificate'>> & {
    readonly server?: { address?(): unknown } | null;
    [PEER]?: SocketPeer;
  };

/** Where a connection keeps what is known of its other end. */
const PEER: unique symbol = Symbol('peer');

/** What is at the other end of a request's connection. */
export function peerOf(request: { readonly socket?: AnySocket | undefined }): Peer | undefined {
  try {
    const { socket } = request;
    if (socket) socket[PEER] ??= new SocketPeer(socket);
    return socket?.[PEER];
  } catch {
    // The socket of an HTTP/2 session that is over throws.
    return undefined;
  }
}

class SocketPeer implements Peer {
  readonly #socket: AnySocket;
  #certificate: PeerCertificate | null | undefined;

  constructor(socket: AnySocket) {
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

  #read<T>(look: (socket: AnySocket) => T): T | undefined {
    try {
      return look(this.#socket);
    } catch {
      return undefined;
    }
  }
}

/** Without `requestCert` nobody is asked for one; what is not verified by the server's own rules counts for nothing. */
function certificateOf(socket: AnySocket): PeerCertificate | undefined {
  if (socket.authorized !== true || !socket.getPeerCertificate) return undefined;
  const { fingerprint256, subject } = socket.getPeerCertificate();
  if (typeof fingerprint256 !== 'string') return undefined;
  const name: unknown = subject?.CN;
  return { fingerprint256, commonName: typeof name === 'string' ? name : undefined };
}
