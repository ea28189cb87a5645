import { ssoSessions } from '@who/sso';
import type { TestBrowser } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { sesame } from '../src/index.js';
import { SECRET } from './sesame-server.js';
import { type Site, site } from './site.js';

/** Begins a sign-in, and stops at Sesame's door. @returns what Sesame is asked */
async function depart(browser: TestBrowser): Promise<URL> {
  const { location } = await browser.visit('/private', { follow: false });
  return new URL(location ?? '');
}

/** The pass that a browser comes back with. */
const passIn = (back: URL): string => back.searchParams.get('pass') ?? '';

describe('a sign-in', () => {
  it('leads to Sesame, back, and to where it began, with somebody signed in', async () => {
    const app = await site();
    app.sesame.user = 'ada';
    const browser = app.browser();
    const page = await browser.get('/private/page?a=b');
    expect(page).toMatchObject({ status: 200, body: 'ada', url: new URL('/private/page?a=b', app.url) });
    expect((await browser.get('/')).body).toBe('ada');
    expect(app.sesame.asked).toBe(1);
    expect(app.warnings).toEqual([]);
  });

  it('says where to come back, and which sign-in it is', async () => {
    const app = await site();
    const asked = await depart(app.browser());
    expect(asked.href).toMatch(`${app.sesame.url}/in?`);
    const { id, nonce, back, ask } = Object.fromEntries(asked.searchParams);
    expect([back, ask]).toEqual([`${app.url}/login/sesame`, 'if needed']);
    expect([id, nonce]).toEqual([expect.stringMatching(/^[\w-]{20,}$/), expect.stringMatching(/^[\w-]{43}$/)]);
  });

  it('that was begun in another browser signs nobody in, and nothing is asked', async () => {
    const app = await site();
    const back = app.sesame.letIn(await depart(app.browser()), 'ada');
    const page = await app.browser().get(back.href);
    expect(page).toMatchObject({ status: 403, body: expect.stringContaining('SESAME_STATE_MISSING') });
    expect(app.sesame.asked).toBe(0);
  });

  it('takes no pass that was given for another sign-in', async () => {
    const app = await site();
    const [eve, ada] = [app.browser(), app.browser()];
    const theirs = passIn(app.sesame.letIn(await depart(eve), 'eve'));
    const back = app.sesame.letIn(await depart(ada), 'ada');
    back.searchParams.set('pass', theirs);
    expect(await ada.get(back.href)).toMatchObject({
      status: 403,
      body: expect.stringContaining('SESAME_PASS_REJECTED'),
    });
    expect((await ada.get('/')).body).toBe('nobody');
    expect(app.warnings.join()).toContain('the pass was given for another sign-in');
  });

  it.each([
    ['one that Sesame does not know', 'a-pass-of-nobody-', 403, 'SESAME_PASS_REJECTED'],
    ['one that is none', 'a pass', 400, 'SESAME_PASS_INVALID'],
  ])('ends in a page for %s', async (_what, pass, status, code) => {
    const app = await site();
    const browser = app.browser();
    const back = app.sesame.letIn(await depart(browser), 'ada');
    back.searchParams.set('pass', pass);
    expect(await browser.get(back.href)).toMatchObject({ status, body: expect.stringContaining(code) });
    expect((await browser.get('/')).body).toBe('nobody');
  });

  it('ends in a page for two passes, and for none', async () => {
    const app = await site();
    const browser = app.browser();
    const back = app.sesame.letIn(await depart(browser), 'ada');
    const twice = await browser.get(`${back.href}&pass=${passIn(back)}`);
    expect(twice).toMatchObject({ status: 400, body: expect.stringContaining('SESAME_PASS_INVALID') });
    // Nobody has signed in there.
    const without = await browser.get('/private');
    expect(without).toMatchObject({ status: 403, body: expect.stringContaining('SESAME_PASS_MISSING') });
  });

  it.each([
    [502, 'SESAME_UNAVAILABLE'],
    [401, 'SESAME_BAD_RESPONSE'],
    [200, 'SESAME_BAD_RESPONSE'],
  ])('is answered with 503 where Sesame answers %i without more', async (status, code) => {
    const app = await site();
    app.sesame.user = 'ada';
    app.sesame.trouble = status;
    const browser = app.browser();
    const failed = await browser.get('/private');
    expect(failed).toMatchObject({ status: 503, body: expect.stringContaining(code) });
    expect((await browser.get('/')).body).toBe('nobody');
    // Reloading the page tries again.
    app.sesame.trouble = undefined;
    expect((await browser.get(failed.url.href)).body).toBe('ada');
  });
});

