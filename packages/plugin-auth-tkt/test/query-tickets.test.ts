import { createWho, responseHead } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import {
  type AuthTktOptions,
  type authTkt,
  encodeCookieValue,
  mintTicket,
  mintWho1,
  type QueryTickets,
  type Ticket,
  who1Key,
} from '../src/index.js';
import { cookieAfter, identityOf, NOW_SECONDS, OTHER_SECRET, plugin, recognise, SECRET, visit } from './support.js';

const LOGIN = 'https://login.example.org';
const BROWSER = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' };

const own = (options: Partial<AuthTktOptions> = {}): ReturnType<typeof authTkt> =>
  plugin({ compat: 'mod_auth_tkt', queryTickets: { from: [LOGIN] }, ...options });

const bob: Ticket = { userid: 'bob', tokens: ['staff'], userdata: '', timestampSeconds: NOW_SECONDS - 1 };

/** A ticket of a login server's. */
function ticketOf(ticket: Partial<Ticket> = {}, secret = SECRET, address?: string): string {
  const key = { secret, digest: 'sha256', compat: 'mod_auth_tkt' } as const;
  return encodeCookieValue(mintTicket({ ...bob, ...ticket }, key, address), 'mod_auth_tkt');
}

const good = ticketOf();

interface Request {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the login server's */
  readonly referer?: string;
}

/** Who it is, where the browser is sent, and what it is to keep. */
async function ask(ticket: ReturnType<typeof authTkt>, url: string, how: Request = {}) {
  const { method = 'GET', headers = BROWSER, referer = `${LOGIN}/login?a=b` } = how;
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { ticket },
    identifiers: ['ticket'],
    authenticators: ['ticket'],
    now: () => NOW_SECONDS * 1000,
  });
  const whole = { ...headers, ...(referer !== '' && { Referer: referer }) };
  const api = who.api(fakeRequest({ method, url, headers: whole, remoteAddress: '10.0.0.1' }));
  const userid = (await api.authenticate())?.userid;
  const { earlyReply: reply } = api;
  const { headers: kept } = await api.conclude(responseHead(reply?.status ?? 200));
  const location = reply?.headers?.find(([name]) => name === 'Location')?.[1];
  return { userid, location, reply, cookie: cookieAfter(kept.filter(([name]) => name === 'Set-Cookie')) };
}

