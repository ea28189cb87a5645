import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DevSamlIdpError } from './errors.js';
import { type Asked, COOKIE, identityProvider } from './identity-provider.js';
import { makeKeyPair } from './keys/certificate.js';
import { type DevSamlIdpOptions, resolveOptions } from './options.js';
import { messagePage } from './pages/pages.js';

/** A running identity provider. */
export interface DevSamlIdp {
  /** `http://localhost:PORT`. */
  readonly url: string;
  /** Where its metadata is; also its entityID. */
  readonly metadataUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a SAML 2.0 identity provider for development and tests, on the loopback interface.
 *
 * @throws {DevSamlIdpError} BAD_OPTION, EADDRINUSE
 * @example
 * const idp = await startDevSamlIdp();
 * console.log(idp.metadataUrl);
 * await idp.close();
 */
export async function startDevSamlIdp(options: DevSamlIdpOptions = {}): Promise<DevSamlIdp> {
  const resolved = resolveOptions(options);
  const server = createServer();
  const port = await listen(server, resolved.port);
  const url = `http://localhost:${port}`;
  const answer = identityProvider(url, resolved, makeKeyPair(Date.now()));
  server.on('request', (req, res) => {
    read(req)
      .then((asked) => (asked ? answer(asked) : messagePage(413, 'That did not work', 'The form is too large.')))
      .catch(() => messagePage(500, 'That did not work', 'The server failed.'))
      .then(({ status, headers, body }) => res.writeHead(status, { ...ALWAYS, ...headers }).end(body));
  });
  return {
    url,
    metadataUrl: `${url}/saml/metadata`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, 'localhost');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new DevSamlIdpError('EADDRINUSE', `Port ${port} is in use. Choose another one.`);
  }
  return (server.address() as AddressInfo).port;
}

/** @returns nothing where too much is posted */
async function read(req: IncomingMessage): Promise<Asked | undefined> {
  const [path = '/', query = ''] = (req.url ?? '/').split(/\?(.*)/s);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req) {
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return {
    method: req.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    form: new URLSearchParams(Buffer.concat(chunks).toString()),
    sessionId: new RegExp(`(?:^|; *)${COOKIE}=([\\w-]+)`).exec(req.headers.cookie ?? '')?.[1],
  };
}

const ALWAYS = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Content-Type-Options': 'nosniff' };
const MAX_BYTES = 262_144;
