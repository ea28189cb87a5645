import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { serve } from '@who/testkit';
import express, { type RequestHandler } from 'express';
import { describe, expect, it } from 'vitest';
import { cas } from '../src/index.js';
import { pageWith } from './fake-cas.js';
import { APP_URL, application, browser, plainRememberer, SECRET, serviceOf, success } from './support.js';

const form = (fields: Readonly<Record<string, string>> | string): object => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
const fetch = async (url: string): Promise<Response> =>
  new Response(success(new URL(url).searchParams.get('ticket') ?? ''));

describe('a ticket in a posted form', () => {
  it('is asked for, and goes with a cookie that other sites’ forms carry', async () => {
    const asked = await browser(application({ method: 'POST', fetch })).visit('/login/cas');
    expect(asked.location.searchParams.get('method')).toBe('POST');
    expect(asked.setCookies[0]).toMatch(/; HttpOnly; Secure; SameSite=None$/);
    const plain = application({ method: 'POST', fetch, publicUrl: 'http://localhost:3000' });
    expect((await browser(plain).visit('/login/cas')).setCookies[0]).toMatch(/; HttpOnly; SameSite=Lax$/);
  });

  it('signs in, and the browser goes on with GET', async () => {
    const tab = browser(application({ method: 'POST', fetch }));
    const { pathname, search } = await tab.depart('/private');
    const answer = await tab.visit(pathname + search, form({ ticket: 'ST-1' }));
    expect(answer).toMatchObject({ status: 303 });
    expect(answer.location.href).toBe(`${APP_URL}/private`);
    expect((await tab.visit('/private')).body).toBe('ST-1');
  });

  it('counts only in the browser that was sent to fetch it', async () => {
    const app = application({ method: 'POST', fetch });
    const { pathname, search } = await browser(app).depart();
    const victim = browser(app);
    expect(await victim.visit(pathname + search, form({ ticket: 'ST-1' }))).toEqual(pageWith('CAS_STATE_MISSING'));
    await victim.depart();
    expect(await victim.visit(pathname + search, form({ ticket: 'ST-1' }))).toEqual(pageWith('CAS_STATE_INVALID'));
    expect(await victim.visit('/login/cas', form({ ticket: 'ST-1' }))).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(victim.jar.has('plain')).toBe(false);
  });

  it('is one, wherever it stands', async () => {
    const tab = browser(application({ method: 'POST', fetch }));
    const { pathname, search } = await tab.depart();
    for (const [url, body] of [
      [pathname + search, 'ticket=ST-1&ticket=ST-2'],
      [`${pathname}${search}&ticket=ST-1`, 'ticket=ST-2'],
      [pathname + search, 'ticket=ST-1%0d%0a'],
      [pathname + search, 'ticket='],
    ] as const) {
      expect(await tab.visit(url, form(body))).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    }
  });

  it('may come in the address all the same, where the server knows no other way', async () => {
    const tab = browser(application({ method: 'POST', fetch }));
    expect((await tab.arrive(await tab.depart('/x'))).location.pathname).toBe('/x');
  });

  it('is not looked for unless it is asked for, nor in other forms', async () => {
    const get = browser(application({ fetch }));
    const service = await get.depart();
    expect((await get.visit(service.pathname + service.search, form({ ticket: 'ST-1' }))).status).toBe(200);
    const post = browser(application({ method: 'POST', fetch }));
    expect((await post.visit('/login/cas', form({ other: 'ST-1' }))).status).toBe(200);
    expect((await post.visit('/login/cas', { method: 'POST', body: '{"ticket":"ST-1"}' })).status).toBe(200);
  });

  it('in too large a form is refused', async () => {
    const tab = browser(application({ method: 'POST', fetch }));
    const { pathname, search } = await tab.depart();
    const body = form({ ticket: 'ST-1', more: 'x'.repeat(70_000) });
    await expect(tab.visit(pathname + search, body)).rejects.toMatchObject({ code: 'FORM_TOO_LARGE', status: 413 });
  });

  const handlers: [string, RequestHandler[]][] = [
    ['before a body parser', []],
    ['behind a body parser', [express.urlencoded({ extended: true })]],
  ];
  it.each(handlers)('is found %s, and the application can read other forms', async (_where, before) => {
    const app = express();
    await using server = await serve(app);
    const plugins = {
      cas: cas({
        casUrl: 'http://localhost:1/cas',
        rememberer: 'ticket',
        stateSecrets: [SECRET],
        method: 'POST',
        fetch,
      }),
      ticket: plainRememberer(),
    };
    const order = ['cas', 'ticket'] as const;
    const who = createWho({ publicUrl: server.url, plugins, identifiers: order, authenticators: order });
    app.use(...before, whoMiddleware(who), express.urlencoded({ extended: true }));
    app.post('/login/cas', (request, response) => void response.json(request.body));

    const asked = await globalThis.fetch(`${server.url}/login/cas?came_from=/x`, { redirect: 'manual' });
    const service = new URL(asked.headers.get('location') ?? '').searchParams.get('service') ?? '';
    const headers = { cookie: asked.headers.get('set-cookie')?.split(';')[0] ?? '' };
    const post = (body: string): Promise<Response> =>
      globalThis.fetch(service, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(body) });
    expect(await (await post('other=1&more=2')).json()).toEqual({ other: '1', more: '2' });
    const answer = await post('ticket=ST-1');
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`${server.url}/x`);
  });
});

describe('a ticket in a header', () => {
  const depart = async (tab: ReturnType<typeof browser>): Promise<string> => {
    const asked = await tab.visit('/login/cas?came_from=/private');
    expect(asked.location.searchParams.get('method')).toBe('HEADER');
    const { pathname, search } = serviceOf(asked);
    return pathname + search;
  };

  it('signs in who was sent to fetch it', async () => {
    const client = browser(application({ method: 'HEADER', fetch }));
    const url = await depart(client);
    expect((await client.visit(url, { headers: { Ticket: 'ST-1' } })).location.href).toBe(`${APP_URL}/private`);
    expect((await client.visit('/private')).body).toBe('ST-1');
  });

  it('is one, and of this browser', async () => {
    const app = application({ method: 'HEADER', fetch });
    const client = browser(app);
    const url = await depart(client);
    const two = { headers: { Ticket: ['ST-1', 'ST-2'] } };
    expect(await client.visit(url, two)).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    expect(await client.visit(`${url}&ticket=ST-1`, { headers: { Ticket: 'ST-2' } })).toEqual(
      pageWith('CAS_TICKET_INVALID', 400),
    );
    expect(await browser(app).visit(url, { headers: { Ticket: 'ST-1' } })).toEqual(pageWith('CAS_STATE_MISSING'));
  });

  it('is not looked for unless it is asked for', async () => {
    const tab = browser(application({ fetch }));
    const { pathname, search } = await tab.depart();
    const answer = await tab.visit(pathname + search, { headers: { Ticket: 'ST-1' } });
    expect(answer).toEqual(pageWith('CAS_TICKET_MISSING'));
  });
});
