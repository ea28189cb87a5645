import { createWho } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CasPolicy, cas } from '../src/index.js';
import { APP_URL, application, browser, CAS_URL, plainRememberer, SECRET, serviceOf, success } from './support.js';

const renewed: (string | null)[] = [];
const server = setupServer(
  http.get(`${CAS_URL}/p3/serviceValidate`, ({ request }) => {
    renewed.push(new URL(request.url).searchParams.get('renew'));
    return HttpResponse.text(success('u'));
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

const withPolicies = (...policies: readonly CasPolicy[]): ReturnType<typeof application> => application({ policies });

describe('pages that want a sign-in', () => {
  it('send strangers to CAS and back, and let in who is signed in', async () => {
    const tab = browser(withPolicies({ path: '/members', ask: 'always' }));
    const asked = await tab.visit('/members/list?page=2');
    expect(asked.location.href).toMatch(`${CAS_URL}/login?`);
    expect((await tab.arrive(serviceOf(asked))).location.href).toBe(`${APP_URL}/members/list?page=2`);
    expect(await tab.visit('/members/list?page=2')).toMatchObject({ status: 200, body: 'u' });
    expect(await browser(withPolicies({ path: '/members', ask: 'always' })).visit('/')).toMatchObject({ status: 200 });
  });

  it('are known by their path, not by the query', async () => {
    const policies: CasPolicy[] = [
      { path: /.*\.js/, ask: 'never' },
      { path: '/admin', ask: 'always' },
    ];
    const tab = browser(withPolicies(...policies));
    expect((await tab.visit('/admin?x=.js')).status).toBe(302);
    expect((await tab.visit('/admin;x=.js/../../admin')).status).toBe(302);
    expect((await tab.visit('/app.js?/admin')).status).toBe(200);
  });

  it('may be all but some', async () => {
    const tab = browser(withPolicies({ path: '/public', ask: 'never' }, { path: '/', ask: 'always' }));
    for (const path of ['/public', '/public/a.css']) expect((await tab.visit(path)).status).toBe(200);
    for (const path of ['/', '/x', '/public/../x', '/Public', '/%70ublic', '/publicity']) {
      expect((await tab.visit(path)).status).toBe(302);
    }
  });

  it('may be so for some methods and classifications', async () => {
    const app = withPolicies(
      { path: '/a', ask: 'always', methods: ['GET'] },
      { path: '/b', ask: 'always', only: ['dav'] },
    );
    const status = async (method: string, url: string): Promise<number> =>
      (await browser(app).visit(url, { method })).status;
    expect(await status('GET', '/a')).toBe(302);
    expect(await status('HEAD', '/a')).toBe(302);
    expect(await status('POST', '/a')).toBe(200);
    expect(await status('GET', '/b')).toBe(200);
    expect(await status('PROPFIND', '/b')).toBe(303);
  });

  it('leave a form that a stranger has posted at the front page', async () => {
    const tab = browser(withPolicies({ path: '/a', ask: 'always' }));
    const asked = await tab.visit('/a', { method: 'POST' });
    expect(asked.status).toBe(303);
    expect((await tab.arrive(serviceOf(asked))).location.href).toBe(`${APP_URL}/`);
  });

  it('do not stand in the way of signing in and out', async () => {
    const app = application({ policies: [{ path: '/', ask: 'always' }], logoutPath: '/logout' });
    const tab = browser(app);
    await tab.arrive(await tab.depart('/x'));
    expect((await tab.visit('/x')).body).toBe('u');
    const left = await tab.visit('/logout', { method: 'POST' });
    expect(left.location.href).toMatch(`${CAS_URL}/logout`);
  });

  it('end in a page where no cookie comes back', async () => {
    const tab = browser(withPolicies({ path: '/x', ask: 'always' }));
    for (let round = 1; round <= 3; round++) {
      await tab.arrive(serviceOf(await tab.visit('/x')));
      tab.jar.delete('plain');
    }
    expect(await tab.visit('/x')).toMatchObject({ status: 403, body: expect.stringContaining('CAS_LOOP') });
  });

  it('cost those who are signed in no promise and no new object', () => {
    const plugin = cas({ casUrl: CAS_URL, rememberer: 'ticket', policies: [{ path: '/', ask: 'always' }] });
    const find = (url: string): unknown =>
      plugin.identify(fakeExchange({ url, plugins: { cas: plugin, ticket: plainRememberer() } }));
    expect(find('/a')).toBeDefined();
    expect(find('/a')).toBe(find('/b'));
  });
});

describe('pages that want a password', () => {
  it('ask also those whom a CAS session has let in, once', async () => {
    renewed.length = 0;
    const tab = browser(withPolicies({ path: '/pay', ask: 'renew' }));
    await tab.arrive(await tab.depart('/'));
    expect((await tab.visit('/')).body).toBe('u');

    const asked = await tab.visit('/pay');
    expect(asked.location.searchParams.get('renew')).toBe('true');
    await tab.arrive(serviceOf(asked));
    expect(renewed).toEqual([null, 'true']);
    expect(await tab.visit('/pay')).toMatchObject({ status: 200, body: 'u' });
  });

  it('are not satisfied by a ticket that was fetched without one', async () => {
    const tab = browser(withPolicies({ path: '/pay', ask: 'renew' }));
    const asked = await tab.visit('/pay');
    await tab.arrive(serviceOf(asked));
    expect(renewed.at(-1)).toBe('true');
  });

  it('are asked for with a password by the application, too', async () => {
    const tab = browser(withPolicies({ path: '/private/pay', ask: 'renew', methods: ['POST'] }));
    expect((await tab.visit('/private/pay')).location.searchParams.has('renew')).toBe(false);
    const posted = await tab.visit('/private/pay', { method: 'POST' });
    expect(posted.location.searchParams.get('renew')).toBe('true');
  });
});

describe('two CAS servers in one application', () => {
  const both = (
    order: readonly ['a', 'b'] | readonly ['b', 'a'],
    callbackPath = '/login/b',
  ): ReturnType<typeof browser> => {
    const fetch = (user: string) => () => Promise.resolve(new Response(success(user)));
    const shared = { rememberer: 'ticket', stateSecrets: [SECRET] as [string] };
    const a = cas({ ...shared, casUrl: CAS_URL, fetch: fetch('a'), policies: [{ path: '/', ask: 'always' }] });
    const b = cas({ ...shared, casUrl: 'https://cas.example.net', fetch: fetch('b'), callbackPath });
    return browser({
      who: createWho({
        publicUrl: APP_URL,
        plugins: { a, b, ticket: plainRememberer() },
        identifiers: [...order, 'ticket'],
        authenticators: ['a', 'b', 'ticket'],
      }),
    });
  };

  it.each([[['a', 'b'] as const], [['b', 'a'] as const]])(
    'each have their own callback path and cookie, whatever pages want a sign-in (%j)',
    async (order) => {
      const tab = both(order);
      const atA = serviceOf(await tab.visit('/login/cas?came_from=/x'));
      const atB = serviceOf(await tab.visit('/login/b?came_from=/y'));
      expect([...tab.jar.keys()]).toEqual([
        expect.stringMatching(/^__Host-who_cas\.[\w-]+$/),
        expect.stringMatching(/^__Host-who_cas_[0-9a-f]{8}\.[\w-]+$/),
      ]);
      expect((await tab.arrive(atB)).location.pathname).toBe('/y');
      expect((await tab.visit('/z')).body).toBe('b');
      expect((await tab.arrive(atA)).location.pathname).toBe('/x');
      expect((await tab.visit('/z')).body).toBe('a');
    },
  );

  it('that have the same callback path are refused with a reason', async () => {
    await expect(both(['a', 'b'], '/login/cas').visit('/login/cas')).rejects.toMatchObject({
      code: 'BAD_OPTION',
      message: expect.stringContaining('"callbackPath"'),
    });
  });
});
