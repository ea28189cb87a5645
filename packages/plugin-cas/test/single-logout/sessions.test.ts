import { createWho } from '@who/core';
import { testBrowser } from '@who/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cas, casSessions } from '../../src/index.js';
import { down, fakeStore } from '../sessions/support.js';
import { knowsAll, SECOND_CAS_URL, site } from '../site.js';
import { application, browser, CAS_URL, plainRememberer } from '../support.js';
import { logoutForm } from './support.js';

afterEach(() => vi.restoreAllMocks());

describe('two processes over one store', () => {
  it('see the same sessions, whichever hears of the logout', async () => {
    const store = fakeStore();
    await using one = await site({ sessions: casSessions({ store }) });
    await using two = await site({ sessions: casSessions({ store }) });
    const visitor = await one.signIn('ST-dwho-1');
    const cookie = { Cookie: `auth_tkt=${visitor.cookie('auth_tkt')}` };
    const atTwo = async (): Promise<string> => (await fetch(two.url, { headers: cookie })).text();
    // The attributes are in the memory of the first process.
    expect([await one.greeting(visitor), await atTwo()]).toEqual(['dwho, dwho@example.org', 'dwho, no mail']);

    await two.postLogout(logoutForm('ST-dwho-1'));
    expect([await one.greeting(visitor), await atTwo()]).toEqual(['nobody', 'nobody']);
  });
});

describe('two CAS servers of one application', () => {
  it('end their own sessions only', async () => {
    await using app = await site();
    const first = await app.signIn('ST-dwho-1');
    const second = await app.signIn('ST-dwho-1', '/login/second');
    await app.postLogout(logoutForm('ST-dwho-1'), {}, '/login/second');
    expect([await app.greeting(first), await app.greeting(second)]).toEqual(['dwho, no mail', 'nobody']);
    await app.postLogout(logoutForm('ST-dwho-1'));
    expect(await app.greeting(first)).toBe('nobody');
    expect(SECOND_CAS_URL).not.toBe(CAS_URL);
  });
});

describe('what goes with a session', () => {
  it('is the metadata of its user', async () => {
    await using app = await site();
    const [one, two] = [await app.signIn('ST-dwho-1'), await app.signIn('ST-dwho-2')];
    expect(await app.greeting(two)).toBe('dwho, dwho@example.org');
    await app.postLogout(logoutForm('ST-dwho-1'));
    // The attributes are kept by user: another session of the same one has to do without, too.
    expect([await app.greeting(one), await app.greeting(two)]).toEqual(['nobody', 'dwho, no mail']);
  });

  it('is every copy of its cookie, also when its owner signs out here', async () => {
    await using app = await site();
    const visitor = await app.signIn('ST-dwho-1');
    const copy = { Cookie: `auth_tkt=${visitor.cookie('auth_tkt')}` };
    const page = await visitor.visit('/logout', { method: 'POST', body: {}, from: `${app.url}/` });
    expect(page.location?.href).toMatch(`${CAS_URL}/logout`);
    expect(await (await fetch(app.url, { headers: copy })).text()).toBe('nobody');
  });
});

describe('a new session', () => {
  it('begins with a new ticket, while the old one stays over', async () => {
    await using app = await site();
    const visitor = await app.signIn('ST-dwho-1');
    const old = { Cookie: `auth_tkt=${visitor.cookie('auth_tkt')}` };
    await app.postLogout(logoutForm('ST-dwho-1'));
    const again = await app.signIn('ST-dwho-2');
    expect(await app.greeting(again)).toBe('dwho, dwho@example.org');
    expect(await (await fetch(app.url, { headers: old })).text()).toBe('nobody');
  });

  it('is written once, although the engine asks twice who it is', async () => {
    const store = fakeStore();
    const sessions = casSessions({ store });
    void sessions.isRevoked;
    // The cookie of the older sign-in counts first, so the plugin has to sign in anew.
    const app = application({ sessions, fetch: knowsAll, authenticators: ['ticket', 'cas'] });
    const tab = browser(app);
    tab.jar.set('plain', 'user=other&data=');
    await tab.arrive(await tab.depart());
    expect((await tab.visit('/')).body).toBe('user');
    expect(store.calls.filter((call) => call === 'set')).toHaveLength(1);
  });

  it('does not begin where nobody would ever ask whether it is over', async () => {
    const sessions = casSessions();
    const app = application({ sessions, fetch: knowsAll });
    const tab = browser(app);
    const service = await tab.depart();
    await expect(tab.arrive(service)).rejects.toMatchObject({ code: 'CAS_SESSIONS_NOT_ASKED', status: 500 });
    expect((await tab.visit('/')).body).toBe('nobody');
  });
});

describe('while the store is down', () => {
  it('nobody is signed in, in or out, and everybody gets an answer', async () => {
    const store = fakeStore();
    await using app = await site({ sessions: casSessions({ store }) });
    const visitor = await app.signIn('ST-dwho-1');
    store.trouble = down;

    const page = await visitor.get('/');
    expect([page.status, page.body]).toEqual([503, 'CAS_SESSION_STORE_FAILED']);
    expect(page.setCookies).toEqual([]);
    expect((await testBrowser({ baseUrl: app.url }).get('/')).body).toBe('nobody');
    const logout = await app.postLogout(logoutForm('ST-dwho-1'));
    expect([logout.status, await logout.text()]).toEqual([503, 'CAS_SESSION_STORE_FAILED']);
    const late = await app.signIn('ST-rtyler-1');
    expect([late.page?.status, late.page?.body]).toEqual([503, 'CAS_SESSION_STORE_FAILED']);
    expect(late.cookie('auth_tkt')).toBeUndefined();

    store.trouble = undefined;
    // What could not be written is not forgotten.
    expect(await app.greeting(visitor)).toBe('nobody');
  });

  it('who signs out here is signed out here, with a warning', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const store = fakeStore();
    const sessions = casSessions({ store, whenStoreFails: 'accept' });
    await using app = await site({ sessions });
    const visitor = await app.signIn('ST-dwho-1');
    store.trouble = down;
    await visitor.visit('/logout', { method: 'POST', body: {}, from: `${app.url}/` });
    expect(visitor.cookie('auth_tkt')).toBeUndefined();
    expect(app.warnings).toEqual([expect.stringContaining('session store')]);
  });
});

describe('options', () => {
  it.each<[string, object]>([
    ['sessions', { sessions: {} }],
    ['sessions', { sessions: { isRevoked: () => false } }],
    ['sessions', { sessions: 'memory' }],
    ['logoutChannel', { logoutChannel: 'side' }],
    ['casAddresses', { casAddresses: [] }],
    ['casAddresses', { casAddresses: '10.0.0.0/8' }],
    ['casAddresses', { casAddresses: ['10'] }],
    ['casAddresses', { casAddresses: ['10.0.0.0/33'] }],
    ['casAddresses', { casAddresses: ['cas.example.org'] }],
    ['casAddresses', { casAddresses: [''] }],
  ])('%s may not be %o', (option, options) => {
    expect(() => cas({ casUrl: CAS_URL, rememberer: 'ticket', ...options })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`Option "${option}"`) }),
    );
  });

  it('work with one object of sessions for several engines', () => {
    const sessions = casSessions();
    for (const name of ['one', 'two']) {
      const plugins = {
        [name]: cas({ casUrl: CAS_URL, rememberer: 'ticket', sessions }),
        ticket: plainRememberer(),
      };
      expect(() => createWho({ publicUrl: 'https://app.example.org', plugins })).not.toThrow();
    }
  });
});
