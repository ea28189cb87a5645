import { fakeClock } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type CasOptions, type CasProxyOptions, cas, casSessions } from '../../src/index.js';
import { fakeStore } from '../sessions/support.js';
import { logoutForm } from '../single-logout/support.js';
import { type Site, type SiteOptions, site } from '../site.js';
import { application, browser, CAS_URL, fixture, SECRET } from '../support.js';
import { type ProxyingCas, proxyFailure, proxyingCas } from './support.js';

const TARGET = 'https://mail.example.org/';

/** An application whose pages show the proxy ticket that they get for the address in the query. */
async function proxy(
  proxyOptions: Partial<CasProxyOptions> = {},
  rest: SiteOptions = {},
): Promise<Site & { readonly server: ProxyingCas }> {
  const server = proxyingCas();
  const made = await site({
    handle: async (identity, { url = '/' }, plugin) => {
      const target = new URLSearchParams(url.slice(url.indexOf('?'))).get('target');
      if (!identity || target === null) return identity?.userid ?? 'nobody';
      return plugin.proxyTicketFor(identity, target);
    },
    ...rest,
    options: {
      fetch: (...question) => server.fetch(...question),
      proxy: { callbackPath: '/pgt', ...proxyOptions },
      ...rest.options,
    },
  });
  return { ...made, server };
}

const path = (target = TARGET): string => `/page?${new URLSearchParams({ target })}`;

