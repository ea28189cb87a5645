import { createWho, type Exchange, type Reply, responseHead } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { AuthPubtktOptions } from '../src/index.js';
import { cookieOf, NOW_SECONDS, pageLoad, plugin, recognise, signer, synchronous, ticketOf, visit } from './support.js';

const SSO = 'https://sso.example.org';
const urls = {
  loginUrl: `${SSO}/login`,
  timeoutUrl: `${SSO}/timeout?t=1`,
  postTimeoutUrl: `${SSO}/post`,
  unauthUrl: `${SSO}/unauth`,
  multifactorUrl: `${SSO}/factor`,
  badIpUrl: `${SSO}/ip#here`,
};
const back = (path: string): string =>
  `back=${encodeURIComponent(`https://app.example.org${path}`).replaceAll('%20', '+')}`;

function challenge(exchange: Exchange, options: Partial<AuthPubtktOptions> = urls): Reply | undefined {
  const ticket = plugin(options);
  synchronous(ticket.identify(exchange));
  return synchronous(ticket.challenge(exchange, responseHead(401)));
}

const locationOf = (reply: Reply | undefined): string | undefined =>
  reply?.headers?.find(([name]) => name === 'Location')?.[1];

describe('somebody is sent', () => {
  const expired = cookieOf(ticketOf('bob', { validUntilSeconds: 1 }));
  const demanding = { ...urls, tokens: ['staff'], requireMultifactor: true };

  it.each<[string, string, Parameters<typeof visit>[0], Partial<AuthPubtktOptions>?]>([
    ['to the login page', `/login?${back('/a?b=c')}`, { url: '/a?b=c' }],
    ['there with a forged ticket', `/login?${back('/')}`, { cookie: `${cookieOf(ticketOf('bob'), 'other')}` }],
    ['to the page about timeouts', `/timeout?t=1&${back('/a')}`, { cookie: expired, url: '/a' }],
    ['to another after a POST', `/post?${back('/')}`, { cookie: expired, method: 'POST', url: '/a' }],
    [
      'to the page about addresses',
      `/ip?ip=192.0.2.9&${back('/')}#here`,
      { cookie: cookieOf(ticketOf('bob', { clientIp: '192.0.2.1' })), remoteAddress: '192.0.2.9' },
    ],
    [
      'to the page about second factors',
      `/factor?${back('/')}`,
      { cookie: cookieOf(ticketOf('bob', { tokens: ['staff'] })) },
      demanding,
    ],
    [
      'to the page about tokens',
      `/unauth?${back('/')}`,
      { cookie: cookieOf(ticketOf('bob', { multifactor: true })) },
      demanding,
    ],
    ['to the login page with a ticket that is good', `/login?${back('/')}`, { cookie: cookieOf(ticketOf('bob')) }],
  ])('%s', (_where, expected, request, options) => {
    const reply = challenge(visit(request), options);
    expect(locationOf(reply)).toBe(SSO + expected);
    expect(reply?.status).toBe(request?.method === 'POST' ? 303 : 302);
    expect(reply?.headers).toContainEqual(['Cache-Control', 'no-store']);
  });

  it('to the login page for everything, where that is all there is', () => {
    const only = { loginUrl: '/login?x=y', backParam: 'next', tokens: ['staff'] };
    const sent = challenge(visit({ cookie: expired, url: '/a' }), only);
    expect(locationOf(sent)).toBe(`/login?x=y&${back('/a').replace('back', 'next')}`);
    expect(locationOf(challenge(visit({ cookie: cookieOf(ticketOf('bob')) }), only))).toContain('/login?x=y&next=');
  });

  it('nowhere without a login page, and not from the login page to itself', () => {
    expect(challenge(visit(), {})).toBeUndefined();
    expect(challenge(visit({ url: '/login?a' }), { loginUrl: '/login' })).toBeUndefined();
    expect(challenge(visit({ url: '/login', method: 'POST' }), { loginUrl: '/login' })?.status).toBe(303);
    expect(challenge(visit({ cookie: expired }), { timeoutUrl: `${SSO}/t` })).toBeDefined();
  });

  it('back to the application’s own root where the address is too long', () => {
    const long = `/${'x'.repeat(2100)}`;
    expect(locationOf(challenge(visit({ url: long })))).toBe(`${SSO}/login?${back('/')}`);
  });

  it('back to an address that is written as it came', () => {
    for (const target of ['/a%3Fb?c=d', '/a%20b', '/a+b?c=d+e', '/%C3%A9?q=%2B%26', '//x//y', '/x%2Fy']) {
      const sent = new URL(locationOf(challenge(visit({ url: target }))) ?? '');
      expect(sent.searchParams.get('back')).toBe(`https://app.example.org${target}`);
    }
  });
});

