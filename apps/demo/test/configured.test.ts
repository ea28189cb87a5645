import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DemoProcess, runDemo, startDemo } from './demo-process.js';
import { signInByCas, whoami } from './visitor.js';

const SECRET = 'a secret of the tests, 32 bytes or more';

const INI = `[who]
allow_unsafe = md5
[plugin:auth_tkt]
use = repoze.who.plugins.auth_tkt:make_plugin
secret = \${AUTH_TKT_SECRET}
[plugin:basic]
use = repoze.who.plugins.basicauth:make_plugin
realm = Example
[plugin:users]
use = repoze.who.plugins.htpasswd:make_plugin
filename = %(here)s/users
check_fn = repoze.who.plugins.htpasswd:sha1_check
[plugin:login]
use = repoze.who.plugins.redirector:make_plugin
login_url = /login
came_from_param = came_from
[plugin:cas]
use = repoze.who.plugins.cas.main_plugin:make_plugin
cas_url = \${CAS_URL}
cas_version = 3.0
rememberer_name = auth_tkt
[plugin:attributes]
use = repoze.who.plugins.metadata_cache.memory:make_plugin
[general]
request_classifier = repoze.who.classifiers:default_request_classifier
challenge_decider = repoze.who.classifiers:passthrough_challenge_decider
[identifiers]
plugins = cas auth_tkt basic
[authenticators]
plugins = cas auth_tkt users
[challengers]
plugins = login;browser basic
[mdproviders]
plugins = attributes
`;

describe('the demo with WHO_CONFIG', () => {
  let folder: string;
  let file: string;
  let demo: DemoProcess;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'who-demo-'));
    file = join(folder, 'who.ini');
    await writeFile(join(folder, 'users'), 'alice:{SHA}tiY7sUhYKUwI5L3866kDY+ENcrQ=\n');
    await writeFile(file, INI);
    demo = await startDemo({ WHO_CONFIG: file, AUTH_TKT_SECRET: SECRET });
  });
  afterAll(async () => {
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('says so', () => {
    expect(demo.output()).toContain(`Configured by ${file}`);
  });

  it('signs in by a form of its own, and out', async () => {
    const browser = testBrowser({ follow: false });
    const sent = await browser.get(`${demo.url}/private`);
    expect(sent.header('location')).toBe('/login?came_from=%2Fprivate');
    const page = await browser.get(new URL(sent.header('location') ?? '', demo.url).href);
    expect(page.body).toContain('name="password"');
    const wrong = await browser.post(`${demo.url}/login`, { login: 'alice', password: 'x', came_from: '/private' });
    expect([wrong.status, /role="alert"/.test(wrong.body)]).toEqual([401, true]);
    const right = await browser.post(`${demo.url}/login`, {
      login: 'alice',
      password: 'wonderland',
      came_from: '/private',
    });
    expect([right.status, right.header('location')]).toEqual([303, `${demo.url}/private`]);
    expect(await whoami(browser, demo)).toMatchObject({ remoteUser: 'alice', identifier: 'auth_tkt' });
    expect((await browser.get(`${demo.url}/private`)).status).toBe(200);
    expect((await browser.post(`${demo.url}/logout`, {})).status).toBe(303);
    expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
  });

  it('signs in by CAS, with attributes that stay', async () => {
    const browser = testBrowser({ follow: false });
    await signInByCas(browser, demo);
    const { metadata } = await whoami(browser, demo);
    expect(metadata).toMatchObject({ attributes: { mail: ['ada@example.org'] } });
    expect((await browser.get(`${demo.url}/`)).body).toContain('ada@example.org');
  });

  it('takes no form of other sites', async () => {
    const browser = testBrowser({ follow: false });
    for (const path of ['/login', '/logout']) {
      expect(
        (
          await browser.visit(`${demo.url}${path}`, {
            method: 'POST',
            from: 'https://evil.example/',
            body: { login: 'alice' },
          })
        ).status,
      ).toBe(403);
    }
  });

  it('changes when the file does', async () => {
    await writeFile(file, INI.replace('realm = Example', 'realm = Other'));
    const program = testBrowser({ program: true });
    await vi.waitFor(
      async () => {
        const { headers } = await fetch(`${demo.url}/private`, { method: 'PROPFIND' });
        expect(headers.get('www-authenticate')).toContain('realm="Other"');
      },
      { timeout: 15_000, interval: 50 },
    );
    expect((await program.get(`${demo.url}/healthz`)).status).toBe(200);
  });

  it('does not start by a file with errors, and says all of them', async () => {
    const broken = join(folder, 'broken.ini');
    await writeFile(broken, INI.replace('realm =', 'raelm =').replace('cas auth_tkt basic', 'cas auth_tkt basci'));
    const { code, output } = await runDemo({ WHO_CONFIG: broken, AUTH_TKT_SECRET: SECRET });
    expect(code).toBe(1);
    expect(output).toMatch(/broken\.ini:28 \[identifiers\] plugins: There is no plugin "basci"/);
    expect(output).toMatch(/broken\.ini:8 \[plugin:basic\] raelm: is not an option/);
    expect((await runDemo({ WHO_CONFIG: join(folder, 'none.ini') })).output).toMatch(/none\.ini cannot be read/);
    expect((await runDemo({ WHO_CONFIG: join(folder, 'who.conf') })).output).toMatch(/WHO_CONFIG must be/);
  });
});
