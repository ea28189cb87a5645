import { testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoProcess, startDemo } from './demo-process.js';
import { type ReverseProxy, startProxy } from './proxy.js';
import { fetchTicket, whoami } from './visitor.js';

const AUTH_TKT_SECRET = 'a secret of the tests, 32 bytes or more';

describe.each([
  { proxy: 'takes it off', takesOff: true, env: {} },
  { proxy: 'leaves it there', takesOff: false, env: { PUBLIC_PATH: 'kept' } },
])('the demo below a path, behind a proxy that $proxy', ({ takesOff, env }) => {
  let proxy: ReverseProxy;
  let demo: DemoProcess;
  let behind: string;
  beforeAll(async () => {
    proxy = await startProxy('/app', takesOff);
    demo = await startDemo({ AUTH_TKT_SECRET, PUBLIC_URL: proxy.url, HEADER_SSO: 'on', ...env });
    behind = /^It listens on (\S+)$/m.exec(demo.output())?.[1] ?? '';
    proxy.to(behind);
  });
  afterAll(async () => {
    await demo?.stop();
    await proxy?.[Symbol.asyncDispose]();
  });

  const browser = (follow = true) => testBrowser({ baseUrl: proxy.url, follow });
  const targets = (page: string) => [...page.matchAll(/\b(?:href|action)="([^"]*)"/g)].map(([, target = '']) => target);

  it('prints its address', () => {
    expect(demo.url).toBe(proxy.url);
  });

  it.each(['', '/', '/login?came_from=%2Fapp%2Fprivate', '/nowhere'])(
    'has no link and no form that leads elsewhere at %j',
    async (path) => {
      const { body } = await browser().get(proxy.url + path);
      const own = targets(body).filter((target) => !/^(?:#|data:)/.test(target));
      expect(own.length).toBeGreaterThan(3);
      const { origin } = new URL(proxy.url);
      for (const target of own) expect(new URL(target, origin).href).toMatch(`${proxy.url}/`);
    },
  );

  it('signs in by password from a private page, and out', async () => {
    const visitor = browser();
    const login = await visitor.get(`${proxy.url}/private?a=b`);
    expect(login.url.href).toMatch(`${proxy.url}/login?`);
    const [action = ''] = /<form[^>]*action="[^"]*login"/.exec(login.body) ?? [];
    const cameFrom = login.url.searchParams.get('came_from') ?? '';
    const form = { login: 'alice', password: 'wonderland', came_from: cameFrom };
    const arrived = await visitor.post(new URL(targets(action)[0] ?? '', login.url).href, form);
    expect([arrived.status, arrived.url.href]).toEqual([200, `${proxy.url}/private?a=b`]);
    expect(arrived.body).toContain('aria-current="page">Private page');
    const home = await visitor.post(`${proxy.url}/logout`, {});
    expect([home.status, home.url.href]).toEqual([200, `${proxy.url}/`]);
    expect(await whoami(visitor, demo)).toMatchObject({ remoteUser: null });
  });

  it('signs in by CAS, and out there, too', async () => {
    const visitor = browser(false);
    const back = await fetchTicket(visitor, demo, '/app/private');
    expect(back).toMatch(`${proxy.url}/login/cas?`);
    expect((await visitor.get(back)).location?.href).toBe(`${proxy.url}/private`);
    expect(await whoami(visitor, demo)).toMatchObject({
      remoteUser: 'ada',
      metadata: { attributes: { cn: ['Ada Lovelace'] } },
    });
    const { location } = await visitor.post(`${proxy.url}/logout`, {});
    expect(location?.href).toMatch(`${demo.casUrl}/logout?`);
    expect(location?.searchParams.get('service')).toBe(`${proxy.url}/`);
    expect(await whoami(visitor, demo)).toMatchObject({ remoteUser: null });
  });

  it('signs in at the front end', async () => {
    const visitor = browser(false);
    const headers = { 'Shib-Session-ID': '_1', eppn: 'student@example.test' };
    const arrived = await visitor.get(`${proxy.url}/login/sso?came_from=%2Fapp%2Fprivate`, headers);
    expect(arrived.location?.href).toBe(`${proxy.url}/private`);
    expect(await whoami(visitor, demo)).toMatchObject({ remoteUser: 'student@example.test' });
  });

  it.each(['/private', '/login', '//evil.example/app/', '/apple', 'https://evil.example/app/'])(
    'goes home instead of to %s',
    async (cameFrom) => {
      const form = { login: 'alice', password: 'wonderland', came_from: cameFrom };
      const { location } = await browser(false).post(`${proxy.url}/login`, form);
      expect(location?.href).toBe(`${proxy.url}/`);
    },
  );

  it.each(['/app/login/sso', '/app/app/login/sso', '/apple/login/sso', '/login/sso'])(
    'has one address for each page, which a front end can protect: not %s',
    async (target) => {
      const headers = { 'Shib-Session-ID': '_1', eppn: 'eve@example.test' };
      const visitor = testBrowser({ follow: false });
      const { status } = await visitor.get(behind + target, headers);
      const isIt = target === (takesOff ? '/login/sso' : '/app/login/sso');
      expect(status).toBe(isIt ? 302 : 404);
      expect(visitor.cookie('auth_tkt', behind) !== undefined).toBe(isIt);
    },
  );
});
