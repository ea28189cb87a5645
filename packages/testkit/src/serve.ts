import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on a free port of the loopback interface. */
export interface TestServer extends AsyncDisposable {
  /** `http://localhost:PORT`, without a trailing slash. */
  readonly url: string;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a server for a test. A Connect or Express application is a listener.
 *
 * @example
 * await using server = await serve((req, res) => res.end(`You asked for ${req.url}`));
 * const page = await testBrowser().get(`${server.url}/private`);
 */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  server.listen(0, 'localhost');
  await once(server, 'listening');

  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close,
    [Symbol.asyncDispose]: close,
  };
}
