import { createWho, type Identifier, isPromise } from '@who/core';
import { type FakeRequestOptions, fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type HeaderSsoOptions, headerSso } from '../src/index.js';
import { APP_URL, application, plainCookie, plainRememberer, shibboleth, shibbolethHeaders, visit } from './support.js';

const alice = shibbolethHeaders('alice');
const nobody = shibbolethHeaders('', { 'Shib-Session-ID': '', mail: '' });
const remembered = 'plain=user=alice&data=sso%3Dsso';
const forgotten = 'plain=';
/** The first sign-in of a row. */
const first = '__Host-who_sso=1';

describe('a path that the front end protects', () => {
  it('signs in, and has the user remembered', async () => {
    expect(await visit(application(), { headers: alice })).toMatchObject({
      identity: { userid: 'alice', authenticator: 'sso', metadata: { attributes: { mail: ['alice@mail.example'] } } },
      reply: undefined,
      cookies: remembered,
    });
  });

  it('needs no promise', () => {
    const { who } = application({ rememberer: undefined });
    expect(isPromise(who.api(fakeRequest({ headers: alice })).authenticate())).toBe(false);
    expect(isPromise(who.api(fakeRequest()).authenticate())).toBe(false);
  });

  it.each(['GET', 'HEAD'])('signs out who was remembered when the headers have gone (%s)', async (method) => {
    for (const headers of [nobody, {}]) {
      const request = { method, url: '/page?a=b', headers: { ...headers, ...plainCookie('alice') } };
      expect(await visit(application(), request)).toMatchObject({
        identity: undefined,
        reply: { status: 302 },
        location: `${APP_URL}/page?a=b`,
        cookies: forgotten,
      });
    }
  });

  it('refuses what cannot be repeated then', async () => {
    const request = { method: 'POST', headers: { ...nobody, ...plainCookie('alice') } };
    const { reply, cookies } = await visit(application(), request);
    expect([reply?.status, reply?.body, cookies]).toEqual([403, expect.stringContaining('SESSION_ENDED'), forgotten]);
  });

  it('keeps who was remembered where it is told to, or who came another way', async () => {
    const kept = await visit(application({ onVanished: 'keep' }), { headers: { ...nobody, ...plainCookie('alice') } });
    expect(kept).toMatchObject({ identity: { userid: 'alice' }, reply: undefined });
    const other = await visit(application(), { headers: { ...nobody, ...plainCookie('alice', '') } });
    expect(other).toMatchObject({ identity: { userid: 'alice' }, reply: undefined });
  });

  it.each(['sso', 'ticket'] as const)('goes by the headers when they name somebody else (%s first)', async (first) => {
    const request = { headers: { ...alice, ...plainCookie('bob') } };
    const { identity, reply, cookies } = await visit(application({}, { first }), request);
    expect([identity?.userid, reply]).toEqual(['alice', undefined]);
    expect(cookies).toBe(first === 'sso' ? remembered : '');
  });

  it('goes by the order where it is told to', async () => {
    const request = { headers: { ...alice, ...plainCookie('bob') } };
    const { identity } = await visit(application({ onChanged: 'keep' }, { first: 'ticket' }), request);
    expect(identity?.userid).toBe('bob');
  });

  it('signs out who was remembered when the headers name somebody who is not accepted', async () => {
    const request = { headers: { ...alice, ...plainCookie('bob') } };
    const outcome = await visit(application({ scopes: ['example.org'] }), request);
    expect(outcome).toMatchObject({ identity: undefined, cookies: forgotten });
  });

  it('has no say anywhere else', async () => {
    const request = { url: '/page', headers: { ...alice, ...plainCookie('bob') } };
    const outcome = await visit(application({ paths: ['/login/sso'] }), request);
    expect(outcome).toMatchObject({ identity: { userid: 'bob' }, reply: undefined });
  });
});

