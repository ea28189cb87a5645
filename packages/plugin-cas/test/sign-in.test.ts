import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cas } from '../src/index.js';
import {
  type Answer,
  APP_URL,
  application,
  browser,
  CAS_URL,
  failure,
  fixture,
  SECRET,
  serviceOf,
  success,
} from './support.js';

/** What the CAS server was asked, and what it answers to a ticket. */
const asked: URL[] = [];
let answers: Record<string, string> = {};
const server = setupServer(
  http.get(`${CAS_URL}/*`, ({ request }) => {
    const url = new URL(request.url);
    asked.push(url);
    return HttpResponse.text(answers[url.searchParams.get('ticket') ?? ''] ?? failure('INVALID_TICKET'));
  }),
);

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  asked.length = 0;
  answers = {};
});
afterAll(() => server.close());

const pageWith = (code: string, status = 403): unknown =>
  expect.objectContaining({ status, body: expect.stringContaining(code) });

function expectPrivate(answer: Answer): void {
  expect(answer.header('cache-control')).toBe('no-store');
  expect(answer.header('referrer-policy')).toBe('no-referrer');
}

describe('leaving for CAS', () => {
  it('redirects to the login page with the service and a signed, short-lived cookie', async () => {
    const answer = await browser(application()).visit('/login/cas?came_from=/private');
    expect(answer.status).toBe(302);
    expect(answer.location.href).toMatch(`${CAS_URL}/login?service=`);
    expect(serviceOf(answer).href).toMatch(/^https:\/\/app\.example\.org\/login\/cas\?state=[\w-]{22}$/);
    expect(answer.setCookies).toHaveLength(1);
    expect(answer.setCookies[0]).toMatch(
      /^__Host-who_cas=[\w.+/-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expectPrivate(answer);
  });

  it('uses a plain cookie where the application is not on https', async () => {
    const app = application({ publicUrl: 'http://localhost:3000', stateCookieName: 'sign_in', stateMaxAgeSeconds: 60 });
    const { setCookies } = await browser(app).visit('/login/cas');
    expect(setCookies[0]).toMatch(/^sign_in=[\w.+/-]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/);
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
    expect(serviceOf(onA).href).toMatch(/^https:\/\/a\.example\/app\/login\/cas\?state=/);
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
    answers = { 'ST-1': fixture('p3.serviceValidate.ok') };
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
    answers = { 'ST-a.b-c_d': success('u') };
    const tab = browser(application({ renew: true }));
    const service = await tab.depart();
    await tab.arrive(service, 'ST-a.b-c_d');
    expect(asked.map(({ pathname }) => pathname)).toEqual(['/cas/p3/serviceValidate']);
    expect([...(asked[0]?.searchParams ?? [])]).toEqual([
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
    answers = { 'ST-1': answer };
    const app = application({ version });
    let metadata: unknown;
    const { remember } = app.plugin;
    app.plugin.remember = (exchange, identity) => {
      metadata = identity.metadata;
      return remember(exchange, identity);
    };
    const tab = browser(app);
    await tab.arrive(await tab.depart());
    expect(asked[0]?.pathname).toBe(pathname);
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
    answers = { 'ST-1': success('u') };
    const tab = browser(application({ logoutPath: '/logout' }));
    const { location } = await tab.arrive(await tab.depart(cameFrom));
    expect(location.origin).toBe(APP_URL);
    expect(['/', '/%']).toContain(location.pathname);
  });

  it('follows an absolute came_from of its own, and one with two slashes, as it stands', async () => {
    answers = { 'ST-1': success('u'), 'ST-2': success('u') };
    const tab = browser(application());
    const absolute = await tab.arrive(await tab.depart(`${APP_URL}/ë?x=1`));
    expect(absolute.location.href).toBe(`${APP_URL}/%C3%AB?x=1`);
    const slashes = await tab.arrive(await tab.depart(`${APP_URL}//evil.example/`), 'ST-2');
    expect(slashes.location.href).toBe(`${APP_URL}//evil.example/`);
  });

  it('keeps the path of the public URL', async () => {
    answers = { 'ST-1': success('u'), 'ST-2': success('u') };
    const tab = browser(application({ publicUrl: 'https://a.example/app' }));
    const back = async (cameFrom: string | undefined, ticket: string): Promise<string> => {
      const service = await tab.depart(cameFrom);
      return (await tab.visit(`/login/cas${service.search}&ticket=${ticket}`)).location.href;
    };
    expect(await back('/app/private', 'ST-1')).toBe('https://a.example/app/private');
    expect(await back(undefined, 'ST-2')).toBe('https://a.example/app/');
  });

  it('lets several tabs sign in at once, each ending where it began', async () => {
    answers = { 'ST-1': success('u'), 'ST-2': success('u') };
    const tabs = browser(application());
    const one = await tabs.depart('/one');
    const two = await tabs.depart('/two');
    expect((await tabs.arrive(one, 'ST-1')).location.pathname).toBe('/one');
    expect((await tabs.arrive(two, 'ST-2')).location.pathname).toBe('/two');
    expect([...tabs.jar.keys()]).toEqual(['plain']);
  });

  it('goes on after the secrets have been rotated', async () => {
    answers = { 'ST-1': success('u') };
    const newer = 'a newer secret of more than 32 bytes!';
    const before = browser(application());
    const service = await before.depart('/private');
    const after = browser(application({ stateSecrets: [newer, SECRET] }));
    for (const [name, value] of before.jar) after.jar.set(name, value);
    expect((await after.arrive(service)).location.pathname).toBe('/private');
  });
});

describe('who counts', () => {
  it('is who came last, whatever the order of authenticators', async () => {
    for (const authenticators of [['cas', 'ticket'] as const, ['ticket', 'cas'] as const]) {
      asked.length = 0;
      answers = { 'ST-A': success('alice'), 'ST-B': success('bob') };
      const tab = browser(application({ authenticators }));
      await tab.arrive(await tab.depart(), 'ST-A');
      expect((await tab.visit('/')).body).toBe('alice');
      await tab.arrive(await tab.depart(), 'ST-B');
      expect((await tab.visit('/')).body).toBe('bob');
      expect(asked).toHaveLength(2);
    }
  });

  it('does not lose the old one to a refused ticket', async () => {
    answers = { 'ST-A': success('alice') };
    const tab = browser(application());
    await tab.arrive(await tab.depart(), 'ST-A');
    await tab.arrive(await tab.depart(), 'ST-B');
    expect((await tab.visit('/')).body).toBe('alice');
  });
});

describe('login CSRF', () => {
  it('refuses a ticket without a state', async () => {
    expect(await browser(application()).visit('/login/cas?ticket=ST-1')).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(asked).toEqual([]);
  });

  it('refuses a state that another browser got', async () => {
    const app = application();
    const attacker = browser(app);
    const service = await attacker.depart();
    expect(await browser(app).arrive(service)).toEqual(pageWith('CAS_STATE_MISSING'));
    const victim = browser(app);
    await victim.depart();
    expect(await victim.arrive(service)).toEqual(pageWith('CAS_STATE_INVALID'));
    expect(asked).toEqual([]);
  });

  it('refuses a cookie of another CAS plugin with the same secret', async () => {
    const other = browser(application({ casUrl: 'https://cas.evil.example' }));
    const service = await other.depart();
    const tab = browser(application());
    for (const [name, value] of other.jar) tab.jar.set(name, value);
    expect(await tab.arrive(service)).toEqual(pageWith('CAS_STATE_MISSING'));
  });

  it('says once in the log that another process may have another secret', async () => {
    const service = await browser(application()).depart();
    const other = application({ stateSecrets: undefined });
    for (let i = 0; i < 2; i++) {
      const tab = browser(other);
      tab.jar.set('__Host-who_cas', 'signed.elsewhere');
      expect(await tab.arrive(service)).toEqual(pageWith('CAS_STATE_MISSING'));
    }
    expect(other.warnings).toEqual([expect.stringContaining('"stateSecrets"')]);
  });

  it('finds its cookie among others of the same name', async () => {
    answers = { 'ST-1': success('u') };
    const tab = browser(application());
    const service = await tab.depart('/private');
    const [[name, value] = ['', '']] = tab.jar;
    tab.jar.set(name, `planted; ${name}=${value}`);
    expect((await tab.arrive(service)).location.pathname).toBe('/private');
  });

  it('refuses a state that has expired, is used up, repeated or empty', async () => {
    answers = { 'ST-1': success('u') };
    const app = application();
    const tab = browser(app);
    const expired = await tab.depart();
    app.clock.advance(600_000);
    expect(await tab.arrive(expired)).toEqual(pageWith('CAS_STATE_INVALID'));

    const twice = await tab.depart();
    expect(await tab.visit(`${twice.pathname}${twice.search}&${twice.search.slice(1)}&ticket=ST-1`)).toEqual(
      pageWith('CAS_STATE_INVALID'),
    );
    expect(await tab.visit('/login/cas?state=&ticket=ST-1')).toEqual(pageWith('CAS_STATE_INVALID'));

    await tab.arrive(twice);
    tab.jar.delete('plain');
    expect(await tab.arrive(twice)).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(asked).toHaveLength(1);
  });

  it('leads who is signed in already to the front page', async () => {
    answers = { 'ST-1': success('u') };
    const tab = browser(application());
    const service = await tab.depart('/private');
    await tab.arrive(service);
    const again = await tab.arrive(service);
    expect(again).toMatchObject({ status: 302 });
    expect(again.location.href).toBe(`${APP_URL}/`);
    expect(asked).toHaveLength(1);
  });

  it('accepts a pushed ticket where that is allowed, for the bare service only', async () => {
    answers = { 'ST-1': success('u') };
    const tab = browser(application({ acceptUnsolicited: true }));
    expect(await tab.visit('/login/cas?state=x&ticket=ST-1')).toEqual(pageWith('CAS_STATE_MISSING'));
    expect((await tab.visit('/login/cas?ticket=ST-1')).status).toBe(302);
    expect(asked[0]?.searchParams.get('service')).toBe(`${APP_URL}/login/cas`);
    expect((await tab.visit('/')).body).toBe('u');
  });
});

describe('tickets', () => {
  it.each([
    '',
    'ST-',
    'PT-1',
    'PGT-1',
    'st-1',
    'ST-1%20',
    'ST-1%0d%0aSet-Cookie:%20a=b',
    'ST-1%26service=https://evil.example',
    'ST-%00',
    'ST-%C3%AB',
    'ST-1/../../logout',
    `ST-${'x'.repeat(254)}`,
    'ST-1&ticket=ST-2',
  ])('%j is refused without asking CAS', async (ticket) => {
    const tab = browser(application());
    expect(await tab.arrive(await tab.depart(), ticket)).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    expect(asked).toEqual([]);
  });

  it('may have 256 characters', async () => {
    const ticket = `ST-${'x'.repeat(253)}`;
    answers = { [ticket]: success('u') };
    const tab = browser(application());
    expect((await tab.arrive(await tab.depart(), ticket)).status).toBe(302);
  });

  it('are missed where CAS sends none', async () => {
    const tab = browser(application());
    const { pathname, search } = await tab.depart();
    expect(await tab.visit(pathname + search)).toEqual(pageWith('CAS_TICKET_MISSING'));
  });

  it('of proxies are refused', async () => {
    answers = { 'ST-1': fixture('proxyValidate.ok') };
    const tab = browser(application());
    expect(await tab.arrive(await tab.depart())).toEqual(pageWith('CAS_PROXY_REFUSED'));
    expect(tab.jar.size).toBe(0);
  });

  it('that are refused lead to CAS once more, then to a page with a way out', async () => {
    const app = application();
    const tab = browser(app);
    const first = await tab.arrive(await tab.depart('/private?a="<b>'));
    expect(first.location.href).toMatch(`${CAS_URL}/login?`);
    const second = await tab.arrive(serviceOf(first));
    expect(second).toEqual(pageWith('CAS_TICKET_REJECTED (INVALID_TICKET)'));
    expect(second.body).toContain(`href="${APP_URL}/login/cas?came_from=%2Fprivate%3Fa%3D%2522%253Cb%253E"`);
    expect(second.body).not.toContain('ST-1');
    expect(second.header('content-security-policy')).toMatch(/^default-src 'none';/);
    expectPrivate(second);
    expect(tab.jar.size).toBe(0);
    expect(app.warnings).toEqual([expect.stringContaining('INVALID_TICKET')]);
  });

  it('keep their came_from over the second try', async () => {
    answers = { 'ST-2': success('u') };
    const tab = browser(application());
    const first = await tab.arrive(await tab.depart('/private'), 'ST-1');
    expect((await tab.arrive(serviceOf(first), 'ST-2')).location.href).toBe(`${APP_URL}/private`);
  });

  it.each(['INVALID_SERVICE', 'INTERNAL_ERROR', 'SOMETHING_ELSE'])('are not tried again after %s', async (code) => {
    answers = { 'ST-1': failure(code) };
    const tab = browser(application());
    expect(await tab.arrive(await tab.depart())).toEqual(pageWith(`CAS_TICKET_REJECTED (${code})`));
  });
});

describe('a CAS server in trouble', () => {
  it('signs nobody in, and the same address works once it is back', async () => {
    answers = { 'ST-1': '<html>' };
    const tab = browser(application());
    const service = await tab.depart('/private');
    await expect(tab.arrive(service)).rejects.toMatchObject({
      code: 'CAS_BAD_RESPONSE',
      status: 503,
      headers: { 'Retry-After': '10' },
    });
    answers = { 'ST-1': success('u') };
    expect((await tab.arrive(service)).location.pathname).toBe('/private');
  });

  it('is not hidden by an older sign-in', async () => {
    answers = { 'ST-1': success('u'), 'ST-2': '' };
    const tab = browser(application({ authenticators: ['ticket', 'cas'] }));
    await tab.arrive(await tab.depart());
    await expect(tab.arrive(await tab.depart(), 'ST-2')).rejects.toMatchObject({ code: 'CAS_BAD_RESPONSE' });
    expect((await tab.visit('/')).body).toBe('u');
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
