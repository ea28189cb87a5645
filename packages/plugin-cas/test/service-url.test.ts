import { request as httpRequest } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { serve } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { cas } from '../src/index.js';
import {
  type ApplicationOptions,
  application,
  browser,
  plainRememberer,
  SECRET,
  serviceOf,
  success,
} from './support.js';

/** An application that notes the service of every validation. */
function noting(options: ApplicationOptions): {
  readonly tab: ReturnType<typeof browser>;
  readonly validated: string[];
} {
  const validated: string[] = [];
  const fetch = async (url: string): Promise<Response> => {
    validated.push(new URL(url).searchParams.get('service') ?? '');
    return new Response(success('u'));
  };
  return { tab: browser(application({ fetch, ...options })), validated };
}

describe('the service URL', () => {
  it.each([
    ['https://app.example.org', 'https://app.example.org/login/cas'],
    ['https://APP.Example.org:443/', 'https://app.example.org/login/cas'],
    ['http://app.example.org:80', 'http://app.example.org/login/cas'],
    ['https://app.example.org:8443', 'https://app.example.org:8443/login/cas'],
    ['http://[::1]:3000', 'http://[::1]:3000/login/cas'],
    ['http://[0:0:0:0:0:0:0:1]:3000', 'http://[::1]:3000/login/cas'],
    ['https://bücher.example/lesen', 'https://xn--bcher-kva.example/lesen/login/cas'],
    ['https://app.example.org/büro/x y/', 'https://app.example.org/b%C3%BCro/x%20y/login/cas'],
  ])('of %s is the same at sign-in and at validation, to the letter', async (publicUrl, expected) => {
    const { tab, validated } = noting({ publicUrl });
    const asked = await tab.visit('/login/cas?came_from=/x');
    const service = asked.location.searchParams.get('service') ?? '';
    expect(service.split('?')[0]).toBe(expected);
    await tab.visit(`/login/cas?${service.split('?')[1]}&ticket=ST-1`);
    expect(validated).toEqual([service]);
  });

  it('may have any callback path as browsers send it', async () => {
    const callbackPath = '/%C3%A9ntrer/cas;v=1';
    const { tab, validated } = noting({ callbackPath });
    const asked = await tab.visit(callbackPath);
    const service = asked.location.searchParams.get('service') ?? '';
    expect(service).toMatch(`https://app.example.org${callbackPath}?who_state=`);
    await tab.visit(`${callbackPath}?${service.split('?')[1]}&ticket=ST-1`);
    expect(validated).toEqual([service]);
  });

  it('stays what it was at sign-in when the way back goes through another proxy', async () => {
    const { tab, validated } = noting({ publicUrl: ['https://a.example', 'https://b.example'] });
    const asked = await tab.visit('/login/cas', { headers: { host: 'b.example' } });
    const service = serviceOf(asked);
    expect(service.host).toBe('b.example');
    const answer = await tab.visit(`/login/cas${service.search}&ticket=ST-1`, { headers: { host: '10.0.0.1:8080' } });
    expect(validated).toEqual([service.href]);
    expect(answer.location.href).toBe('https://b.example/');
  });

  it.each(['evil.example', 'b.example.evil.example', 'b.example:444', 'B.EXAMPLE@evil.example', '[::1', ''])(
    'of a request to host %j is the first that is allowed',
    async (host) => {
      const { tab } = noting({ publicUrl: ['https://a.example', 'https://b.example'] });
      expect(serviceOf(await tab.visit('/login/cas', { headers: { host } })).host).toBe('a.example');
    },
  );

  it('of several addresses is found by IPv6 and port, too', async () => {
    const { tab } = noting({ publicUrl: ['https://a.example', 'http://[::1]:3000', 'https://a.example:8443'] });
    for (const host of ['[::1]:3000', 'a.example:8443', 'a.example']) {
      expect(serviceOf(await tab.visit('/login/cas', { headers: { host } })).host).toBe(host);
    }
  });

  it('has no fragment; where the sign-in began may have one, and keeps it', async () => {
    const { tab, validated } = noting({});
    const { location } = await tab.arrive(await tab.depart('/a?b=c%23d#é'));
    expect(location.href).toBe('https://app.example.org/a?b=c%23d#%C3%A9');
    expect(validated[0]).not.toContain('#');
  });

  it('is the same over HTTP, whatever proxies write into the headers', async () => {
    const services: (string | null)[] = [];
    const plugin = cas({
      casUrl: 'http://localhost:1/cas',
      rememberer: 'ticket',
      stateSecrets: [SECRET],
      fetch: async (url) => {
        services.push(new URL(url).searchParams.get('service'));
        return new Response(success('u'));
      },
    });
    const order = ['cas', 'ticket'] as const;
    const plugins = { cas: plugin, ticket: plainRememberer() };
    const who = createWho({
      publicUrl: 'https://app.example.org/app',
      plugins,
      identifiers: order,
      authenticators: order,
    });
    const middleware = whoMiddleware(who);
    await using server = await serve((req, res) => middleware(req, res, () => res.end('application')));
    const get = (path: string, headers: Readonly<Record<string, string>>): Promise<[string, string]> =>
      new Promise((resolve, reject) => {
        httpRequest(server.url + path, { headers }, (response) => {
          response.resume();
          const { location = '', 'set-cookie': [cookie = ''] = [] } = response.headers;
          resolve([location, cookie.split(';')[0] ?? '']);
        })
          .on('error', reject)
          .end();
      });

    const [login, cookie] = await get('/login/cas', { host: 'inner:8080', 'x-forwarded-host': 'evil.example' });
    const service = new URL(login).searchParams.get('service') ?? '';
    expect(service).toMatch(/^https:\/\/app\.example\.org\/app\/login\/cas\?who_state=/);
    const [back] = await get(`/login/cas${new URL(service).search}&ticket=ST-1`, { host: 'other', cookie });
    expect(back).toBe('https://app.example.org/app/');
    expect(services).toEqual([service]);
  });
});

describe('the ticket', () => {
  it('leaves the address by a redirect', async () => {
    const { tab } = noting({});
    const answer = await tab.arrive(await tab.depart('/x?a=b'));
    expect(answer.status).toBe(302);
    expect(answer.location.href).toBe('https://app.example.org/x?a=b');
    expect(answer.header('referrer-policy')).toBe('no-referrer');
  });

  it('may stay, where the application wants to answer the callback path itself', async () => {
    const { tab, validated } = noting({ keepTicket: true });
    const service = await tab.depart('/x');
    const answer = await tab.arrive(service);
    expect(answer).toMatchObject({ status: 200, body: 'u' });
    expect([...tab.jar.keys()]).toEqual(['plain']);
    expect((await tab.arrive(service)).location.pathname).toBe('/');
    expect(validated).toHaveLength(1);
  });

  it('that stays counts like any other: only with a state, and before an older sign-in', async () => {
    const { tab } = noting({ keepTicket: true, authenticators: ['ticket', 'cas'] });
    expect((await tab.visit('/login/cas?ticket=ST-1')).status).toBe(403);
    tab.jar.set('plain', 'user=older');
    const answer = await tab.arrive(await tab.depart('/x'));
    expect(answer.location.pathname).toBe('/x');
    expect((await tab.visit('/')).body).toBe('u');
  });
});