describe('the sign-in path', () => {
  const options: Partial<HeaderSsoOptions> = { paths: ['/login/sso'], signInPath: '/login/sso', logoutPath: '/logout' };
  const signIn = (more: Partial<HeaderSsoOptions>, headers = alice, cameFrom = '/page?a=b#c') =>
    visit(application({ ...options, ...more }), {
      url: `/login/sso?${new URLSearchParams({ came_from: cameFrom })}`,
      headers,
    });

  it('remembers the user and leads back', async () => {
    expect(await signIn({})).toMatchObject({
      location: `${APP_URL}/page?a=b#c`,
      cookies: `${first} ${remembered}`,
      reply: { status: 302 },
    });
  });

  it.each(['sso', 'ticket'] as const)('takes over from somebody else (%s first)', async (preferred) => {
    const request = { url: '/login/sso', headers: { ...alice, ...plainCookie('bob') } };
    const { cookies } = await visit(application(options, { first: preferred }), request);
    expect(cookies.split(' ').toSorted()).toEqual([first, remembered]);
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '',
    '/login/sso?came_from=/',
    '/logout',
    `/${'x'.repeat(3000)}`,
  ])('leads home instead of to %j', async (cameFrom) => {
    expect((await signIn({}, alice, cameFrom)).location).toBe(`${APP_URL}/`);
  });

  it('asks the front end once, and then says that it named nobody', async () => {
    const { location = '' } = await signIn({}, nobody);
    const login = new URL(location);
    expect(login.origin + login.pathname).toBe(`${APP_URL}/Shibboleth.sso/Login`);
    const target = new URL(login.searchParams.get('target') ?? '');
    expect(target.searchParams.get('came_from')).toBe('/page?a=b#c');
    const again = await visit(application(options), { url: target.pathname + target.search, headers: nobody });
    expect([again.reply?.status, again.reply?.body]).toEqual([403, expect.stringContaining('NO_SESSION')]);
    const back = await visit(application(options), { url: target.pathname + target.search, headers: alice });
    expect(back.location).toBe(`${APP_URL}/page?a=b#c`);
  });

  it('ends an older sign-in when the front end names nobody, or somebody who is not accepted', async () => {
    const old = plainCookie('bob');
    expect((await signIn({}, { ...nobody, ...old })).cookies).toBe(forgotten);
    const refused = await signIn({ userPattern: /b.*/ }, { ...alice, ...old });
    expect([refused.reply?.status, refused.reply?.body, refused.cookies]).toEqual([
      403,
      expect.stringContaining('USER_REFUSED'),
      forgotten,
    ]);
    expect((await signIn({ onVanished: 'keep' }, { ...nobody, ...old })).cookies).toBe('plain=user=bob&data=sso%3Dsso');
  });

  it('says when nobody checks whom it found', async () => {
    const { who } = application(options, { authenticators: ['ticket'] });
    const visiting = async () => who.api(fakeRequest({ url: '/login/sso', headers: alice })).authenticate();
    await expect(visiting()).rejects.toMatchObject({ code: 'HEADER_SSO_NOT_AUTHENTICATOR', status: 500 });
  });
});

describe('the way to the front end', () => {
  const challenged = (more: Partial<HeaderSsoOptions>, request: FakeRequestOptions = { url: '/page?a=b' }) =>
    visit(application({ rememberer: 'ticket', ...more }), request, 401);

  it('is its login, from where it leads back', async () => {
    const { location, reply } = await challenged({});
    expect([reply?.status, location]).toEqual([
      302,
      `${APP_URL}/Shibboleth.sso/Login?${new URLSearchParams({ target: `${APP_URL}/page?a=b` })}`,
    ]);
  });

  it('is the sign-in path where there is no login, and leads home after a form', async () => {
    const more: Partial<HeaderSsoOptions> = { loginUrl: undefined, paths: ['/login/sso'], signInPath: '/login/sso' };
    expect((await challenged(more)).location).toBe(`${APP_URL}/login/sso?came_from=%2Fpage%3Fa%3Db`);
    const { location, reply } = await challenged(more, { url: '/page', method: 'POST' });
    expect([reply?.status, location]).toEqual([303, `${APP_URL}/login/sso?came_from=%2F`]);
  });

  it('is nowhere without either', async () => {
    expect((await challenged({ loginUrl: undefined })).reply).toBeUndefined();
  });
});

