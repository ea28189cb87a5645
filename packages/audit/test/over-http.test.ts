import { describe, expect, it } from 'vitest';
import { basic, PASSWORD, site } from './support.js';

describe('somebody who signs in by a form', () => {
  it('is logged once, and not for the requests with a cookie that follow', async () => {
    await using app = await site();
    const browser = app.browser();
    await browser.get('/private');
    await browser.post('/login', { login: 'alice', password: PASSWORD });
    for (let i = 0; i < 5; i++) expect((await browser.get('/private')).body).toBe('alice');
    expect(app.log).toEqual([{ event: 'sign-in', userid: 'alice', plugin: 'users', method: 'POST', path: '/login' }]);
  });

  it('is logged when he signs out, and as whom', async () => {
    await using app = await site();
    const browser = app.browser();
    await browser.post('/login', { login: 'alice', password: PASSWORD });
    await browser.get('/');
    await browser.post('/logout', {});
    await browser.get('/');
    await browser.post('/logout', {});
    expect(app.log.slice(1)).toEqual([{ event: 'sign-out', userid: 'alice', method: 'POST', path: '/logout' }]);
  });

  it('is refused once for a wrong password, without what was typed', async () => {
    await using app = await site();
    await app.browser().post('/login', { login: 'alice', password: 'wrong' });
    expect(app.log).toMatchObject([{ event: 'refused', plugin: 'users', method: 'POST', path: '/login' }]);
    expect(app.log).toHaveLength(1);
    expect(app.lines.join()).not.toMatch(/alice|wrong/);
  });

  it('is refused with the code of the error that says why', async () => {
    await using app = await site();
    await app.browser().post('/login', { login: 'locked', password: PASSWORD });
    expect(app.log).toMatchObject([{ event: 'refused', plugin: 'users', code: 'ACCOUNT_LOCKED' }]);
    expect(app.log).toHaveLength(1);
  });

  it('is named where somebody else was signed in before', async () => {
    await using app = await site();
    const browser = app.browser();
    await browser.post('/login', { login: 'alice', password: PASSWORD });
    await browser.post('/login', { login: 'bob', password: PASSWORD });
    expect(app.log.map(({ event, userid, plugin }) => [event, userid, plugin])).toEqual([
      ['sign-in', 'alice', 'users'],
      ['sign-in', 'bob', 'users'],
    ]);
  });
});

describe('somebody who signs in by the application', () => {
  it('is logged once, with the path and without the query', async () => {
    await using app = await site();
    const browser = app.browser();
    await browser.get('/login-by-api?login=alice');
    await browser.get('/');
    expect(app.log).toEqual([
      { event: 'sign-in', userid: 'alice', plugin: 'users', method: 'GET', path: '/login-by-api' },
    ]);
  });
});

describe('somebody who sends his password with each request', () => {
  it('is logged when a ticket begins, and not when it is renewed', async () => {
    await using app = await site();
    const browser = app.browser();
    await browser.get('/private', basic('alice'));
    for (let i = 0; i < 3; i++) await browser.get('/private', basic('alice'));
    expect(app.log).toEqual([{ event: 'sign-in', userid: 'alice', plugin: 'users', method: 'GET', path: '/private' }]);
    app.clock.advance(4_000_000);
    const { setCookies } = await browser.get('/private');
    expect(setCookies).toHaveLength(1);
    expect(app.log).toHaveLength(1);
  });

  it('is refused with each wrong one, with the status, also where a page is for everybody', async () => {
    await using app = await site();
    const program = { 'Sec-Fetch-Mode': 'cors', Accept: '*/*', ...basic('alice', 'wrong') };
    expect((await app.browser().get('/private', program)).status).toBe(401);
    expect((await app.browser().get('/', program)).body).toBe('nobody');
    expect(app.log).toMatchObject([
      { event: 'refused', status: 401, plugin: 'users', path: '/private' },
      { event: 'refused', status: 200, plugin: 'users', path: '/' },
    ]);
  });

  it('is refused where the authenticator fails', async () => {
    await using app = await site();
    expect((await app.browser().get('/', basic('locked'))).status).toBe(403);
    expect(app.log).toEqual([{ event: 'refused', plugin: 'users', code: 'ACCOUNT_LOCKED', method: 'GET', path: '/' }]);
  });
});

describe('a sign-in that somebody else ends', () => {
  it('is revoked where the application answers 401 to who is signed in', async () => {
    await using app = await site();
    const browser = app.browser();
    await browser.post('/login', { login: 'alice', password: PASSWORD });
    await browser.get('/no-more');
    expect(app.log.slice(1)).toEqual([
      { event: 'revoked', userid: 'alice', code: 'CHALLENGED', method: 'GET', path: '/no-more' },
    ]);
  });

  it.each([
    ['isUserAllowed', 'TICKET_USER_NOT_ALLOWED'],
    ['isRevoked', 'TICKET_REVOKED'],
  ])('is revoked where %s says so, when the user is asked to sign in again', async (option, code) => {
    let isOver = false;
    const says = option === 'isRevoked' ? () => isOver : () => !isOver;
    await using app = await site({ [option]: says });
    const browser = app.browser();
    await browser.post('/login', { login: 'alice', password: PASSWORD });
    isOver = true;
    await browser.get('/');
    expect(app.log).toHaveLength(1);
    await browser.get('/private');
    expect(app.log.slice(1)).toMatchObject([{ event: 'revoked', plugin: 'ticket', code, status: 302 }]);
  });
});

it('is refused, too, whose sign-in was revoked and who gives a wrong password', async () => {
  let isAllowed = true;
  await using app = await site({ isUserAllowed: () => isAllowed });
  const browser = app.browser();
  await browser.post('/login', { login: 'alice', password: PASSWORD });
  isAllowed = false;
  await browser.post('/login', { login: 'alice', password: 'wrong' });
  expect(app.log.slice(1)).toMatchObject([{ event: 'refused', plugin: 'users', path: '/login' }]);
});

describe('nobody in particular', () => {
  it('is not logged: strangers, cookies of others, and paths that are none', async () => {
    await using app = await site();
    await app.browser().get('/');
    await app.browser().get('/private');
    await app.browser().get('/', { Cookie: 'auth_tkt=nonsense' });
    await app.browser().post('/logout', {});
    expect(app.log).toEqual([]);
  });
});

it('is quiet once it is closed', async () => {
  await using app = await site();
  await app.browser().post('/login', { login: 'alice', password: PASSWORD });
  await app.close();
  await using other = await site();
  await other.browser().post('/login', { login: 'bob', password: PASSWORD });
  expect(app.log).toHaveLength(1);
  expect(other.log).toHaveLength(1);
});