describe('the grace period', () => {
  const cookie = cookieOf(ticketOf('bob', { graceAfterSeconds: NOW_SECONDS - 1 }));
  const REFRESH = { loginUrl: `${SSO}/login`, refreshUrl: `${SSO}/refresh` };

  /** How an engine answers in the application's place. */
  async function answer(
    ticket: ReturnType<typeof plugin>,
    request: Parameters<typeof fakeRequest>[0] = {},
    atSeconds = NOW_SECONDS,
    name = 'ticket',
  ): Promise<Reply | undefined> {
    const who = createWho({
      publicUrl: 'https://app.example.org',
      plugins: { [name]: ticket },
      identifiers: [name],
      authenticators: [name],
      now: () => atSeconds * 1000,
    });
    const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const api = who.api(
      fakeRequest({ url: '/a', ...request, headers: { cookie, ...navigation, ...request?.headers } }),
    );
    expect(await api.authenticate()).toMatchObject({ userid: 'bob' });
    return api.earlyReply;
  }

  it('sends page loads for a fresh ticket, once a minute', async () => {
    const ticket = plugin(REFRESH);
    const reply = await answer(ticket);
    expect(reply?.status).toBe(302);
    expect(locationOf(reply)).toBe(`${SSO}/refresh?${back('/a')}`);
    expect(await answer(ticket, {}, NOW_SECONDS + 59)).toBeUndefined();
    expect(await answer(ticket, {}, NOW_SECONDS + 60)).toBeDefined();
  });

  it('sends to the login page where there is no other, and nowhere if that is wanted', async () => {
    expect(locationOf(await answer(plugin({ loginUrl: `${SSO}/login` })))).toBe(`${SSO}/login?${back('/a')}`);
    expect(await answer(plugin({ ...REFRESH, refreshUrl: false }))).toBeUndefined();
    expect(await answer(plugin())).toBeUndefined();
  });

  it('sends nothing but page loads', async () => {
    const script = { headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } };
    expect(await answer(plugin(REFRESH), script)).toBeUndefined();
    expect(await answer(plugin(REFRESH), { method: 'POST' })).toBeUndefined();
    expect(await answer(plugin(REFRESH), { method: 'HEAD' })).toBeUndefined();
  });

  it('begins when the ticket says', () => {
    const ticket = plugin(REFRESH);
    const at = (atSeconds: number) => ticket.identify(pageLoad({ cookie, atSeconds }));
    expect(at(NOW_SECONDS - 1)).not.toHaveProperty('reply');
    expect(at(NOW_SECONDS)).toHaveProperty('reply');
    expect(recognise(ticket, pageLoad({ cookie, atSeconds: NOW_SECONDS }))?.userid).toBe('bob');
    expect(ticket.identify(pageLoad({ cookie: cookieOf(ticketOf('bob')) }))).not.toHaveProperty('reply');
  });

  it('sends nobody whom another plugin has recognised', async () => {
    const ticket = plugin(REFRESH);
    const other = plugin({ ...REFRESH, refreshUrl: false });
    const who = createWho({
      publicUrl: 'https://app.example.org',
      plugins: { ticket, other },
      identifiers: ['other', 'ticket'],
      authenticators: ['other', 'ticket'],
      now: () => NOW_SECONDS * 1000,
    });
    const api = who.api(fakeRequest({ headers: { cookie, accept: 'text/html' } }));
    expect(await api.authenticate()).toMatchObject({ identifier: 'other' });
    expect(api.earlyReply).toBeUndefined();
  });

  it('sends nobody from a login server', async () => {
    expect(await answer(signer({}, { loginUrl: '/login' }))).toBeUndefined();
  });

  it('remembers a bounded number of people', async () => {
    const ticket = plugin(REFRESH);
    const isSent = (userid: string): boolean => {
      const exchange = pageLoad({ cookie });
      const found = ticket.identify(exchange) as { reply: (who: unknown, before: () => undefined) => unknown };
      const identity = { userid, identifier: exchange.nameOf(ticket) };
      return found.reply({ exchange, identity }, () => undefined) !== undefined;
    };
    for (let i = 0; i <= 1000; i++) expect(isSent(`user${i}`)).toBe(true);
    expect(['user1000', 'user1', 'user0'].map(isSent)).toEqual([false, false, true]);
  });
});
