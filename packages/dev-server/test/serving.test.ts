import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createListener,
  type DevRequest,
  errorPage,
  html,
  type Listening,
  listen,
  loginForm,
  pageMaker,
  parameter,
  postPage,
  type Reply,
  redirect,
} from '../src/index.js';

afterEach(() => void vi.unstubAllEnvs());

const fail = (code: string, message: string): Error => Object.assign(new Error(message), { code });
const page = pageMaker('server of the tests');

async function serve(handler: (request: DevRequest) => Reply | Promise<Reply>, log: string[] = []): Promise<Listening> {
  const logger = { debug() {}, warn() {}, error: (text: string) => void log.push(text) };
  const routes = new Map([['/', { GET: handler, POST: handler }]]);
  const server = await listen(
    createListener({ name: 'tests', routes, page, logger }),
    { port: 0, host: '127.0.0.1' },
    fail,
  );
  onTestFinished(() => server.close());
  return server;
}

describe('a server', () => {
  it('is not for production, and not for a port that is taken', async () => {
    const { port } = await serve(() => errorPage(page, 200, 'x', 'y'));
    const again = () => listen(() => {}, { port, host: '127.0.0.1' }, fail);
    await expect(again()).rejects.toMatchObject({ code: 'EADDRINUSE' });
    vi.stubEnv('NODE_ENV', 'production');
    await expect(again()).rejects.toMatchObject({ code: 'IN_PRODUCTION' });
  });

  it('answers what it has no handler for, and what its handler fails at', async () => {
    const log: string[] = [];
    const { origin } = await serve(() => {
      throw new Error('broken');
    }, log);
    const other = await fetch(origin, { method: 'PUT' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    expect((await fetch(`${origin}/nowhere`)).status).toBe(404);
    const broken = await fetch(origin);
    expect([broken.status, await broken.text()]).toEqual([500, expect.not.stringContaining('broken')]);
    expect(log).toEqual([expect.stringContaining('broken')]);
  });

  it('reads forms up to a limit, and parameters that are there once', async () => {
    const { origin } = await serve(async (request) => {
      const form = await request.form();
      return errorPage(page, 200, 'Read', `${parameter(form, 'a')} ${request.cookie('c')} ${request.header('x-d')}`);
    });
    const post = (body: string | URLSearchParams) =>
      fetch(origin, { method: 'POST', body, headers: { Cookie: 'b=1; c=2', 'X-D': '3' } });
    expect(await (await post(new URLSearchParams({ a: 'x' }))).text()).toContain('x 2 3');
    expect((await post('a=x')).status).toBe(415);
    expect((await post(new URLSearchParams('a=x&a=y'))).status).toBe(400);
    expect((await post(new URLSearchParams({ a: 'x'.repeat(20_000) }))).status).toBe(413);
  });
});

describe('pages', () => {
  const evil = `"><script>alert('1')</script>`;
  const form = (more: object) =>
    loginForm({ action: '/login', hidden: { [evil]: evil }, goesOnTo: evil, accounts: [], ...more });

  it.each<[string, Reply]>([
    [
      'a login form',
      page(200, evil, form({ userid: evil, problem: evil, accounts: [{ userid: evil, password: evil }] })),
    ],
    ['a form that goes on by itself', postPage(page, `http://localhost/${evil}`, { [evil]: evil })],
    ['a redirect', redirect(page, 303, `http://localhost/${evil}`)],
    ['an error', errorPage(page, 400, evil, evil)],
  ])('escape what comes with a request: %s', (_, { body, headers }) => {
    expect(body).not.toContain('<script>alert');
    expect(new Headers(headers as [string, string][]).get('content-security-policy')).toMatch(/^default-src 'none'; /);
  });

  it('put the keyboard where it is needed', () => {
    expect(form({}).markup).toMatch(/id="username"[^>]* autofocus>/);
    expect(form({ userid: 'ada' }).markup).toMatch(/id="password"[^>]* autofocus>/);
    expect(form({ problem: 'no' }).markup.match(/aria-describedby="problem"/g)).toHaveLength(2);
  });

  it('show the first ten accounts', () => {
    const accounts = Array.from({ length: 12 }, (_, i) => ({ userid: `user-${i}`, password: 'x' }));
    expect(form({ accounts }).markup.match(/user-/g)).toHaveLength(10);
    expect(html`${undefined}${[html`a`, html`b`]}`.markup).toBe('ab');
  });
});
