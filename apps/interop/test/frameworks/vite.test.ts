import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Plugin } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from './applications/site.js';
import { signInToVite } from './applications/vite.js';
import { testVisits, ticketOf } from './visits.js';

let root: string;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'who-vite-')));
  await writeFile(join(root, 'private.html'), '<!doctype html><p>For alice</p>');
  await writeFile(join(root, 'secret.js'), 'export const secret = "For alice";');
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => rm(root, { recursive: true }));

async function start(...plugins: Plugin[]): Promise<string> {
  const vite = await createServer({
    root,
    configFile: false,
    appType: 'mpa',
    logLevel: 'silent',
    cacheDir: join(root, '.cache'),
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, ws: false, watch: null },
    plugins: [signInToVite(createEngine()), ...plugins],
  });
  closing.push(() => vite.close());
  await vite.listen();
  return `http://127.0.0.1:${((vite.httpServer as Server).address() as AddressInfo).port}`;
}

describe('Vite 8, in configureServer', () => {
  testVisits(() => start());

  it('shows its files to nobody else, by whatever address', async () => {
    const url = await start();
    const Cookie = await ticketOf(url);
    const ask = async (path: string, headers: Record<string, string>): Promise<unknown[]> => {
      const answer = await fetch(url + path, { headers, redirect: 'manual' });
      return [answer.status, (await answer.text()).includes('For alice')];
    };
    for (const path of [
      '/private',
      '/private.html',
      '/%70rivate.html',
      '//private.html',
      '/secret.js',
      '/secret.js?raw',
      `/@fs${root}/secret.js`,
    ]) {
      expect([path, await ask(path, {})]).toEqual([path, [401, false]]);
      expect([path, await ask(path, { Cookie })]).toEqual([path, [200, true]]);
    }
  });

  it('would see other addresses in a function that configureServer returns', async () => {
    const seen: unknown[] = [];
    const url = await start({
      name: 'late',
      configureServer({ middlewares }) {
        return () => {
          middlewares.use(({ url }, _res, next) => {
            seen.push(url);
            next();
          });
        };
      },
    });
    const Cookie = await ticketOf(url);
    seen.length = 0;
    await fetch(`${url}/private`, { headers: { Cookie } });
    expect(seen).toEqual(['/private.html']);
  });
});
