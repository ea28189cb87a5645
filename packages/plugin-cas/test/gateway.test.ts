import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  APP_URL,
  application,
  type Browser,
  browser,
  CAS_URL,
  failure,
  serviceOf,
  success,
} from './support.js';

const server = setupServer(
  http.get(`${CAS_URL}/p3/serviceValidate`, ({ request }) => {
    const ticket = new URL(request.url).searchParams.get('ticket');
    if (ticket === 'ST-down') return HttpResponse.error();
    return HttpResponse.text(ticket === 'ST-1' ? success('u') : failure('INVALID_TICKET'));
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterAll(() => server.close());

const app = (changes: object = {}): ReturnType<typeof application> =>
  application({ policies: [{ path: '/', ask: 'gateway' }], logoutPath: '/logout', ...changes });

/** Comes back from CAS without a ticket. */
const nobody = (tab: Browser, asked: Answer): Promise<Answer> => {
  const { pathname, search } = serviceOf(asked);
  return tab.visit(pathname + search);
};

describe('a gateway sign-in', () => {
  it('asks for a ticket without a word, never for a password', async () => {
    const asked = await browser(app()).visit('/page?a=b');
    expect(asked.status).toBe(302);
    expect(asked.location.searchParams.get('gateway')).toBe('true');
    expect(asked.location.searchParams.has('renew')).toBe(false);
  });

  it('signs in whom CAS knows', async () => {
    const tab = browser(app());
    const answer = await tab.arrive(serviceOf(await tab.visit('/page?a=b')));
    expect(answer.location.href).toBe(`${APP_URL}/page?a=b`);
    expect(await tab.visit('/page')).toMatchObject({ status: 200, body: 'u' });
  });

  it('without a ticket shows the page to a stranger, and neither loops nor complains', async () => {
    const tab = browser(app());
    const back = await nobody(tab, await tab.visit('/page?a=b'));
    expect(back).toMatchObject({ status: 302 });
    expect(back.location.href).toBe(`${APP_URL}/page?a=b`);
    for (const page of ['/page?a=b', '/', '/other']) {
      expect(await tab.visit(page)).toMatchObject({ status: 200, body: 'nobody' });
    }
  });

  it('is tried again after a while', async () => {
    const it = app({ gatewayPauseSeconds: 60 });
    const tab = browser(it);
    const asked = await tab.visit('/');
    expect(asked.setCookies[1]).toMatch(
      /^__Host-who_cas_gateway=\d+\.[\w+/]+; Max-Age=60; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    await nobody(tab, asked);
    it.clock.advance(59_000);
    expect((await tab.visit('/')).status).toBe(200);
    it.clock.advance(2_000);
    expect((await tab.visit('/')).status).toBe(302);
  });

  it('is not tried twice by who comes back by the Back button, because CAS is down', async () => {
    const tab = browser(app());
    await tab.visit('/page');
    expect((await tab.visit('/page')).status).toBe(200);
  });

  it('believes no marker that it has not signed', async () => {
    for (const marker of ['9999999999', '9999999999.x', '.', 'x'.repeat(10_000)]) {
      const tab = browser(app());
      tab.jar.set('__Host-who_cas_gateway', marker);
      expect((await tab.visit('/')).status).toBe(302);
    }
  });

  it('whose ticket is refused leaves a stranger a stranger', async () => {
    const tab = browser(app());
    const answer = await tab.arrive(serviceOf(await tab.visit('/page')), 'ST-2');
    expect(answer.location.href).toBe(`${APP_URL}/page`);
    expect((await tab.visit('/page')).body).toBe('nobody');
  });

  it.each([
    ['a form', { method: 'POST' }],
    ['a HEAD', { method: 'HEAD' }],
    ['a script', { headers: { 'sec-fetch-mode': 'cors' } }],
    ['an image', { headers: { 'sec-fetch-mode': 'no-cors' } }],
  ])('is not for %s', async (_what, request) => {
    expect((await browser(app()).visit('/', request)).status).toBe(200);
  });

  it('does not sign in again who has just signed out', async () => {
    const tab = browser(app());
    await tab.arrive(serviceOf(await tab.visit('/')));
    tab.jar.delete('__Host-who_cas_gateway');
    await tab.visit('/logout', { method: 'POST' });
    expect(await tab.visit('/')).toMatchObject({ status: 200, body: 'nobody' });
  });

  it('does not keep anybody from a real one', async () => {
    const tab = browser(app());
    await nobody(tab, await tab.visit('/'));
    const asked = await tab.visit('/private');
    expect(asked.location.searchParams.has('gateway')).toBe(false);
    expect((await tab.arrive(serviceOf(asked))).location.pathname).toBe('/private');
  });

  it('leaves a CAS server alone that has been down', async () => {
    const it = app({ maxFailures: 1, failurePauseMs: 1000 });
    const tab = browser(it);
    const asked = serviceOf(await tab.visit('/'));
    await expect(tab.arrive(asked, 'ST-down')).rejects.toMatchObject({ code: 'CAS_UNAVAILABLE', status: 503 });
    expect((await browser(it).visit('/')).status).toBe(200);
    it.clock.advance(1000);
    expect((await browser(it).visit('/')).status).toBe(302);
  });

  it('cannot be turned on from outside, and a real one that brings no ticket says so', async () => {
    const tab = browser(application());
    const asked = await tab.visit('/login/cas?gateway=true');
    expect(asked.location.searchParams.has('gateway')).toBe(false);
    expect(await nobody(tab, asked)).toMatchObject({
      status: 403,
      body: expect.stringContaining('CAS_TICKET_MISSING'),
    });
  });
});
