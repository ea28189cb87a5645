import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepGlobals } from '../../testkit/test/kept-globals.js';
import { form } from '../src/index.js';
import { ADAPTERS, serving } from './adapters.js';
import { ALICE, FORM_TYPE, logged, users } from './support.js';

keepGlobals();

describe.each(Object.entries(ADAPTERS))('over %s', (_name, build) => {
  let url: string;
  let app: Awaited<ReturnType<typeof serving>>;
  beforeAll(async () => {
    app = await serving(build, (publicUrl) =>
      createWho({
        publicUrl,
        plugins: {
          form: form({ rememberer: 'ticket' }),
          ticket: authTkt({ secrets: ['a secret of the tests, 32 bytes or more'] }),
          users,
        },
        identifiers: ['form', 'ticket'],
        authenticators: ['ticket', 'users'],
        challengers: ['form'],
        logger: logged(),
      }),
    );
    url = app.url;
  });
  afterAll(() => app?.[Symbol.asyncDispose]());

  const browser = (follow = true): TestBrowser => testBrowser({ baseUrl: url, follow });
  const script = {
    Accept: '*/*',
    'Sec-Fetch-Mode': 'cors',
    'Sec-Fetch-Dest': 'empty',
    'Content-Type': 'application/json',
  };
  const fetched = (person: TestBrowser, path: string, body: object, headers = {}) =>
    person.visit(path, { method: 'POST', body: JSON.stringify(body), headers: { ...script, ...headers } });

  it('signs in from a private page, leads on who comes back, and signs out', async () => {
    const person = browser();
    const page = await person.get('/private?a=b');
    expect([page.status, page.url.pathname + page.url.search]).toEqual([200, '/login?came_from=%2Fprivate%3Fa%3Db']);
    const wrong = await person.post('/login', { ...ALICE, password: 'wrong', came_from: '/private?a=b' });
    expect([wrong.status, wrong.header('www-authenticate'), wrong.header('cache-control')]).toEqual([
      401,
      undefined,
      'no-store',
    ]);
    expect(wrong.body).toContain('role="alert"');
    expect(person.cookie('auth_tkt')).toBeUndefined();

    const arrived = await person.post('/login', { ...ALICE, came_from: '/private?a=b' });
    expect([arrived.body, arrived.url.href, arrived.via[0]?.status]).toEqual([
      'Hello alice',
      `${url}/private?a=b`,
      303,
    ]);
    expect(arrived.via[0]?.setCookies).toHaveLength(1);
    expect((await person.get('/login?came_from=/private')).url.pathname).toBe('/private');

    const question = await person.get('/logout');
    expect([question.status, question.body.includes('You are signed in as')]).toEqual([200, true]);
    expect((await person.get('/')).body).toBe('Hello alice');
    const out = await person.post('/logout', {});
    expect([out.body, out.url.pathname]).toEqual(['Hello stranger', '/']);
  });

  it('signs programs in and out by JSON', async () => {
    const person = browser(false);
    const wrong = await fetched(person, '/login', { ...ALICE, password: 'wrong' });
    expect([wrong.status, wrong.body, wrong.header('www-authenticate')]).toEqual([
      401,
      '{"code":"FORM_WRONG_PASSWORD"}',
      undefined,
    ]);
    const right = await fetched(person, '/login', ALICE);
    expect([right.status, right.body]).toEqual([204, '']);
    expect((await person.get('/')).body).toBe('Hello alice');
    expect((await fetched(person, '/logout', {})).status).toBe(204);
    expect((await person.get('/')).body).toBe('Hello stranger');
  });

  it('takes nothing from other sites, and leads to none', async () => {
    const person = browser(false);
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': undefined, Origin: 'https://evil.example' },
    ]) {
      const page = await person.post('/login', ALICE, headers);
      expect([page.status, page.setCookies]).toEqual([403, []]);
      expect((await fetched(person, '/login', ALICE, headers)).status).toBe(403);
    }
    for (const came_from of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
      expect((await person.post('/login', { ...ALICE, came_from })).header('location')).toBe('/');
    }
  });

  it('answers what is no login, and HEAD', async () => {
    const person = browser(false);
    const multipart = { method: 'POST', body: '--x--', headers: { 'Content-Type': 'multipart/form-data; boundary=x' } };
    expect((await person.visit('/login', multipart)).status).toBe(415);
    const twice = { method: 'POST', body: 'login=a&login=b&password=x', headers: { 'Content-Type': FORM_TYPE } };
    expect((await person.visit('/login', twice)).status).toBe(400);
    const head = await person.visit('/login', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, '']);
  });

  it('says when to come back', async () => {
    const page = await browser().post('/login', { ...ALICE, login: 'busy' });
    expect([page.status, page.header('retry-after')]).toEqual([429, '90']);
    expect(page.body).toContain('Please try again in 2 minutes.');
  });
});