describe('an application that acts in its users’ names', () => {
  it('gets proxy tickets with the granting ticket of whoever asks', async () => {
    await using app = await proxy();
    const [one, two] = [await app.signIn('ST-dwho-1'), await app.signIn('ST-rtyler-1')];
    expect(app.server.pgtUrls).toEqual([`${app.url}/pgt`, `${app.url}/pgt`]);
    expect((await one.get(path())).body).toBe('PT-1');
    expect((await two.get(path('https://files.example.org/?a=1&b=ü'))).body).toBe('PT-2');
    expect((await one.get(path())).body).toBe('PT-3');
    expect(app.server.proxyQueries.map((query) => [...query])).toEqual([
      [
        ['pgt', 'PGT-ST-dwho-1'],
        ['targetService', TARGET],
      ],
      [
        ['pgt', 'PGT-ST-rtyler-1'],
        ['targetService', 'https://files.example.org/?a=1&b=ü'],
      ],
      [
        ['pgt', 'PGT-ST-dwho-1'],
        ['targetService', TARGET],
      ],
    ]);
  });

  it('gets them in every process that shares the store, and the store does not see them', async () => {
    const store = fakeStore();
    const sessions = () => casSessions({ store, secrets: [SECRET] });
    await using one = await proxy({}, { sessions: sessions() });
    await using two = await proxy({}, { sessions: sessions() });
    const visitor = await one.signIn('ST-dwho-1');
    expect(JSON.stringify([...store.entries])).not.toMatch(/PGT-|PGTIOU|ST-dwho/);
    const headers = { Cookie: `auth_tkt=${visitor.cookie('auth_tkt')}` };
    expect(await (await fetch(two.url + path(), { headers })).text()).toBe('PT-1');
    expect(two.server.proxyQueries[0]?.get('pgt')).toBe('PGT-ST-dwho-1');
  });

  it('does not get them where the secret is another', async () => {
    const store = fakeStore();
    await using one = await proxy({}, { sessions: casSessions({ store, secrets: [SECRET] }) });
    await using two = await proxy({}, { sessions: casSessions({ store, secrets: [`${SECRET} other`] }) });
    const visitor = await one.signIn('ST-dwho-1');
    const headers = { Cookie: `auth_tkt=${visitor.cookie('auth_tkt')}` };
    await fetch(two.url + path(), { headers, redirect: 'manual' });
    expect(two.codes).toEqual(['CAS_PGT_MISSING']);
  });

  it.each([0, 60])('gets none when the session ends while CAS is asked, whatever is kept (%i s)', async (seconds) => {
    await using app = await proxy({ reuseSeconds: () => seconds });
    const visitor = await app.signIn('ST-dwho-1');
    const { server } = app;
    const { fetch } = server;
    Object.assign(server, {
      fetch: async (...question: Parameters<typeof fetch>) => {
        const answer = await fetch(...question);
        await app.postLogout(logoutForm('ST-dwho-1'));
        return answer;
      },
    });
    expect((await visitor.get(path())).body).not.toContain('PT-');
    expect(server.proxyQueries).toHaveLength(1);
    expect(app.codes).toEqual(['CAS_PGT_MISSING']);
  });

  it('gets none when the session is over', async () => {
    const sessions = casSessions();
    await using app = await proxy({ reuseSeconds: () => 60 }, { sessions });
    const visitor = await app.signIn('ST-dwho-1');
    const userdata =
      decodeURIComponent(visitor.cookie('auth_tkt') ?? '')
        .replaceAll('"', '')
        .split('!')
        .at(-1) ?? '';
    expect(await app.plugin.proxyTicketFor({ userdata }, TARGET)).toBe('PT-1');
    expect(await app.plugin.proxyTicketFor({ userdata }, TARGET)).toBe('PT-1');
    await app.postLogout(logoutForm('ST-dwho-1'));
    await expect(app.plugin.proxyTicketFor({ userdata }, TARGET)).rejects.toMatchObject({ code: 'CAS_PGT_MISSING' });
  });

  it('gets none with another CAS server’s granting ticket', async () => {
    const sessions = casSessions();
    void sessions.isRevoked;
    const other = cas({
      casUrl: 'https://other.example.org/cas',
      rememberer: 'ticket',
      sessions,
      proxy: { callbackPath: '/pgt2' },
      fetch: () => Promise.reject(new Error('not expected')),
    });
    await using app = await proxy(
      {},
      { sessions, handle: async (identity) => other.proxyTicketFor(identity ?? { userdata: '' }, TARGET) },
    );
    await (await app.signIn('ST-dwho-1')).get('/');
    expect(app.codes).toEqual(['CAS_PGT_MISSING']);
  });

  it('uses a ticket again where that is allowed, per target and user, for a while', async () => {
    const clock = fakeClock();
    const reuseSeconds = (target: string): number => (target === TARGET ? 60 : 0);
    await using app = await proxy({ reuseSeconds }, { sessions: casSessions({ now: clock.now }) });
    const [one, two] = [await app.signIn('ST-dwho-1'), await app.signIn('ST-rtyler-1')];
    expect([(await one.get(path())).body, (await one.get(path())).body, (await two.get(path())).body]).toEqual([
      'PT-1',
      'PT-1',
      'PT-2',
    ]);
    const other = path('https://files.example.org/');
    expect([(await one.get(other)).body, (await one.get(other)).body]).toEqual(['PT-3', 'PT-4']);
    clock.advance(60_000);
    expect((await one.get(path())).body).toBe('PT-5');
  });

  it('signs people in all the same when no granting ticket comes, and says so', async () => {
    await using app = await proxy();
    app.server.delivers = false;
    const visitor = await app.signIn('ST-dwho-1');
    expect((await visitor.get('/')).body).toBe('dwho');
    expect(app.warnings).toEqual([expect.stringContaining('not delivered')]);
    // It is a 401, which sends whoever wants to go on to sign in once more.
    expect((await visitor.get(path())).location?.href).toContain(`${CAS_URL}/login?`);
    expect(app.codes).toEqual(['CAS_PGT_MISSING']);
  });
});