describe('a ticket in the query', () => {
  it.each<[string, Partial<AuthTktOptions>, string]>([
    ['base64', {}, good],
    ['base64, quoted', {}, encodeURIComponent(good)],
    ['as it is', {}, atob(good)],
    ['as it is, quoted', {}, atob(good).replaceAll('!', '%21')],
    ['who1', { format: 'who1' }, mintWho1(bob, who1Key(SECRET, { cookieName: 'auth_tkt' }))],
    ['under an old secret', { secrets: [OTHER_SECRET, SECRET] }, good],
    ['bound to the address', { includeIp: true }, ticketOf({}, SECRET, '10.0.0.1')],
    ['that is to be asked about', { isRevoked: async () => false, isUserAllowed: async () => true }, good],
  ])('signs in: %s', async (_what, options, value) => {
    const { userid, location, reply, cookie } = await ask(own(options), `/page?x=1&auth_tkt=${value}&y=%2F;z`);
    expect({ userid, location }).toEqual({ userid: 'bob', location: 'https://app.example.org/page?x=1&y=%2F;z' });
    expect(reply).toMatchObject({ status: 303 });
    expect(reply?.headers).toEqual(
      expect.arrayContaining([
        ['Cache-Control', 'no-store'],
        ['Referrer-Policy', 'no-referrer'],
      ]),
    );
    // A new one, in a form of our own: what came in the query is not kept.
    expect(cookie).not.toContain(value);
    expect(
      recognise(
        plugin({ compat: 'mod_auth_tkt', ...options, isRevoked: undefined, isUserAllowed: undefined }),
        visit({ cookie, remoteAddress: '10.0.0.1' }),
      ),
    ).toEqual({
      userid: 'bob',
      tokens: ['staff'],
      userdata: '',
    });
  });

  it.each<[string, string, Partial<AuthTktOptions>, Request]>([
    ['of nobody we know', ticketOf({}, OTHER_SECRET), {}, {}],
    ['that is none', 'x', {}, {}],
    ['that is nothing', '', {}, {}],
    ['that is too long', 'A'.repeat(5000), {}, {}],
    ['of more than a minute', ticketOf({ timestampSeconds: NOW_SECONDS - 61 }), {}, {}],
    [
      'older than is wanted',
      ticketOf({ timestampSeconds: NOW_SECONDS - 6 }),
      { queryTickets: { from: [LOGIN], maxAgeSeconds: 5 } },
      {},
    ],
    ['from ahead', ticketOf({ timestampSeconds: NOW_SECONDS + 61 }), {}, {}],
    ['bound elsewhere', ticketOf({}, SECRET, '10.0.0.2'), { includeIp: true }, {}],
    ['of a guest', ticketOf({ userid: 'guest' }), { guestUser: 'guest' }, {}],
    ['that has been revoked', good, { isRevoked: async () => true }, {}],
    ['of somebody who may not', good, { isUserAllowed: () => false }, {}],
    ['without a Referer', good, {}, { referer: '' }],
    ['of another site', good, {}, { referer: 'https://evil.example/' }],
    ['of one that looks alike', good, {}, { referer: `${LOGIN}.evil.example/` }],
    ['by http', good, {}, { referer: 'http://login.example.org/' }],
    ['of a page of ours', good, {}, { referer: 'https://app.example.org/forum' }],
    ['from nowhere', good, {}, { referer: 'about:blank' }],
    ['beside another', `${ticketOf({ userid: 'eve' })}&auth_tkt=${good}`, {}, {}],
  ])('signs nobody in, and goes: %s', async (_what, value, options, how) => {
    const found = await ask(own(options), `/page?x=1&auth_tkt=${value}`, how);
    expect(found).toMatchObject({ userid: undefined, location: 'https://app.example.org/page?x=1', cookie: '' });
  });

  it.each<[string, Request]>([
    ['a form that is posted', { method: 'POST' }],
    ['HEAD', { method: 'HEAD' }],
    ['a script', { headers: { 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Dest': 'empty' } }],
    ['an image', { headers: { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' } }],
    ['a frame', { headers: { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' } }],
    ['a program', { headers: { Accept: '*/*' } }],
  ])('is looked at for no other request: %s', async (_what, how) => {
    const found = await ask(own(), `/page?auth_tkt=${good}`, how);
    expect(found).toMatchObject({ userid: undefined, reply: undefined, cookie: '' });
  });

  it('makes nobody else of somebody who is signed in', async () => {
    const ticket = own();
    const cookie = cookieAfter(ticket.remember(visit(), identityOf('alice')));
    const found = await ask(ticket, `/?auth_tkt=${good}`, { headers: { ...BROWSER, Cookie: cookie } });
    expect(found).toMatchObject({ userid: 'alice', location: 'https://app.example.org/', cookie: '' });
  });

  it('counts where the cookie does not', async () => {
    for (const cookie of ['auth_tkt=', 'auth_tkt=x', `auth_tkt=${ticketOf({ timestampSeconds: 1 })}`]) {
      const found = await ask(own(), `/?auth_tkt=${good}`, { headers: { ...BROWSER, Cookie: cookie } });
      expect(found).toMatchObject({ userid: 'bob', location: 'https://app.example.org/' });
      expect(found.cookie).not.toBe('');
    }
  });

  it('has the name of the cookie, exactly', async () => {
    const renamed = own({ cookieName: 'session' });
    expect(await ask(renamed, `/?session=${good}`)).toMatchObject({ userid: 'bob' });
    for (const name of ['auth_tkt', 'Session', 'xsession', 'session%3D', 'x=session']) {
      expect(await ask(renamed, `/?${name}=${good}`), name).toMatchObject({ userid: undefined, reply: undefined });
    }
  });

  it.each(['//evil.example/', '/\\evil.example/', '/@evil.example', '/%0d%0aSet-Cookie:x=y'])(
    'leads nowhere else: %s',
    async (path) => {
      const { location } = await ask(own(), `${path}?auth_tkt=${good}`);
      expect(location).toBe(`https://app.example.org${path}`);
    },
  );

  it('is not looked at unless that is wanted', async () => {
    const found = await ask(own({ queryTickets: undefined }), `/?auth_tkt=${good}`);
    expect(found).toMatchObject({ userid: undefined, reply: undefined });
  });

  it('costs others nothing: they get their answer at once', () => {
    const cookie = cookieAfter(own().remember(visit(), identityOf('alice')));
    expect(recognise(own(), visit({ cookie }))?.userid).toBe('alice');
  });

  it.each([
    true,
    {},
    { from: [] },
    { from: LOGIN },
    { from: [`${LOGIN}/`] },
    { from: ['login.example.org'] },
    { from: ['null'] },
    { from: [LOGIN], maxAgeSeconds: 0 },
    { from: [LOGIN], maxAge: 5 },
  ])('cannot be wanted as %j', (queryTickets) => {
    expect(() => own({ queryTickets: queryTickets as unknown as QueryTickets })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    );
  });
});
