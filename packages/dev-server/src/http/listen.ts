import http, { type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Fail } from '../errors.js';
import { loopbackHosts } from '../options.js';

/** Where a server is to be. */
export interface Place {
  /** TCP port; 0 picks a free one. */
  readonly port: number;
  /** One of {@link loopbackHosts}. */
  readonly host: string;
  /** A certificate and its key, as PEM. @default none: plain http */
  readonly tls?:
    | {
        /** The certificate, and those between it and its authority behind it. */
        readonly cert: string;
        /** Its key. */
        readonly key: string;
      }
    | undefined;
}

/** A server that is up. */
export interface Listening {
  readonly port: number;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Ends it and its connections at once. */
  close(): Promise<void>;
}

/**
 * Listens on this machine only, and not in production.
 *
 * @throws what `fail` makes of EADDRINUSE, LISTEN_FAILED, NOT_LOOPBACK, IN_PRODUCTION
 */
export async function listen(listener: RequestListener, { port, host, tls }: Place, fail: Fail): Promise<Listening> {
  if (process.env['NODE_ENV'] === 'production') {
    throw fail('IN_PRODUCTION', 'NODE_ENV is "production": this server is for development, and lets everybody in.');
  }
  const server = tls ? https.createServer({ cert: tls.cert, key: tls.key }, listener) : http.createServer(listener);
  // Node's own list leaves out connections that have not finished their TLS handshake.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
    return closed;
  };
  const { port: actual } = await bind(server, port, host, fail);
  const origin = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${actual}`;
  return { port: actual, origin, close };
}

async function bind(server: Server, port: number, host: string, fail: Fail): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? fail('EADDRINUSE', `Port ${port} of ${host} is in use. Choose another one.`, error)
          : fail('LISTEN_FAILED', `Cannot listen on port ${port} of ${host}: ${error.message}`, error),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address !== null && typeof address === 'object' && loopbackHosts.includes(address.address)) return address;
  server.close();
  throw fail('NOT_LOOPBACK', `The name "${host}" does not lead to this machine. Use 127.0.0.1.`);
}
