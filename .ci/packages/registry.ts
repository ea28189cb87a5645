import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Tarball } from './tarballs.js';

/** A registry of our packages alone, on this machine: what npm asks for `@who/…`, as if they had been released. */
export interface Registry extends AsyncDisposable {
  /** For an `.npmrc`: leads npm here for our packages, and nowhere else for others. */
  readonly npmrc: string;
}

export async function startRegistry(tarballs: readonly Tarball[]): Promise<Registry> {
  const server = createServer((req, res) => {
    const path = decodeURIComponent(req.url ?? '');
    const file = tarballs.find(({ name }) => path === `/${name}.tgz`);
    if (file) return void res.end(file.bytes);
    const found = tarballs.find(({ name }) => path === `/${name}`);
    if (!found) return void res.writeHead(404).end('{}');
    const { name, manifest, bytes } = found;
    const version = String(manifest.version);
    const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
    const dist = { tarball: `${url}${name}.tgz`, integrity };
    const document = { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
    res.setHeader('Content-Type', 'application/json').end(JSON.stringify(document));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    npmrc: `@who:registry=${url}\n`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
