import { describe, expect, it } from 'vitest';
import { cas } from '../src/index.js';
import { fakeCas } from './fake-cas.js';
import { type Answer, APP_URL, application, browser, CAS_URL, fixture, SECRET, serviceOf, success } from './support.js';

const server = fakeCas();

function expectPrivate(answer: Answer): void {
  expect(answer.header('cache-control')).toBe('no-store');
  expect(answer.header('referrer-policy')).toBe('no-referrer');
}

describe('leaving for CAS', () => {
  it('redirects to the login page with the service and a signed, short-lived cookie', async () => {
    const answer = await browser(application()).visit('/login/cas?came_from=/private');
    expect(answer.status).toBe(302);
    expect(answer.location.href).toMatch(`${CAS_URL}/login?service=`);
    expect(serviceOf(answer).href).toMatch(/^https:\/\/app\.example\.org\/login\/cas\?who_state=[\w-]{29,}$/);
    expect(answer.setCookies).toHaveLength(1);
    expect(answer.setCookies[0]).toMatch(
      /^__Host-who_cas\.[\w-]{29,}=[\w.+/-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expectPrivate(answer);
  });

  it('uses a plain cookie where the application is not on https', async () => {
    const app = application({ publicUrl: 'http://localhost:3000', stateCookieName: 'sign_in', stateMaxAgeSeconds: 60 });
    const { setCookies } = await browser(app).visit('/login/cas');
    expect(setCookies[0]).toMatch(/^sign_in\.[\w-]{29,}=[\w.+/-]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('says renew=true or nothing, and adds the parameters it was given', async () => {
    const plain = await browser(application({ renew: false })).visit('/login/cas');
    expect([...plain.location.searchParams.keys()]).toEqual(['service']);
    const app = application({ renew: true, loginParameters: { locale: 'fr', 'a&b': 'c d' } });
    const { location } = await browser(app).visit('/login/cas');
    expect(location.searchParams.get('renew')).toBe('true');
    expect(location.searchParams.get('locale')).toBe('fr');
    expect(location.searchParams.get('a&b')).toBe('c d');
  });

  it('takes the service from the configuration, whatever Host says', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' };
    const answer = await browser(application()).visit('/login/cas', { headers });
    expect(serviceOf(answer).origin).toBe(APP_URL);
  });

  it('serves several public URLs, and keeps their path', async () => {
    const app = application({ publicUrl: ['https://a.example/app', 'https://b.example'] });
    const onB = await browser(app).visit('/login/cas', { headers: { host: 'b.example' } });
    expect(serviceOf(onB).host).toBe('b.example');
    const onA = await browser(app).visit('/login/cas', { headers: { host: 'a.example' } });
    expect(serviceOf(onA).href).toMatch(/^https:\/\/a\.example\/app\/login\/cas\?who_state=/);
  });

  it.each([
    ['POST', '/login/cas'],
    ['HEAD', '/login/cas'],
    ['GET', '/login/cas/'],
    ['GET', '/LOGIN/cas'],
    ['GET', '/login%2Fcas'],
    ['GET', '/x?/login/cas'],
    ['GET', '/x/login/cas'],
  ])('leaves %s %s to the application', async (method, url) => {
    expect((await browser(application()).visit(url, { method })).status).toBe(200);
  });
});

describe('coming back', () => {
  it('signs in, leads to came_from without the ticket, and is remembered', async () => {
    server.answers = { 'ST-1': fixture('p3.serviceValidate.ok') };
    const app = application();
    const tab = browser(app);
    const service = await tab.depart('/private?a=b#c');
    const answer = await tab.arrive(service);
    expect(answer.status).toBe(302);
    expect(answer.location.href).toBe(`${APP_URL}/private?a=b#c`);
    expectPrivate(answer);
    expect([...tab.jar.keys()]).toEqual(['plain']);
    expect(tab.jar.get('plain')).toBe('user=dwho&data=cas%3Dcas');
    expect(await tab.visit('/private')).toMatchObject({ status: 200, body: 'dwho' });
    expect(app.warnings).toEqual([]);
  });

  it('asks CAS once, with exactly the service of the login page', async () => {
    server.answers = { 'ST-a.b-c_d': success('u') };
    const tab = browser(application({ renew: true }));
    const service = await tab.depart();
    await tab.arrive(service, 'ST-a.b-c_d');
    expect(server.asked.map(({ pathname }) => pathname)).toEqual(['/cas/p3/serviceValidate']);
    expect([...(server.asked[0]?.searchParams ?? [])]).toEqual([
      ['service', service.href],
      ['ticket', 'ST-a.b-c_d'],
      ['renew', 'true'],
    ]);
  });

  it.each([
    ['1', '/cas/validate', fixture('validate1.ok'), {}],
    ['2', '/cas/serviceValidate', fixture('serviceValidate.zoe'), { groups: ['earthlings', 'users'] }],
    ['3', '/cas/p3/serviceValidate', fixture('serviceValidate.zoe'), { cn: ['Zoë Łukasz 日本'] }],
  ] as const)('speaks CAS %s at %s', async (version, pathname, answer, attributes) => {
    server.answers = { 'ST-1': answer };
    const app = application({ version });
    let metadata: unknown;
    const { remember } = app.plugin;
    app.plugin.remember = (exchange, identity) => {
      metadata = identity.metadata;
      return remember(exchange, identity);
    };
    const tab = browser(app);
    await tab.arrive(await tab.depart());
    expect(server.asked[0]?.pathname).toBe(pathname);
    expect(metadata).toMatchObject({ attributes });
  });

  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example',
    'javascript:alert(1)',
    'https://app.example.org@evil.example/',
    'http://app.example.org/private',
    'https://app.example.org:444/',
    `/${'x'.repeat(3000)}`,
    '/login/cas',
    '/login/cas?came_from=/login/cas',
    '/logout',
    '',
    '%',
  ])('does not follow came_from=%s', async (cameFrom) => {
    server.answers = { 'ST-1': success('u') };
    const tab = browser(application({ logoutPath: '/logout' }));
    const { location } = await tab.arrive(await tab.depart(cameFrom));
    expect(location.origin).toBe(APP_URL);
    expect(['/', '/%']).toContain(location.pathname);
  });

  it('follows an absolute came_from of its own, and one with two slashes, as it stands', async () => {
    server.answers = { 'ST-1': success('u'), 'ST-2': success('u') };
    const tab = browser(application());
    const absolute = await tab.arrive(await tab.depart(`${APP_URL}/ë?x=1`));
    expect(absolute.location.href).toBe(`${APP_URL}/%C3%AB?x=1`);
    const slashes = await tab.arrive(await tab.depart(`${APP_URL}//evil.example/`), 'ST-2');
    expect(slashes.location.href).toBe(`${APP_URL}//evil.example/`);
  });

  it('keeps the path of the public URL', async () => {
    server.answers = { 'ST-1': success('u'), 'ST-2': success('u') };
    const tab = browser(application({ publicUrl: 'https://a.example/app' }));
    const back = async (cameFrom: string | undefined, ticket: string): Promise<string> => {
      const service = await tab.depart(cameFrom);
      return (await tab.visit(`/login/cas${service.search}&ticket=${ticket}`)).location.href;
    };
    expect(await back('/app/private', 'ST-1')).toBe('https://a.example/app/private');
    expect(await back(undefined, 'ST-2')).toBe('https://a.example/app/');
  });

  it('lets several tabs sign in at once, each ending where it began', async () => {
    server.answers = { 'ST-1': success('u'), 'ST-2': success('u') };
    const tabs = browser(application());
    const one = await tabs.depart('/one');
    const two = await tabs.depart('/two');
    expect((await tabs.arrive(one, 'ST-1')).location.pathname).toBe('/one');
    expect((await tabs.arrive(two, 'ST-2')).location.pathname).toBe('/two');
    expect([...tabs.jar.keys()]).toEqual(['plain']);
  });

  it('goes on after the secrets have been rotated', async () => {
    server.answers = { 'ST-1': success('u') };
    const newer = 'a newer secret of more than 32 bytes!';
    const before = browser(application());
    const service = await before.depart('/private');
    const after = browser(application({ stateSecrets: [newer, SECRET] }));
    for (const [name, value] of before.jar) after.jar.set(name, value);
    expect((await after.arrive(service)).location.pathname).toBe('/private');
  });
});

describe('a plugin that was put together wrongly', () => {
  it('says that it is not among the authenticators', async () => {
    const tab = browser(application({ authenticators: ['ticket'] }));
    await expect(tab.arrive(await tab.depart())).rejects.toMatchObject({ code: 'CAS_NOT_AUTHENTICATOR', status: 500 });
  });

  it('says that the rememberer is not there', () => {
    const plugin = cas({ casUrl: CAS_URL, rememberer: 'tikcet' });
    expect(plugin.needs).toEqual({ tikcet: 'identifier' });
  });
});
