import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWho } from '@who/config';
import { checkTargets, whoMiddleware } from '@who/connect';
import { type DevCasServer, startDevCasServer } from '@who/dev-cas-server';
import { serve, testBrowser } from '@who/testkit';
import connect from 'connect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairOf } from './pair.js';
import { absent, addPasswords } from './repoze.js';
import { type Shape, shapes } from './shapes.js';
import { cookieFrom, PERSON, visits, whoami } from './visits.js';

const cookieNameIn = (ini: string): string => /^cookie_name = (\w+)$/m.exec(ini)?.[1] ?? 'auth_tkt';

describe.skipIf(absent !== '')(`one who.ini, repoze.who and the demo${absent && ` (skipped: needs ${absent})`}`, () => {
  let cas: DevCasServer;
  beforeAll(async () => {
    cas = await startDevCasServer({ port: 0 });
  });
  afterAll(() => cas?.close());

  // The address of the CAS server is known when it has started.
  it.each(shapes('CAS').map(({ title }, i) => [title, i] as const))('%s', async (_title, i) => {
    const { ini, differences } = shapes(cas.url)[i] as Shape;
    await using pair = await pairOf(ini);
    const cookieName = cookieNameIn(ini);
    const different: Record<string, unknown> = {};
    for (const { title, see } of visits(cookieName)) {
      const [theirs, ours] = [await see(pair.there), await see(pair.here)];
      if (JSON.stringify(theirs) !== JSON.stringify(ours)) different[title] = { theirs, ours };
    }
    expect(Object.keys(different).sort(), JSON.stringify(different, null, 1)).toEqual(Object.keys(differences).sort());

    // Sign-in by one, accepted by the other.
    if (!ini.includes('auth_tkt:make_plugin')) return;
    for (const [from, to] of [
      [pair.there, pair.here],
      [pair.here, pair.there],
    ] as const) {
      const cookie = await cookieFrom(from, cookieName);
      expect(cookie).not.toBe('');
      expect(await whoami(to, { cookie })).toBe(PERSON.login);
    }
  });

  it('signs in by CAS on one side, and is signed in on the other', async () => {
    const { ini } = shapes(cas.url).at(-1) as Shape;
    await using pair = await pairOf(ini);
    for (const [from, to] of [
      [pair.there, pair.here],
      [pair.here, pair.there],
    ] as const) {
      const browser = testBrowser();
      const page = await browser.get(`${from.url}/private`);
      const form = Object.fromEntries(
        [...page.body.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
          /name="([^"]*)"/.exec(tag)?.[1] ?? '',
          (/value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&amp;', '&'),
        ]),
      );
      const done = await browser.post(page.url.href, { ...form, username: 'ada', password: 'ada' });
      expect(done.url.pathname).toBe('/private');
      const cookie = `auth_tkt=${browser.cookie('auth_tkt', from.url)}`;
      expect(await whoami(to, { cookie })).toBe('ada');
    }
  });

  it('lets a user pass that a layer above has found out', async () => {
    const { ini } = shapes(cas.url)[0] as Shape;
    await using pair = await pairOf(ini);
    expect(await whoami(pair.there, { 'x-test-remote-user': 'above' })).toBe('above');

    const folder = await mkdtemp(join(tmpdir(), 'who-ini-'));
    await writeFile(join(folder, 'who.ini'), ini);
    addPasswords(join(folder, 'who.ini'));
    const logger = { debug() {}, warn() {}, error() {} };
    const who = await loadWho(join(folder, 'who.ini'), { publicUrl: 'http://localhost', logger });
    const app = connect();
    app.use((req: IncomingMessage, _res, next: () => void) => {
      req.remoteUser = req.headers['x-test-remote-user'] as string | undefined;
      next();
    });
    app.use(whoMiddleware(who));
    app.use((req: IncomingMessage, res) => res.end(JSON.stringify({ remoteUser: req.remoteUser ?? null })));
    await using server = await serve(checkTargets(app));
    expect(await whoami(server, { 'x-test-remote-user': 'above' })).toBe('above');
    expect(await whoami(server)).toBeNull();
    await who.close();
    await rm(folder, { recursive: true, force: true });
  });
});
