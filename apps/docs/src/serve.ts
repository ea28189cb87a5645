import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { buildSite } from './site/build.js';
import { root } from './site/places.js';

/** Serves the site on loopback, and builds it anew when one of its files has changed. */
export async function serve(folder: string, port: number): Promise<void> {
  await buildSite(folder);
  const server = await listen(folder, port);
  let waiting: NodeJS.Timeout | undefined;
  const rebuild = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => void buildSite(folder).catch(console.error), SETTLED_MS);
  };
  const watchers = ['apps/docs/pages', 'apps/docs/programs', 'apps/docs/src/page'].map((path) =>
    watch(root + path, { recursive: true }, rebuild),
  );
  console.log(`http://localhost:${(server.address() as AddressInfo).port}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const watcher of watchers) watcher.close();
      server.close();
      server.closeAllConnections();
    });
  }
}

/** Serves a folder on loopback. */
export async function listen(folder: string, port: number): Promise<Server> {
  const server = createServer(async (req, res) => {
    try {
      const { pathname } = new URL(req.url ?? '/', 'http://localhost');
      const path = normalize(decodeURIComponent(pathname));
      const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
      const content = await readFile(file);
      res.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      res.setHeader(
        'Content-Security-Policy',
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
      );
      res.end(content);
    } catch {
      res.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such page.\n');
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

const SETTLED_MS = 100;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};
