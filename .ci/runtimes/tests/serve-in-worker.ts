import { handleAsNodeRequest } from 'cloudflare:node';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { TestServer } from '@who/testkit';
import { site } from './site.js';

let ports = 1;

/** In the place of that of the testkit: a worker has one server, which gets the requests for all. */
export async function serve(listener: RequestListener): Promise<TestServer> {
  const server = createServer(listener);
  const port = ports++;
  const listening = once(server, 'listening');
  server.listen(port);
  await listening;
  site.fetch = (request) => handleAsNodeRequest(port, request);
  const close = async (): Promise<void> => {
    server.close();
  };
  return { url: site.url, close, [Symbol.asyncDispose]: close };
}
