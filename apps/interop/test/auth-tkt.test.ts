import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Credentials, Identity } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { fakeExchange } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoProcess, startDemo } from '../../demo/test/demo-process.js';
import { hasApache } from './apache.js';
import { startModAuthTkt } from './mod-auth-tkt.js';
import type { ServerProcess } from './server-process.js';

const secret = '0123456789abcdef-a shared secret';

/** The cookie that a plugin writes for somebody, as a browser would send it back. */
async function cookieFor(
  plugin: ReturnType<typeof authTkt>,
  identity: { userid: string; tokens?: string[]; userdata?: string },
  ageMs = 0,
): Promise<string> {
  const headers = await plugin.remember(fakeExchange({ now: () => Date.now() - ageMs }), new Identity(identity));
  return (headers?.[0]?.[1] ?? '').split(';', 1)[0] ?? '';
}

function firstCookie(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
}

const apacheIsThere = hasApache('auth_tkt');
const needsApache = apacheIsThere ? '' : ' (skipped: needs Apache with libapache2-mod-auth-tkt, and root)';

describe.skipIf(!apacheIsThere).each(['md5', 'sha256', 'sha512'] as const)(
  `a %s ticket and mod_auth_tkt${needsApache}`,
  (digest) => {
    const plugin = authTkt({ secrets: [secret], digest, compat: 'mod_auth_tkt' });
    let apache: ServerProcess;
    let demo: DemoProcess;
    beforeAll(async () => {
      const env = { AUTH_TKT_SECRET: secret, AUTH_TKT_DIGEST: digest, AUTH_TKT_COMPAT: 'mod_auth_tkt' };
      [apache, demo] = await Promise.all([
        startModAuthTkt([
          `TKTAuthSecret "${secret}"`,
          `TKTAuthDigestType ${digest.toUpperCase()}`,
          'TKTAuthTimeoutRefresh 1',
        ]),
        startDemo(env),
      ]);
    });
    afterAll(async () => {
      await Promise.all([apache?.stop(), demo?.stop()]);
    });

    const askApache = (cookie: string): Promise<Response> =>
      fetch(`${apache.url}/page`, { headers: { cookie }, redirect: 'manual' });

    it.each([
      { userid: 'bob', tokens: ['staff', 'admin'], userdata: 'sid=1' },
      { userid: 'user@example.com', tokens: [], userdata: '' },
      { userid: 'a b', tokens: [], userdata: 'with ! in it' },
    ])('of $userid signs in there', async (identity) => {
      const response = await askApache(await cookieFor(plugin, identity));
      expect(response.status).toBe(200);
      expect(response.headers.get('x-user')).toBe(identity.userid);
      expect(response.headers.get('x-tokens')).toBe(identity.tokens.join(','));
    });

    it('is refused there when another secret has signed it', async () => {
      const stranger = authTkt({ secrets: [`${secret}!`], digest, compat: 'mod_auth_tkt' });
      expect((await askApache('')).status).toBe(307);
      expect((await askApache(await cookieFor(stranger, { userid: 'bob' }))).status).toBe(307);
    });

    it('of a sign-in at the demo signs in there', async () => {
      const body = new URLSearchParams({ login: 'alice', password: 'wonderland' });
      const signedIn = await fetch(`${demo.url}/login`, { method: 'POST', body, redirect: 'manual' });
      const there = await askApache(firstCookie(signedIn));
      expect(there.headers.get('x-user')).toBe('alice');
    });

    it('that Apache has refreshed signs in here', async () => {
      const there = await askApache(await cookieFor(plugin, { userid: 'a b', tokens: ['staff'] }, 60_000));
      expect(firstCookie(there)).toMatch(/^auth_tkt=/);
      const whoami = await fetch(`${demo.url}/whoami`, { headers: { cookie: firstCookie(there) } });
      expect(await whoami.json()).toMatchObject({ remoteUser: 'a b', identifier: 'ticket', tokens: ['staff'] });
    });
  },
);

const python = '/usr/bin/python3';
const repozeIsThere = (() => {
  try {
    execFileSync(python, ['-c', 'import repoze.who'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const needsRepoze = repozeIsThere ? '' : ' (skipped: python3-repoze.who is not installed)';

/** repoze.who's own plugin: identifies by a cookie, or remembers somebody. Speaks JSON on both sides. */
const script = `
import json, sys
from repoze.who.plugins.auth_tkt import AuthTktCookiePlugin
secret, action, argument = sys.argv[1:]
plugin = AuthTktCookiePlugin(secret)
environ = {'REMOTE_ADDR': '127.0.0.1', 'HTTP_HOST': 'localhost'}
if action == 'identify':
    found = plugin.identify(dict(environ, HTTP_COOKIE=argument))
    print(json.dumps(found and {'userid': found['repoze.who.plugins.auth_tkt.userid'], 'tokens': [t for t in found['tokens'] if t]}))
else:
    who = json.loads(argument)
    identity = {'repoze.who.userid': who['userid'], 'tokens': tuple(who['tokens']), 'userdata': ''}
    print(json.dumps(plugin.remember(environ, identity)[0][1].split(';')[0]))
`;

describe.skipIf(!repozeIsThere)(`a ticket and repoze.who${needsRepoze}`, () => {
  const plugin = authTkt({ secrets: [secret], digest: 'md5', compat: 'repoze' });
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'who-repoze-'));
    await writeFile(join(folder, 'ticket.py'), script);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const repoze = (action: 'identify' | 'remember', argument: string): unknown =>
    JSON.parse(execFileSync(python, [join(folder, 'ticket.py'), secret, action, argument], { encoding: 'utf8' }));

  it.each([
    { userid: 'bob', tokens: ['staff', 'admin'] },
    { userid: 'user@example.com', tokens: [] },
    { userid: 'a b', tokens: ['x'] },
    { userid: 'josé', tokens: [] },
    { userid: 'https://idp.example.org!https://sp.example.org!U6gPKa2g=', tokens: ['staff'] },
  ])('of $userid is understood both ways', async (who) => {
    expect(repoze('identify', await cookieFor(plugin, who)), 'ours, read there').toEqual(who);

    const theirs = repoze('remember', JSON.stringify(who)) as string;
    const exchange = fakeExchange({ headers: { cookie: theirs } });
    const credentials = await plugin.identify(exchange);
    if (!(credentials instanceof Credentials)) throw new Error(`Not understood: ${theirs}`);
    expect(await plugin.authenticate(exchange, credentials), 'theirs, read here').toMatchObject(who);
  });

  it('is refused there when it is not genuine', async () => {
    const cookie = await cookieFor(plugin, { userid: 'bob' });
    expect(repoze('identify', cookie.replace('bob', 'eve'))).toBeNull();
  });
});
