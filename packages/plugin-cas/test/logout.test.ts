import { createWho, responseHead } from '@who/core';
import { type FakeRequestOptions, fakeExchange, fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { cas, type LogoutParameter } from '../src/index.js';
import {
  type Answer,
  APP_URL,
  type ApplicationOptions,
  application,
  browser,
  CAS_URL,
  plainRememberer,
} from './support.js';

async function logout(
  data: string,
  request: FakeRequestOptions = {},
  options: ApplicationOptions = {},
): Promise<Answer & { signedIn: boolean }> {
  const tab = browser(application({ logoutPath: '/logout', ...options }));
  tab.jar.set('plain', `user=dwho&data=${encodeURIComponent(data)}`);
  const answer = await tab.visit('/logout', { method: 'POST', ...request });
  return { ...answer, location: answer.location, signedIn: tab.jar.has('plain') };
}

const CAS_LOGOUT = `${CAS_URL}/logout?service=https%3A%2F%2Fapp.example.org%2F`;

describe('the logout path', () => {
  it('ends the session here and at CAS for who came from there', async () => {
    const answer = await logout('cas=cas');
    expect(answer).toMatchObject({ status: 303, signedIn: false });
    expect(answer.location.href).toBe(CAS_LOGOUT);
    expect(answer.header('cache-control')).toBe('no-store');
  });

  it.each(['', 'cas=other', 'sac=cas', '%'])('ends it only here for userdata %j', async (data) => {
    const answer = await logout(data);
    expect(answer).toMatchObject({ status: 303, signedIn: false });
    expect(answer.location.href).toBe(`${APP_URL}/`);
  });

  it.each<[string, readonly ('cas' | 'other' | 'ticket')[]]>([
    ['other', ['other', 'cas', 'ticket']],
    ['other', ['cas', 'other', 'ticket']],
    ['cas', ['other', 'cas', 'ticket']],
    ['cas', ['cas', 'other', 'ticket']],
    ['nobody', ['cas', 'other', 'ticket']],
  ])('leaves to %s who came from there: identifiers %j', async (name, identifiers) => {
    const options = { rememberer: 'ticket', logoutPath: '/logout' };
    const others = 'https://other.example.org/cas';
    const who = createWho({
      publicUrl: APP_URL,
      plugins: {
        cas: cas({ ...options, casUrl: CAS_URL }),
        other: cas({ ...options, casUrl: others, callbackPath: '/login/other' }),
        ticket: plainRememberer(),
      },
      identifiers,
      authenticators: ['ticket'],
    });
    const Cookie = `plain=${new URLSearchParams({ user: 'dwho', data: `cas=${name}` })}`;
    const api = who.api(fakeRequest({ url: '/logout', method: 'POST', headers: { Cookie } }));
    await api.authenticate();
    const location = responseHead(303, api.earlyReply?.headers ?? []).header('location');
    const home = encodeURIComponent(`${APP_URL}/`);
    const logouts = { cas: `${CAS_URL}/logout?service=${home}`, other: `${others}/logout?service=${home}` };
    expect(location).toBe(logouts[name as keyof typeof logouts] ?? `${APP_URL}/`);
    expect(api.earlyReply?.headers).toContainEqual(['Set-Cookie', 'plain=; Path=/; Max-Age=0']);
  });

  it('does not mind that nobody is signed in', async () => {
    const answer = await browser(application({ logoutPath: '/logout' })).visit('/logout', { method: 'POST' });
    expect(answer.location.href).toBe(`${APP_URL}/`);
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sibling domain', { 'sec-fetch-site': 'same-site', origin: 'https://evil.example.org' }],
    ['another origin in an older browser', { origin: 'https://evil.example' }],
    ['a page without an origin in an older browser', { origin: 'null' }],
  ])('refuses %s', async (_who, headers) => {
    const tab = browser(application({ logoutPath: '/logout' }));
    tab.jar.set('plain', 'user=dwho&data=cas%3Dcas');
    const answer = await tab.visit('/logout', { method: 'POST', headers });
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('CAS_LOGOUT_REFUSED') });
    expect((await tab.visit('/')).body).toBe('dwho');
  });

  it.each<[string, Record<string, string>]>([
    ['its own page', { 'sec-fetch-site': 'same-origin', origin: APP_URL }],
    ['its own page with no-referrer', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    ['its own page in an older browser', { origin: APP_URL }],
  ])('obeys %s', async (_who, headers) => {
    expect(await logout('', { headers })).toMatchObject({ status: 303, signedIn: false });
  });

  it('obeys a GET only where that is allowed', async () => {
    const tab = browser(application({ logoutPath: '/logout' }));
    expect((await tab.visit('/logout')).status).toBe(200);
    expect(await logout('', { method: 'GET' }, { logoutByGet: true })).toMatchObject({ status: 303, signedIn: false });
  });

  it('is the application’s own where it is not set', async () => {
    expect((await browser(application()).visit('/logout', { method: 'POST' })).status).toBe(200);
  });
});

describe('logoutUrl', () => {
  const plugin = cas({ casUrl: `${CAS_URL}/`, rememberer: 'ticket' });
  const target = (returnTo?: string): string | null =>
    new URL(plugin.logoutUrl(fakeExchange(), { returnTo })).searchParams.get('service');

  it('names the front page the way that the server understands', () => {
    const query = (logoutParameter?: LogoutParameter): string =>
      new URL(cas({ casUrl: CAS_URL, rememberer: 'ticket', logoutParameter }).logoutUrl(fakeExchange())).search;
    const home = encodeURIComponent(`${APP_URL}/`);
    expect(query()).toBe(`?service=${home}`);
    expect(query('url')).toBe(`?url=${home}`);
    expect(query('both')).toBe(`?service=${home}&url=${home}`);
  });

  it('leads back to a page of this application, and nowhere else', () => {
    expect(target('/bye?a=b')).toBe(`${APP_URL}/bye?a=b`);
    expect(target('//evil.example')).toBe(`${APP_URL}/`);
    expect(target('https://evil.example')).toBe(`${APP_URL}/`);
  });
});