describe('a failure', () => {
  it.each<[string, () => Response, string, number]>([
    ['INVALID_TICKET', () => new Response(proxyFailure('INVALID_TICKET')), 'CAS_PGT_REJECTED', 302],
    ['UNAUTHORIZED_SERVICE', () => new Response(proxyFailure('UNAUTHORIZED_SERVICE')), 'CAS_TARGET_REFUSED', 403],
    [
      'UNAUTHORIZED_SERVICE_PROXY',
      () => new Response(proxyFailure('UNAUTHORIZED_SERVICE_PROXY')),
      'CAS_TARGET_REFUSED',
      403,
    ],
    ['INVALID_REQUEST', () => new Response(proxyFailure('INVALID_REQUEST')), 'CAS_PROXY_FAILED', 503],
    ['a code of its own', () => new Response(proxyFailure('MAINTENANCE')), 'CAS_PROXY_FAILED', 503],
    ['what LemonLDAP::NG says', () => new Response(fixture('proxy.badpgt'), { status: 500 }), 'CAS_UNAVAILABLE', 503],
    ['HTML', () => new Response('<html></html>'), 'CAS_BAD_RESPONSE', 503],
    ['a redirect', () => new Response('', { status: 302, headers: { Location: '/' } }), 'CAS_BAD_RESPONSE', 503],
  ])('has its own code: %s', async (_what, answer, code, status) => {
    await using app = await proxy();
    const visitor = await app.signIn('ST-dwho-1');
    app.server.proxyAnswer = answer;
    const page = await visitor.get(path());
    expect([page.status, app.codes]).toEqual([status, [code]]);
  });

  it('of the connection does not show the granting ticket', async () => {
    const server = proxyingCas();
    const fetch: CasOptions['fetch'] = async (url, init) => {
      if (url.includes('/proxy?')) throw new Error(`getaddrinfo ENOTFOUND ${url}`);
      return server.fetch(url, init);
    };
    let seen: unknown;
    await using app = await proxy(
      {},
      {
        options: { fetch },
        handle: (identity, _request, plugin) =>
          plugin.proxyTicketFor(identity ?? { userdata: '' }, TARGET).catch((error) => {
            seen = error;
            return 'failed';
          }),
      },
    );
    await (await app.signIn('ST-dwho-1')).get('/');
    expect(seen).toMatchObject({ code: 'CAS_UNAVAILABLE' });
    expect(String(seen) + JSON.stringify(seen)).not.toContain('PGT-');
  });

  it.each(['', 'mail', 'ftp://mail.example.org', 'javascript:alert(1)', `https://${'a'.repeat(3000)}`])(
    'is a target that is none: %j',
    async (target) => {
      await using app = await proxy();
      await expect(app.plugin.proxyTicketFor({ userdata: '' }, target)).rejects.toMatchObject({
        code: 'CAS_TARGET_INVALID',
      });
    },
  );

  it.each(['', 'cas=cas', `cas=cas&sid=${'a'.repeat(22)}`])('is a stranger: %j', async (userdata) => {
    await using app = await proxy();
    await expect(app.plugin.proxyTicketFor({ userdata }, TARGET)).rejects.toMatchObject({ code: 'CAS_PGT_MISSING' });
  });

  it('is a public address that is not https: nobody is signed in', async () => {
    const sessions = casSessions();
    void sessions.isRevoked;
    const app = application({ publicUrl: 'http://app.example.org', sessions, proxy: { callbackPath: '/pgt' } });
    const tab = browser(app);
    await expect(tab.arrive(await tab.depart())).rejects.toMatchObject({ code: 'CAS_PROXY_NEEDS_HTTPS', status: 500 });
  });
});

describe('options', () => {
  const shared = casSessions({ store: fakeStore() });
  const sessions = casSessions();

  it.each<[string, object]>([
    ['proxy', { proxy: { callbackPath: '/pgt' } }],
    ['proxy', { sessions: shared, proxy: { callbackPath: '/pgt' } }],
    ['proxy', { sessions, version: '1', proxy: { callbackPath: '/pgt' } }],
    ['proxy', { sessions, version: 'saml', proxy: { callbackPath: '/pgt' } }],
    ['proxy', { sessions, proxy: true }],
    ['proxy.callbackPath', { sessions, proxy: {} }],
    ['proxy.callbackPath', { sessions, proxy: { callbackPath: 'pgt' } }],
    ['proxy.callbackPath', { sessions, proxy: { callbackPath: '/login/cas' } }],
    ['proxy.callbackPath', { sessions, logoutPath: '/logout', proxy: { callbackPath: '/logout' } }],
    ['proxy.reuseSeconds', { sessions, proxy: { callbackPath: '/pgt', reuseSeconds: 60 } }],
    ['proxy.maxReused', { sessions, proxy: { callbackPath: '/pgt', maxReused: 0 } }],
  ])('%s is refused in %o', (option, options) => {
    expect(() => cas({ casUrl: CAS_URL, rememberer: 'ticket', ...options } as CasOptions)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`"${option}"`) }),
    );
  });

  it('are needed before there are proxy tickets', async () => {
    const plugin = cas({ casUrl: CAS_URL, rememberer: 'ticket' });
    await expect(plugin.proxyTicketFor({ userdata: '' }, TARGET)).rejects.toMatchObject({ code: 'CAS_PGT_MISSING' });
  });
});
