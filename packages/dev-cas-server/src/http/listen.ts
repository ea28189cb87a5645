import http, { type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { DevCasServerError } from '../errors.js';
import { loopbackHosts, type ResolvedOptions } from '../options.js';

/** A server that is up. */
export interface Listening {
  readonly port: number;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Ends it and its connections at once. */
  close(): Promise<void>;
}

/** @throws {DevCasServerError} EADDRINUSE, LISTEN_FAILED, NOT_LOOPBACK */
export async function listen(listener: RequestListener, { tls, host, port }: ResolvedOptions): Promise<Listening> {
  const server = tls ? https.createServer({ cert: tls.cert, key: tls.key }, listener) : http.createServer(listener);
  // Node's own list leaves out connections that have not finished their TLS handshake.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  const { port: actual } = await bind(server, port, host);
  const origin = `${tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${actual}`;
  return { port: actual, origin, close };
}

async function bind(server: Server, port: number, host: string): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new DevCasServerError('EADDRINUSE', `Port ${port} of ${host} is in use. Choose another one.`, error)
          : new DevCasServerError('LISTEN_FAILED', `Cannot listen on port ${port} of ${host}: ${error.message}`, error),
      );
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address !== null && typeof address === 'object' && loopbackHosts.includes(address.address)) return address;
  server.close();
  throw new DevCasServerError('NOT_LOOPBACK', `The name "${host}" does not lead to this machine. Use 127.0.0.1.`);
}
