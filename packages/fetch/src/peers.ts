import type { Peer } from '@who/core';

/** What is used here of the server that `Bun.serve` hands to handlers. */
export interface BunServer {
  requestIP(request: Request): { readonly address: string; readonly port: number } | null;
}

/** For `options.peer`, under `Bun.serve`. A connection through a Unix socket has no address there. */
export function bunPeer(request: Request, server: BunServer): Peer | undefined {
  return server && new BunPeer(request, server);
}

/** Asks the server when somebody wants to know, once: it costs a tenth of a whole request. */
class BunPeer implements Peer {
  readonly #request: Request;
  readonly #server: BunServer;
  #found: ReturnType<BunServer['requestIP']> | undefined;

  constructor(request: Request, server: BunServer) {
    this.#request = request;
    this.#server = server;
  }

  get address(): string | undefined {
    return this.#look()?.address;
  }

  get port(): number | undefined {
    return this.#look()?.port;
  }

  #look(): ReturnType<BunServer['requestIP']> {
    if (this.#found === undefined) this.#found = this.#server.requestIP(this.#request);
    return this.#found;
  }
}

/** What is used here of what `Deno.serve` hands to handlers. */
export interface DenoInfo {
  readonly remoteAddr: { readonly transport: string; readonly hostname?: string; readonly port?: number };
}

/** For `options.peer`, under `Deno.serve`. */
export function denoPeer(_request: Request, info: DenoInfo): Peer | undefined {
  const { transport, hostname, port } = info?.remoteAddr ?? {};
  if (transport === undefined) return undefined;
  return { address: hostname, port, isUnixSocket: transport === 'unix' || transport === 'unixpacket' };
}

/** What is used here of `request.cf`. */
interface Cloudflare {
  readonly tlsClientAuth?: {
    readonly certVerified?: string;
    readonly certRevoked?: string;
    readonly certFingerprintSHA256?: string;
  };
}

/**
 * For `options.peer`, in Cloudflare Workers. Only there: the address stands in a header, which Cloudflare alone keeps
 * clients from sending. Where it has not handled the request (`request.cf` is missing), there is no peer.
 */
export function workersPeer(request: Request): Peer | undefined {
  const { cf } = request as { readonly cf?: Cloudflare | null };
  const address = request.headers.get('cf-connecting-ip') ?? undefined;
  if (!cf) return undefined;
  const { certVerified, certRevoked, certFingerprintSHA256: fingerprint256 } = cf.tlsClientAuth ?? {};
  const isGood = certVerified === 'SUCCESS' && certRevoked !== '1' && !!fingerprint256;
  return { address, certificate: isGood ? { fingerprint256 } : undefined };
}