describe('policies', () => {
  it('may want a password that has just been typed', async () => {
    const app = await site({ policies: [{ path: '/safe', ask: 'renew' }] });
    app.sesame.user = 'ada';
    const browser = app.browser();
    const refused = await browser.get('/safe');
    expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('SESAME_PASS_REJECTED') });
    expect(app.warnings.join()).toContain('nobody has typed a password');
    app.sesame.isTyped = true;
    expect((await browser.get('/safe')).body).toBe('ada');
  });

  it('may ask without a word: strangers see the page all the same', async () => {
    const app = await site({ policies: [{ path: '/open', ask: 'gateway' }] });
    expect(await app.browser().get('/open')).toMatchObject({ status: 200, body: 'nobody' });
    app.sesame.user = 'ada';
    expect(await app.browser().get('/open')).toMatchObject({ status: 200, body: 'ada' });
  });
});

describe('a sign-out', () => {
  /** Somebody who has signed in, and the pass that did it. */
  async function signedIn(app: Site): Promise<{ readonly browser: TestBrowser; readonly pass: string }> {
    const browser = app.browser();
    const back = app.sesame.letIn(await depart(browser), 'ada');
    expect((await browser.get(back.href)).body).toBe('ada');
    return { browser, pass: passIn(back) };
  }

  it('here ends the session at Sesame, too', async () => {
    const app = await site({ logoutPath: '/logout' });
    const { browser } = await signedIn(app);
    app.sesame.user = 'ada';
    const page = await browser.post('/logout', {});
    expect(page).toMatchObject({ status: 200, body: 'nobody', url: new URL('/', app.url) });
    expect(app.sesame.user).toBeUndefined();
  });

  it('at Sesame ends the session here, and no other', async () => {
    const app = await site({ sessions: ssoSessions() });
    const [one, other] = [await signedIn(app), await signedIn(app)];
    const told = await app.browser().post('/login/sesame', app.sesame.notice(one.pass));
    expect(told).toMatchObject({ status: 200, body: '' });
    expect((await one.browser.get('/')).body).toBe('nobody');
    expect((await other.browser.get('/')).body).toBe('ada');
  });

  it('that is not proven ends nothing', async () => {
    const app = await site({ sessions: ssoSessions() });
    const { browser, pass } = await signedIn(app);
    const { proof } = app.sesame.notice('another-pass-of-hers');
    for (const form of [{ gone: pass, proof }, { gone: pass }]) {
      expect(await app.browser().post('/login/sesame', form)).toMatchObject({
        status: 400,
        body: 'SESAME_LOGOUT_REQUEST_INVALID',
      });
    }
    expect((await browser.get('/')).body).toBe('ada');
  });
});

describe('options', () => {
  const good = { sesameUrl: 'https://sesame.example.org/', secrets: [SECRET], rememberer: 'ticket' };

  it.each([
    ['sesameUrl', { sesameUrl: undefined }],
    ['sesameUrl', { sesameUrl: 'http://sesame.example.org' }],
    ['sesameUrl', { sesameUrl: 'https://me@sesame.example.org' }],
    ['sesameUrl', { sesameUrl: 'https://sesame.example.org?a=b' }],
    ['secrets', { secrets: undefined }],
    ['secrets', { secrets: [] }],
    ['secrets', { secrets: ['too short'] }],
    ['rememberer', { rememberer: '' }],
    ['timeoutMs', { timeoutMs: 0 }],
  ])('refuse a bad "%s": %o', (option, bad) => {
    const make = () => Reflect.apply(sesame, undefined, [{ ...good, ...bad }]);
    expect(make).toThrow(`[@who/plugin-sesame] Option "${option}" must `);
  });

  it('refuse what they do not know, by name', () => {
    const make = () => Reflect.apply(sesame, undefined, [{ ...good, misspelt: true }]);
    expect(make).toThrow('[@who/plugin-sesame] Option "misspelt" is not known.');
  });
});
