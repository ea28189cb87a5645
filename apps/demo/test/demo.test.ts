import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type DevCasServer, startDevCasServer } from '@who/dev-cas-server';
import { type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoProcess, runDemo, startDemo } from './demo-process.js';
import { fetchTicket } from './visitor.js';

/** A browser that stops at redirects, so that each step of a sign-in can be looked at. */
const newBrowser = (): TestBrowser => testBrowser({ follow: false });
const newProgram = (): TestBrowser => testBrowser({ program: true });

describe('the demo', () => {
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo({ AUTH_TKT_SECRET: 'a secret of the tests, 32 bytes or more' });
  });
  afterAll(async () => {
    await demo.stop();
  });

  const whoami = async (browser = newBrowser()): Promise<Record<string, unknown>> =>
    JSON.parse((await browser.get(`${demo.url}/whoami`)).body);

  it('prints where it runs and how to sign in', () => {
    expect(demo.output()).toMatch(/The demo runs at http:\/\/localhost:\d+/);
    expect(demo.output()).toMatch(/CAS server: http:.*for development only/);
    expect(demo.output()).toMatch(/alice \/ wonderland/);
    expect(demo.output(), 'no doubts about how it is put together').not.toContain('[@who/');
  });

  it('answers /whoami for nobody', async () => {
    const response = await newProgram().get(`${demo.url}/whoami`, { Accept: 'application/json' });
    expect(response.status).toBe(200);
    expect(response.header('content-type')).toBe('application/json');
    expect(JSON.parse(response.body)).toEqual({
      remoteUser: null,
      classification: 'api',
      identifier: null,
      authenticator: null,
      tokens: [],
      metadata: { attributes: {} },
    });
  });

  it('sends browsers to the login page, with the way back', async () => {
    const response = await newBrowser().get(`${demo.url}/private?a=b`);
    expect(response.status).toBe(302);
    const location = new URL(response.header('location') ?? '', demo.url);
    expect(location.pathname).toBe('/login');
    const cameFrom = new URL(location.searchParams.get('came_from') ?? '', demo.url);
    expect(cameFrom.href).toBe(`${demo.url}/private?a=b`);
  });

  it.each([
    { name: 'a program that asks for JSON', headers: { Accept: 'application/json' } },
    { name: 'fetch', headers: { Accept: '*/*', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' } },
    { name: 'a script of an older browser', headers: { Accept: 'text/html', 'X-Requested-With': 'XMLHttpRequest' } },
    { name: 'an image', headers: { Accept: 'image/*', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' } },
    { name: 'a frame', headers: { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' } },
    { name: 'WebDAV', headers: { 'User-Agent': 'davlib/1.0' } },
    { name: 'WebDAV, for a list', method: 'PROPFIND', headers: { 'User-Agent': 'davfs2', Depth: '1' } },
  ])('challenges $name with Basic', async ({ headers, method }) => {
    const response = await newProgram().visit(`${demo.url}/private`, { headers, method, follow: false });
    expect([response.status, response.header('location')]).toEqual([401, undefined]);
    expect(response.header('www-authenticate')).toMatch(/^Basic realm=/);
  });

  it('signs in by Basic authentication, with every scheme of the password file', async () => {
    for (const [name, password] of [
      ['alice', 'wonderland'],
      ['bob', 'builder'],
      ['carol', 'sunshine'],
    ]) {
      const response = await newBrowser().get(`${demo.url}/whoami`, {
        Authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
      });
      expect(JSON.parse(response.body)).toMatchObject({
        remoteUser: name,
        identifier: 'basic',
        authenticator: 'users',
      });
    }
  });

  it('signs in by password, keeps the sign-in in a cookie, and signs out', async () => {
    const browser = newBrowser();
    const signedIn = await browser.post(`${demo.url}/login`, {
      login: 'alice',
      password: 'wonderland',
      came_from: '/private',
    });
    expect(signedIn.status).toBe(303);
    expect(new URL(signedIn.header('location') ?? '', demo.url).href).toBe(`${demo.url}/private`);
    expect(signedIn.setCookies).toHaveLength(1);
    expect(signedIn.setCookies[0]).toMatch(/^auth_tkt=.*HttpOnly.*SameSite=Lax/);

    expect(await whoami(browser)).toMatchObject({ remoteUser: 'alice', identifier: 'ticket', authenticator: 'ticket' });
    expect((await browser.get(`${demo.url}/private`)).status).toBe(200);

    const signedOut = await browser.post(`${demo.url}/logout`, {});
    expect(signedOut.status).toBe(303);
    expect(new URL(signedOut.header('location') ?? '', demo.url).href).toBe(`${demo.url}/`);
    expect(browser.cookie('auth_tkt', demo.url)).toBeUndefined();
    expect(await whoami(browser)).toMatchObject({ remoteUser: null });
  });

  it('says so when name and password do not belong together', async () => {
    const browser = newBrowser();
    const response = await browser.post(`${demo.url}/login`, {
      login: '"><i>eve',
      password: 'x',
      came_from: '/private',
    });
    expect(response.status).toBe(401);
    expect(response.header('www-authenticate')).toBeUndefined();
    const page = response.body;
    expect(page).toContain('role="alert"');
    expect(page).toContain('value="&quot;&gt;&lt;i&gt;eve"');
    expect(page).not.toContain('<i>eve');
    expect(await browser.cookies.getCookies(demo.url)).toEqual([]);
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '',
  ])('goes home instead of to %j', async (cameFrom) => {
    const form = { login: 'alice', password: 'wonderland', came_from: cameFrom };
    const response = await newBrowser().post(`${demo.url}/login`, form);
    expect(response.status).toBe(303);
    expect(new URL(response.header('location') ?? '', demo.url).href).toBe(`${demo.url}/`);
    const page = (await newBrowser().get(`${demo.url}/login?came_from=${encodeURIComponent(cameFrom)}`)).body;
    expect(page).not.toContain('evil.example');
    expect(page).not.toContain('javascript:');
  });

  it('takes no login form from another site', async () => {
    const form = { login: 'alice', password: 'wonderland', came_from: '/' };
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': undefined },
      { Origin: 'null', 'Sec-Fetch-Site': undefined },
    ]) {
      const response = await newBrowser().post(`${demo.url}/login`, form, headers);
      expect(response.status).toBe(403);
      expect(response.setCookies).toEqual([]);
    }
  });

  it('signs in by CAS, replays the attributes, and signs out at CAS too', async () => {
    const browser = newBrowser();
    const ticketUrl = await fetchTicket(browser, demo, '/private?a=b');
    const done = await browser.get(ticketUrl);
    expect(done.status).toBe(302);
    expect(done.header('location')).toBe(`${demo.url}/private?a=b`);

    for (let i = 0; i < 2; i++) {
      expect(await whoami(browser)).toMatchObject({
        remoteUser: 'ada',
        identifier: 'ticket',
        metadata: { attributes: { mail: [expect.stringContaining('@')] } },
      });
    }

    const signedOut = await browser.post(`${demo.url}/logout`, {});
    expect(signedOut.status).toBe(303);
    expect(signedOut.header('location')).toMatch(new RegExp(`^${demo.casUrl}/logout\\?`));
    expect(await whoami(browser)).toMatchObject({ remoteUser: null, metadata: { attributes: {} } });

    expect((await newBrowser().get(ticketUrl)).status, 'the ticket in another browser').toBe(403);
  });

  it('has a strict policy on every page', async () => {
    for (const path of ['/', '/login', '/nowhere', '/login/sso']) {
      const { header } = await newBrowser().get(demo.url + path);
      expect(header('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(header('x-content-type-options')).toBe('nosniff');
    }
  });

  it.each([
    { path: '/healthz', status: 200 },
    { path: '/nowhere', status: 404 },
    { path: '/login/sso', status: 501 },
    { path: '/whoami/', status: 404 },
    { path: '/%00', status: 404 },
  ])('answers $path with $status', async ({ path, status }) => {
    expect((await newBrowser().get(demo.url + path)).status).toBe(status);
  });

  it('answers HEAD without a body', async () => {
    const response = await newBrowser().visit(demo.url, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.body).toBe('');
  });

  it('refuses a login form that is too large', async () => {
    const response = await newBrowser().post(`${demo.url}/login`, { login: 'x'.repeat(100_000), password: 'y' });
    expect(response.status).toBe(413);
    expect(response.body).toContain('FORM_TOO_LARGE');
  });
});

it('is not brought down by 200 wrong passwords at once', async () => {
  const file = new URL('../../../packages/plugin-htpasswd/test/fixtures/htpasswd.bcrypt4', import.meta.url);
  const demo = await startDemo({ HTPASSWD_FILE: fileURLToPath(file) });
  const signIn = (password: string) => newBrowser().post(`${demo.url}/login`, { login: 'simple', password });
  const wrong = await Promise.all(Array.from({ length: 200 }, (_, i) => signIn(`wrong ${i}`)));
  for (const { status, setCookies } of wrong) {
    expect([401, 503]).toContain(status);
    expect(setCookies.join()).not.toMatch(/auth_tkt=[^;]/);
  }
  expect((await signIn('secret')).status).toBe(303);
  expect((await demo.stop()).code).toBe(0);
});

describe('the demo as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends within two seconds at %s, with connections open', async (signal) => {
    const demo = await startDemo();
    await fetch(`${demo.url}/whoami`);
    const { code, tookMs } = await demo.stop(signal);
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(2000);
    await expect(fetch(demo.casUrl)).rejects.toThrow();
  });

  it('warns when it makes up a secret, and not when it has one', async () => {
    const [without, withOne] = await Promise.all([startDemo(), startDemo({ AUTH_TKT_SECRET: 'x'.repeat(32) })]);
    expect(without.output()).toContain('AUTH_TKT_SECRET is not set');
    expect(withOne.output()).not.toContain('AUTH_TKT_SECRET');
    await Promise.all([without.stop(), withOne.stop()]);
  });

  it.each([
    [{ PORT: 'many' }, /PORT must be a port/],
    [{ CAS_VERSION: '4' }, /CAS_VERSION must be one of 1, 2, 3, saml/],
    [{ AUTH_TKT_DIGEST: 'crc' }, /AUTH_TKT_DIGEST must be one of/],
    [{ PUBLIC_URL: 'ftp://x' }, /PUBLIC_URL must be an http or https URL/],
    [{ HTPASSWD_FILE: '/nowhere' }, /\/nowhere/],
  ])('says what is wrong with %o and ends', async (env, says) => {
    const { code, output } = await runDemo(env as Record<string, string>);
    expect(code).toBe(1);
    expect(output).toMatch(says);
    expect(output).not.toMatch(/^\s+at /m);
  });

  it('says which variable to change when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const taken = String((server.address() as { port: number }).port);
    const [port, casPort] = await Promise.all([runDemo({ PORT: taken }), runDemo({ CAS_PORT: taken })]);
    server.close();
    expect(port.output).toMatch(/Set PORT to another/);
    expect(casPort.output).toMatch(/Set CAS_PORT to another/);
  });

  it('marks cookies Secure when its public URL is https', async () => {
    const demo = await startDemo({ PUBLIC_URL: 'https://demo.example.org' });
    const local = /It listens on (\S+)/.exec(demo.output())?.[1];
    const response = await newBrowser().post(`${local}/login`, { login: 'alice', password: 'wonderland' });
    await demo.stop();
    expect(response.status).toBe(303);
    expect(response.setCookies[0]).toMatch(/; Secure/);
    expect(response.header('location')).toBe('/');
  });
});

describe('the demo with a CAS server in trouble', () => {
  let cas: DevCasServer;
  let demo: DemoProcess;
  beforeAll(async () => {
    cas = await startDevCasServer({ port: 0 });
    demo = await startDemo({ CAS_URL: cas.url });
  });
  afterAll(async () => {
    await Promise.all([demo?.stop(), cas?.close()]);
  });

  it.each(['drop', 'status-500', 'html', 'half', 'wrong-namespace', 'doctype'] as const)(
    'answers 503 with a code when validation ends in %s, and signs nobody in',
    async (validate) => {
      const browser = newBrowser();
      const ticketUrl = await fetchTicket(browser, demo, '/');
      cas.faults.set({ validate });
      const answer = await browser.get(ticketUrl);
      cas.faults.clear();
      expect(answer.status).toBe(503);
      expect(answer.header('retry-after')).toMatch(/^\d+$/);
      expect(answer.body).toMatch(/<code>CAS_[A-Z_]+<\/code>/);
      expect(browser.cookie('auth_tkt', demo.url)).toBeUndefined();
    },
  );
});
