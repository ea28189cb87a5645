import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serve, type TestBrowser, type TestServer, testBrowser } from '../src/index.js';

type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

describe('testBrowser', () => {
  let server: TestServer;
  let browser: TestBrowser;
  let routes: Record<string, Handler>;

  beforeEach(async () => {
    routes = {};
    server = await serve(async (req, res) => {
      const route = routes[new URL(req.url ?? '', 'http://localhost').pathname];
      if (route) await route(req, res);
      else res.end(`${req.method} ${req.url} ${req.headers.cookie ?? ''} ${await text(req)}`);
    });
    browser = testBrowser({ baseUrl: server.url });
  });
  afterEach(() => server.close());

  const sets =
    (...cookies: string[]): Handler =>
    (_, res) =>
      void res.writeHead(200, { 'Set-Cookie': cookies }).end();
  const redirects =
    (status: number, location: string, ...cookies: string[]): Handler =>
    (_, res) =>
      void res.writeHead(status, { Location: location, 'Set-Cookie': cookies }).end();

  it('keeps cookies by their rules', async () => {
    routes['/set'] = sets('a=1; Path=/', 'b=2; Path=/deep', 'c=3; Max-Age=0', '__Host-d=4', 'e=5; Domain=example.org');
    await browser.get('/set');
    expect((await browser.get('/')).body).toBe('GET / a=1 ');
    expect((await browser.get('/deep/page')).body).toMatch(/b=2/);
    routes['/clear'] = sets('a=; Path=/; Max-Age=0');
    await browser.get('/clear');
    expect((await browser.get('/')).body).toBe('GET /  ');
    expect(browser.cookie('a')).toBe(undefined);
  });

  it('takes localhost for safe, as browsers do', async () => {
    routes['/set'] = sets('__Host-a=1; Path=/; Secure; HttpOnly');
    await browser.get('/set');
    expect(browser.cookie('__Host-a')).toBe('1');
    expect((await browser.get('/')).body).toContain('__Host-a=1');
  });

  it.each([
    ['POST', 302, 'GET /end  '],
    ['POST', 301, 'GET /end  '],
    ['POST', 303, 'GET /end  '],
    ['PUT', 303, 'GET /end  '],
    ['POST', 307, 'POST /end  a=1'],
    ['POST', 308, 'POST /end  a=1'],
    ['PUT', 302, 'PUT /end  a=1'],
  ])('goes on after a %s with %i as browsers do', async (method, status, seen) => {
    routes['/start'] = redirects(status, '/end');
    expect((await browser.visit('/start', { method, body: { a: '1' } })).body).toBe(seen);
  });

  it('follows redirects over several pages and servers, with the cookies of each', async () => {
    await using other = await serve(redirects(302, `${server.url}/end`));
    routes['/start'] = redirects(302, other.url, 'a=1; Path=/');
    const page = await browser.get('/start#here');
    expect(page.url.href).toBe(`${server.url}/end#here`);
    expect(page.body).toContain('a=1');
    expect(page.via.map(({ url, status }) => [url.origin, status])).toEqual([
      [server.url, 302],
      [other.url, 302],
    ]);
    expect(browser.page).toBe(page);
  });

  it('can look at a redirect instead of following it', async () => {
    routes['/start'] = redirects(302, '/end?a=b');
    const page = await browser.visit('/start', { follow: false });
    expect([page.status, page.location?.href]).toEqual([302, `${server.url}/end?a=b`]);
  });

  it('ends when redirects do not', async () => {
    routes['/loop'] = redirects(302, '/loop');
    await expect(browser.get('/loop')).rejects.toThrow(/More than 20 redirects: .*\/loop → /);
  });

  it('resolves links against the current page', async () => {
    await browser.get('/deep/page');
    expect((await browser.get('other')).url.pathname).toBe('/deep/other');
  });

  it('says where a request comes from', async () => {
    const seen: (string | undefined)[][] = [];
    routes['/see'] = (req, res) => {
      seen.push([req.headers['sec-fetch-mode'], String(req.headers['sec-fetch-site']), req.headers.origin]);
      res.end();
    };
    await browser.get('/see');
    await browser.post('/see', {});
    await browser.visit('/see', { from: 'https://evil.example/' });
    await browser.visit('/see', { method: 'POST', from: 'https://evil.example/', body: {} });
    expect(seen).toEqual([
      ['navigate', 'none', undefined],
      ['navigate', 'same-origin', server.url],
      ['navigate', 'cross-site', undefined],
      ['navigate', 'cross-site', 'https://evil.example'],
    ]);
  });

  it('holds cookies back from other sites as SameSite says', async () => {
    routes['/set'] = sets('strict=1; SameSite=Strict', 'lax=1; SameSite=Lax', 'none=1; SameSite=None; Secure');
    await browser.get('/set');
    const from = 'https://evil.example/';
    expect((await browser.get('/')).body).toBe('GET / strict=1; lax=1; none=1 ');
    expect((await browser.visit('/', { from })).body).toBe('GET / lax=1; none=1 ');
    expect((await browser.visit('/', { method: 'POST', from, body: 'x' })).body).toBe('POST / none=1 x');
  });

  it('can be a program, and send a header more than once', async () => {
    routes['/see'] = (req, res) => void res.end(JSON.stringify(req.rawHeaders));
    const program = testBrowser({ baseUrl: server.url, program: true });
    const { body } = await program.get('/see', { 'X-A': ['1', '2'] });
    expect(body).toContain('"X-A","1","X-A","2"');
    expect(body).not.toMatch(/Sec-Fetch|Accept|Origin/i);
  });

  it('sends headers of its own and of a visit', async () => {
    routes['/see'] = (req, res) => void res.end(`${req.headers['x-a']} ${req.headers['x-b']} ${req.headers.accept}`);
    const own = testBrowser({ baseUrl: server.url, headers: { 'X-A': 'a' } });
    expect((await own.get('/see', { 'X-B': 'b', Accept: 'application/json' })).body).toBe('a b application/json');
  });
});
