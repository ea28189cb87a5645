import { responseHead } from '@who/core';
import { fakeRequest } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { ALICE, actionIn, answerOf, ask, cameFromIn, engine, logged, posted, type Scene } from './support.js';

async function challenged(request: Parameters<typeof fakeRequest>[0], scene: Scene = {}) {
  const reply = await engine(scene).api(fakeRequest(request)).challenge(responseHead(401));
  return reply && answerOf(reply);
}

describe('a page that asks for a sign-in', () => {
  it('leads to the login page, and says where it was', async () => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await challenged({ method, url: '/a/b?c=d&e' });
      expect([answer?.status, answer?.header('location')]).toEqual([302, '/login?came_from=%2Fa%2Fb%3Fc%3Dd%26e']);
      expect(answer?.header('cache-control')).toBe('no-store');
    }
  });

  it('does not say so of what was posted', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await challenged({ method, url: '/x' });
      expect([answer?.status, answer?.header('location')]).toEqual([303, '/login']);
    }
  });

  it('stays below the path of the public URL', async () => {
    const answer = await challenged({ url: '/x' }, { publicUrl: 'https://www.example.org/app' });
    expect(answer?.header('location')).toBe('/app/login?came_from=%2Fapp%2Fx');
  });

  it.each(['//evil.example/x', '/\\evil.example', '/.//evil.example', `/${'a'.repeat(3000)}`, '/logout'])(
    'leads to the front page from %.40s',
    async (url) => {
      expect((await challenged({ url }))?.header('location')).toBe('/login?came_from=%2F');
    },
  );

  it('is not the login page itself, and the operator is told once', async () => {
    const logger = logged();
    const who = engine({ logger, options: { loginPage: 'application' } });
    for (const url of ['/login', '/login?came_from=/x']) {
      expect(await who.api(fakeRequest({ url })).challenge(responseHead(401))).toBeUndefined();
    }
    expect(logger.lines).toEqual([expect.stringMatching(/^warn: \[@who\/plugin-form\] The login page \/login asks /)]);
  });

  it('signs out whom it does not want', async () => {
    const who = engine();
    const api = who.api(fakeRequest({ url: '/x', headers: { Cookie: 'plain=user=alice' } }));
    await api.authenticate();
    expect(answerOf((await api.challenge()) as never).cookies).toEqual(['plain=; Path=/; Max-Age=0']);
  });
});

describe('a form in the place of a page', () => {
  const inPlace = { options: { loginFormUrl: null } };

  it('is a 401 with a scheme that no browser knows, and is posted to where it stands', async () => {
    const page = await challenged({ url: '/a?b=c' }, inPlace);
    expect([page?.status, page?.header('www-authenticate'), page?.header('cache-control')]).toEqual([
      401,
      'Form',
      'no-store',
    ]);
    expect([actionIn(page?.body ?? ''), cameFromIn(page?.body ?? '')]).toEqual(['?__do_login=true', '/a?b=c']);
    expect(page?.body).not.toContain('role="alert"');
  });

  it('leads back to the page', async () => {
    const who = engine(inPlace);
    const where = async (url: string, fields = {}) => {
      const done = await ask(who, posted({ ...ALICE, ...fields }, { url }));
      return [done?.status, done?.header('location')];
    };
    expect(await where('/a?__do_login=true', { came_from: '/a?b=c' })).toEqual([303, '/a?b=c']);
    expect(await where('/a?b=%63&__do_login=true&d')).toEqual([303, '/a?b=%63&d']);
    expect(await where('/a?__do_login=true')).toEqual([303, '/a']);
    expect(await where('/a?%5F_do_login=true&__do_login')).toEqual([303, '/a']);
    expect(await where('//evil.example/?__do_login=true')).toEqual([303, '/']);
    expect(await where('/a?__do_login=true', { came_from: 'https://evil.example/' })).toEqual([303, '/']);
  });

  it('says what was wrong in the same place', async () => {
    const page = await ask(
      engine(inPlace),
      posted({ ...ALICE, password: 'wrong', came_from: '/a' }, { url: '/a?__do_login=true' }),
    );
    expect([page?.status, actionIn(page?.body ?? ''), cameFromIn(page?.body ?? '')]).toEqual([
      401,
      '?__do_login=true',
      '/a',
    ]);
    expect(page?.body).toContain('role="alert"');
  });

  it('leads to the front page from where nothing can be read again', async () => {
    const page = await challenged({ method: 'POST', url: '/a' }, inPlace);
    expect(cameFromIn(page?.body ?? '')).toBe('/');
  });

  it('is forgotten by who loads the address of a failure again', async () => {
    const back = await ask(engine(inPlace), { url: '/a?b&__do_login=true' });
    expect([back?.status, back?.header('location')]).toEqual([302, '/a?b']);
    expect(await ask(engine(inPlace), { url: '/a?b=__do_login' })).toBeUndefined();
    expect(await ask(engine(inPlace), { method: 'PUT', url: '/a?__do_login=true' })).toBeUndefined();
    expect(await ask(engine(), { url: '/a?__do_login=true' })).toBeUndefined();
  });

  it('takes no form from another site, and goes by another name on demand', async () => {
    const foreign = { url: '/a?__do_login=true', headers: { 'Sec-Fetch-Site': 'cross-site' } };
    expect((await ask(engine(inPlace), posted(ALICE, foreign)))?.status).toBe(403);
    const named = engine({ options: { loginFormUrl: null, loginFormQs: 'sign-in' } });
    expect((await ask(named, posted(ALICE, { url: '/a?sign-in' })))?.status).toBe(303);
    expect(await ask(named, posted(ALICE, { url: '/a?__do_login=true' }))).toBeUndefined();
  });

  it('may have a path for programs', async () => {
    const who = engine({ options: { loginFormUrl: null, loginHandlerPath: '/session' } });
    expect((await ask(who, posted(ALICE, { url: '/session' })))?.header('location')).toBe('/');
    expect(await ask(who, { url: '/session' })).toBeUndefined();
  });
});
