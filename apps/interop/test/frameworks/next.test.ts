import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextServer } from './applications/next/server.js';
import { createEngine } from './applications/site.js';
import { listen } from './engine.js';
import { testVisits, ticketOf } from './visits.js';

/** What `next()` makes, as far as it is needed here. */
interface Next {
  prepare(): Promise<void>;
  getRequestHandler(): RequestListener;
  close(): Promise<void>;
}

describe('Next.js 16', () => {
  let folder: string;
  let next: Next;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'who-next-'));
    await cp(fileURLToPath(new URL('applications/next', import.meta.url)), folder, { recursive: true });
    const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
    const run = (command: string, ...args: readonly string[]): void => {
      execFileSync(command, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
    };
    run('npm', 'install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock');
    run('npx', 'next', 'build');
    const create: (options: object) => Next = createRequire(join(folder, 'package.json'))('next');
    next = create({ dev: false, dir: folder });
    await next.prepare();
  }, 300_000);
  afterAll(async () => {
    await next?.close();
    await rm(folder, { recursive: true });
  });

  const start = async (): Promise<string> =>
    `http://127.0.0.1:${await listen(nextServer(createEngine(), next.getRequestHandler()))}`;

  testVisits(start);

  it('guards pages in proxy.js, by whatever the server in front knows', async () => {
    const url = await start();
    const browser = testBrowser({ baseUrl: url });
    expect((await browser.get('/members')).url.search).toBe('?came_from=%2Fmembers');
    const forged = await testBrowser({ baseUrl: url, headers: { 'X-Remote-User': 'alice' } }).get('/members');
    expect([forged.url.pathname, forged.body]).toEqual(['/login', expect.not.stringContaining('For ')]);
    const members = await browser.get('/members', { Cookie: await ticketOf(url) });
    expect([members.status, members.body]).toEqual([200, expect.stringContaining('For alice')]);
  });
});
