import { createWho, responseHead } from '@who/core';
import { fakeExchange, fakeRequest, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { ssoBase, ssoSessions } from '../../src/index.js';
import { doorman, NAMING } from '../doorman.js';
import { APP_URL, house, visitor } from '../doorman-site.js';
import { DOOR_URL, SECRET } from '../support.js';

const OUT = `${DOOR_URL}/out?back=${encodeURIComponent(`${APP_URL}/`)}`;

describe('the logout path', () => {
  it('ends the session here and there', async () => {
    const tab = visitor(house({ logoutPath: '/logout' }));
    await tab.arrive(await tab.depart());
    const left = await tab.visit('/logout', { method: 'POST' });
    expect([left.status, left.location.href]).toEqual([303, OUT]);
    expect((await tab.visit('/')).body).toBe('nobody');
  });

  it('ends it only here for who came another way, and nowhere for another site', async () => {
    const tab = visitor(house({ logoutPath: '/logout' }));
    tab.jar.set('plain', 'user=bob&data=cas%3Ddoor');
    const refused = await tab.visit('/logout', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } });
    expect(refused).toMatchObject({ status: 403, body: expect.stringContaining('DOOR_LOGOUT_REFUSED') });
    expect((await tab.visit('/logout', { method: 'POST' })).location.href).toBe(`${APP_URL}/`);
    expect(tab.jar.has('plain')).toBe(false);
  });

  it('is shared by plugins of several protocols', async () => {
    const options = { rememberer: 'ticket', stateSecrets: [SECRET] as const, logoutPath: '/logout' };
    const other = ssoBase({ ...NAMING, prefix: 'GATE', peer: 'the gate' }, options, {
      peerUrl: 'https://gate.example',
    });
    const gate = other.plugin<string>({
      leave: () => ({ location: 'https://gate.example/in' }),
      receive: () => undefined,
      verify: () => ({ userid: 'ada' }),
      logoutUrl: () => 'https://gate.example/out',
    });
    const who = createWho({
      publicUrl: APP_URL,
      plugins: { door: doorman({ ...options, doorUrl: DOOR_URL }), gate, ticket: plainRememberer() },
      identifiers: ['door', 'gate', 'ticket'],
      authenticators: ['door', 'gate', 'ticket'],
    });
    for (const [data, target] of [
      ['door=door', OUT],
      ['gate=gate', 'https://gate.example/out'],
      ['', `${APP_URL}/`],
    ]) {
      const Cookie = `plain=${new URLSearchParams({ user: 'ada', data: data ?? '' })}`;
      const api = who.api(fakeRequest({ url: '/logout', method: 'POST', headers: { Cookie } }));
      await api.authenticate();
      expect(responseHead(303, api.earlyReply?.headers).header('location')).toBe(target);
    }
  });

  it('is told to applications that sign out themselves', () => {
    const { plugin } = house();
    const exchange = fakeExchange();
    expect(plugin.logoutUrl(exchange)).toBe(OUT);
    expect(plugin.logoutUrl(exchange, { returnTo: 'https://evil.example/' })).toBe(OUT);
    expect(plugin.logoutUrl(exchange, { returnTo: '/bye' })).toBe(`${OUT}bye`);
  });
});

/** What the doorman says by himself. */
const closed = (app: ReturnType<typeof house>, fields: Record<string, string>) =>
  visitor(app).visit('/login/door', {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

describe('sessions', () => {
  const CASES = [
    ['its own name', { pass: 'p-ada' }, ['nobody', 'ada', 'ada']],
    ['what several share', { house: 'house-1' }, ['nobody', 'nobody', 'ada']],
    ['the person', { user: 'ada' }, ['nobody', 'nobody', 'nobody']],
    ['no name of a session here', { pass: 'p-eve', house: 'house-9', user: 'eve' }, ['ada', 'ada', 'ada']],
  ] as const;

  it.each(CASES)('are ended from there by %s; a new sign-in lives', async (_what, key, left) => {
    const sessions = ssoSessions();
    const app = house({ sessions });
    app.passes.set('p-ada-2', 'ada house-1 x').set('p-ada-3', 'ada house-2 x').set('p-ada-4', 'ada house-1 x');
    const tabs = [];
    for (const pass of ['p-ada', 'p-ada-2', 'p-ada-3']) {
      const tab = visitor(app);
      await tab.arrive(await tab.depart(), pass);
      tabs.push(tab);
    }
    app.clock.advance(1000);
    expect(await closed(app, { ...key })).toMatchObject({ status: 403, body: 'DOOR_SENDER_REFUSED' });
    expect((await visitor(app).visit('/')).body).toBe('nobody');
    expect(await closed(app, { ...key, word: 'sesame' })).toMatchObject({ status: 200, body: '' });
    const bodies = [];
    for (const tab of tabs) bodies.push((await tab.visit('/')).body);
    expect(bodies).toEqual(left);
    app.clock.advance(1000);
    const tab = visitor(app);
    await tab.arrive(await tab.depart(), 'p-ada-4');
    expect((await tab.visit('/')).body).toBe('ada');
  });

  it('are over for copies of the cookie, too, when somebody signs out here', async () => {
    const sessions = ssoSessions();
    const app = house({ sessions, logoutPath: '/logout' });
    const tab = visitor(app);
    await tab.arrive(await tab.depart());
    const copy = tab.jar.get('plain') ?? '';
    await tab.visit('/logout', { method: 'POST' });
    tab.jar.set('plain', copy);
    expect((await tab.visit('/')).body).toBe('nobody');
  });

  it('do not begin while nobody asks which are over', async () => {
    const app = house();
    const unasked = house({ sessions: Object.defineProperty(ssoSessions(), 'isRevoked', { value: undefined }) });
    const tab = visitor(unasked);
    await expect(tab.arrive(await tab.depart())).rejects.toMatchObject({
      code: 'DOOR_SESSIONS_NOT_ASKED',
      status: 500,
    });
    expect((await visitor(app).visit('/')).body).toBe('nobody');
  });

  it('end while they begin: a logout that comes while the doorman is asked ends what it begins', async () => {
    for (const fields of [{ pass: 'p-ada' }, { user: 'ada' }, { house: 'house-1' }]) {
      const app = house({ sessions: ssoSessions() });
      app.trouble = async () => {
        expect((await closed(app, { ...fields, word: 'sesame' })).status).toBe(200);
        return new Response('ada house-1 x');
      };
      const tab = visitor(app);
      expect((await tab.arrive(await tab.depart('/x'))).location.pathname).toBe('/x');
      expect((await tab.visit('/')).body).toBe('nobody');
      expect(app.warnings.join()).toContain('DOOR_PASS_REJECTED');
    }
  });
});