describe('a page that goes on asking for a sign-in', () => {
  const app = application({ paths: ['/login/sso'], signInPath: '/login/sso' });

  /** Goes where the browser is sent, by way of a front end that knows alice, with such cookies as are kept. */
  async function follow(keeps: (cookie: string) => boolean, status: (cookies: ReadonlySet<string>) => number) {
    const cookies = new Set<string>();
    for (let url = '/page', signIns = 0; ; ) {
      const isSignIn = url.startsWith('/login/sso?');
      const headers = { ...(isSignIn ? alice : {}), ...(cookies.size > 0 && { Cookie: [...cookies].join('; ') }) };
      const answer = await visit(app, { url, headers }, status(cookies));
      if (isSignIn) {
        signIns++;
        cookies.clear();
        for (const cookie of answer.cookies.split(' ')) if (keeps(cookie)) cookies.add(cookie);
      }
      if (answer.location === undefined) return { ...answer, signIns };
      const { pathname, search, searchParams } = new URL(answer.location);
      const target = new URL(searchParams.get('target') ?? pathname + search, APP_URL);
      url = target.pathname + target.search;
    }
  }

  it.each<[string, (cookie: string) => boolean]>([
    ['it wants something else', () => true],
    ['the rememberer’s cookie does not arrive', (cookie) => !cookie.startsWith('plain=')],
  ])('is not given one for ever: %s', async (_, keeps) => {
    const { reply, cookies, signIns } = await follow(keeps, () => 401);
    expect([signIns, reply?.status, reply?.body]).toEqual([3, 403, expect.stringContaining('HEADER_SSO_LOOP')]);
    // Whoever tries it again by hand is sent there again.
    expect(cookies.split(' ')).toContain('__Host-who_sso=');
  });

  it('is given one where that is what it wants', async () => {
    const { signIns, reply } = await follow(
      () => true,
      (cookies) => (cookies.has(remembered) ? 200 : 401),
    );
    expect([signIns, reply]).toEqual([1, undefined]);
  });

  it.each<[string, Partial<HeaderSsoOptions>]>([
    ['HEADER_SSO_LOOP', {}],
    ['HEADER_SSO_USER_REFUSED', { scopes: ['example.org'] }],
  ])('is told %s in the end where the front end names the user on every path', async (code, options) => {
    const everywhere = application({ rememberer: undefined, ...options });
    let Cookie = '';
    for (const count of [1, 2, 3]) {
      const { reply, cookies } = await visit(everywhere, { headers: { ...alice, Cookie } }, 401);
      expect([reply?.status, cookies]).toEqual([302, `__Host-who_sso=${count}`]);
      Cookie = cookies;
    }
    const { reply } = await visit(everywhere, { headers: { ...alice, Cookie } }, 401);
    expect([reply?.status, reply?.body]).toEqual([403, expect.stringContaining(code)]);
  });

  it.each(['', 'x', '-1', '33', '1e9', '2'])('takes no notice of a count of %j', async (count) => {
    const headers = { Cookie: `__Host-who_sso=${count}; who_sso=9` };
    expect((await visit(app, { headers }, 401)).reply?.status).toBe(302);
  });
});

describe('a logout', () => {
  const options: Partial<HeaderSsoOptions> = { logoutPath: '/logout' };
  const logout = (headers = {}, method = 'POST', more: Partial<HeaderSsoOptions> = {}) =>
    visit(application({ ...options, ...more }), { url: '/logout', method, headers });
  const atFrontEnd = `${APP_URL}/Shibboleth.sso/Logout?${new URLSearchParams({ return: `${APP_URL}/` })}`;

  it('ends the session here, and at the front end for who came through it', async () => {
    for (const headers of [alice, plainCookie('alice')]) {
      const { reply, location, cookies } = await logout(headers);
      expect([reply?.status, location, cookies]).toEqual([303, atFrontEnd, forgotten]);
    }
    const { location, cookies } = await logout(plainCookie('alice', ''));
    expect([location, cookies]).toEqual([`${APP_URL}/`, forgotten]);
  });

  it('leaves who came another way to another plugin that answers the same path', async () => {
    const other: Identifier = {
      identify: ({ path }) => (path === '/logout' ? { reply: { status: 303, body: 'other' } } : undefined),
      remember: () => undefined,
      forget: () => undefined,
    };
    const sso = headerSso({ ...shibboleth, ...options, rememberer: 'ticket' });
    const who = createWho({
      publicUrl: APP_URL,
      plugins: { other, sso, ticket: plainRememberer() },
      identifiers: ['other', 'sso', 'ticket'],
      authenticators: ['sso', 'ticket'],
    });
    const bodies = [plainCookie('alice'), plainCookie('alice', ''), {}].map(async (headers) => {
      const api = who.api(fakeRequest({ url: '/logout', method: 'POST', headers }));
      await api.authenticate();
      return [api.earlyReply?.status, api.earlyReply?.body];
    });
    expect(await Promise.all(bodies)).toEqual([
      [303, undefined],
      [303, 'other'],
      [303, 'other'],
    ]);
  });

  it('is not for other sites to ask for, nor for links', async () => {
    const { reply, cookies } = await logout({ ...plainCookie('alice'), 'Sec-Fetch-Site': 'cross-site' });
    expect([reply?.status, reply?.body, cookies]).toEqual([
      403,
      expect.stringContaining('LOGOUT_REFUSED'),
      expect.not.stringMatching(/^plain=$/),
    ]);
    expect((await logout(plainCookie('alice', ''), 'GET')).reply).toBeUndefined();
    expect((await logout(plainCookie('alice'), 'GET', { logoutByGet: true })).location).toBe(atFrontEnd);
  });

  it('has an address for applications, which leads nowhere else', () => {
    const { who, sso } = application(options);
    const { exchange } = who.api(fakeRequest());
    expect(sso.logoutUrl(exchange)).toBe(atFrontEnd);
    expect(sso.logoutUrl(exchange, { returnTo: 'https://evil.example/' })).toBe(atFrontEnd);
    expect(sso.logoutUrl(exchange, { returnTo: '/bye' })).toContain(encodeURIComponent(`${APP_URL}/bye`));
  });
});
