import type { Identifier } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type FormPlugin, form } from '../src/index.js';
import { actionIn, ask, engine, OWN, posted } from './support.js';

const asAlice = { Cookie: 'plain=user=%3Ci%3Ealice' };
const out = (headers: Record<string, string | string[]> = {}) =>
  posted({}, { url: '/logout', headers: { ...asAlice, ...headers } });

describe('signing out', () => {
  it('is by POST: the cookie goes, and the browser goes on', async () => {
    const done = await ask(engine(), out());
    expect([done?.status, done?.header('location'), done?.header('cache-control')]).toEqual([303, '/', 'no-store']);
    expect(done?.cookies).toEqual(['plain=; Path=/; Max-Age=0']);
  });

  it('does no harm to who is not signed in', async () => {
    expect((await ask(engine(), posted({}, { url: '/logout' })))?.status).toBe(303);
  });

  it('leads elsewhere by option, below the path of the public URL', async () => {
    const who = engine({ publicUrl: 'https://www.example.org/app', options: { postLogoutUrl: '/bye' } });
    expect((await ask(who, out()))?.header('location')).toBe('/app/bye');
  });

  it.each([{ 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': [], Origin: 'https://evil.example' }])(
    'is not for other sites: %j',
    async (headers) => {
      const page = await ask(engine(), out(headers));
      expect([page?.status, page?.cookies]).toEqual([403, []]);
      expect(page?.body).toContain('Another site tried to sign you out.');
    },
  );

  it('is asked about by GET', async () => {
    for (const method of ['GET', 'HEAD']) {
      const page = await ask(engine(), { method, url: '/logout', headers: asAlice });
      expect([page?.status, page?.cookies, page?.header('cache-control')]).toEqual([200, [], 'no-store']);
      expect(page?.header('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(page?.body).toContain('You are signed in as <strong><bdi>&lt;i&gt;alice</bdi></strong>.');
      expect(actionIn(page?.body ?? '')).toBe('/logout');
    }
    expect((await ask(engine(), { url: '/logout' }))?.header('location')).toBe('/');
    expect(await ask(engine(), { method: 'PUT', url: '/logout', headers: asAlice })).toBeUndefined();
  });

  it('is left to the application by option', async () => {
    const who = engine({ options: { logoutHandlerPath: null } });
    expect(await ask(who, out())).toBeUndefined();
    expect(() => (who.options.plugins['form'] as FormPlugin).logoutForm(fakeExchange())).toThrow(/logoutHandlerPath/);
  });

  it.each([
    ['before', ['other', 'form', 'ticket']],
    ['behind', ['form', 'other', 'ticket']],
  ])('is left to another plugin that answers this path, %s it', async (_place, identifiers) => {
    const other: Identifier = {
      identify: ({ path }) =>
        path === '/logout'
          ? { reply: { status: 303, headers: [['Location', 'https://cas.example.org/logout']] } }
          : undefined,
      remember: () => undefined,
      forget: () => undefined,
    };
    const who = engine({ plugins: { other }, identifiers });
    for (const method of ['POST', 'GET']) {
      const done = await ask(who, { method, url: '/logout', headers: { ...asAlice, ...OWN } });
      expect(done?.header('location')).toBe('https://cas.example.org/logout');
    }
  });
});

describe('the button for pages of the application', () => {
  const button = (publicUrl: string, text?: string, page = {}) =>
    form({ rememberer: 'ticket', page }).logoutForm(fakeExchange({ publicUrl }), text);

  it('posts to the path that signs out', () => {
    expect(button('https://app.example.org')).toBe(
      '<form method="post" action="/logout"><button type="submit">Sign out</button></form>',
    );
    expect(button('https://www.example.org/app', 'A <b> & "c"')).toBe(
      '<form method="post" action="/app/logout"><button type="submit">A &lt;b&gt; &amp; &quot;c&quot;</button></form>',
    );
  });

  it('speaks the language of the pages', () => {
    const languages = [{ lang: 'de', texts: { signOutButton: 'Abmelden' } }] as const;
    expect(button('https://app.example.org', undefined, { languages })).toContain('>Abmelden<');
  });
});
