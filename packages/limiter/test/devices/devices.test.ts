import { guard, whoListener } from '@who/connect';
import { authenticated, createWho, type WhoError } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { basicAuth } from '@who/plugin-basic-auth';
import { form } from '@who/plugin-form';
import { type Clock, fakeClock, type Page, serve, type TestBrowser, testBrowser } from '@who/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLimiter, type DeviceOptions, deviceCookies, type LimiterOptions, limited } from '../../src/index.js';
import { passwordOf, users } from '../support.js';

const SECRET = 'a secret of these tests, which has 32 bytes';
const DAY_MS = 86_400_000;
const COOKIE = 'who_device';

interface Site {
  readonly url: string;
  readonly clock: Clock;
  browser(): TestBrowser;
}

/** Everybody comes from 127.0.0.1: the worst place to be, beside who guesses. */
async function site(
  devices: Partial<DeviceOptions> = {},
  more: LimiterOptions = {},
  publicUrl = 'http://localhost',
): Promise<Site> {
  const clock = fakeClock();
  const limiter = createLimiter({
    trustedProxies: [],
    now: clock.now,
    devices: { secrets: [SECRET], ...devices },
    ...more,
  });
  const who = createWho({
    publicUrl,
    plugins: {
      form: form({ rememberer: 'ticket' }),
      ticket: deviceCookies(authTkt({ secrets: ['another secret of these tests, as long'] }), { limiter }),
      basic: deviceCookies(basicAuth({ realm: 'Example' }), { limiter }),
      users: limited(users(), { limiter }),
    },
    identifiers: ['form', 'ticket', 'basic'],
    authenticators: ['ticket', 'users'],
    challengers: ['basic'],
    logger: { debug() {}, warn() {}, error() {} },
    now: clock.now,
  });
  const server = await serve(
    whoListener(who, async (req, res) => {
      if (req.url === '/own-login') {
        const { identity, headers } = await req.who.login({ login: 'alice', password: passwordOf('alice') });
        for (const [name, value] of headers) res.appendHeader(name, value);
        res.end(`Hello ${identity?.userid}`);
        return;
      }
      guard(authenticated())(req, res, (error) => {
        if (error) res.writeHead((error as WhoError).status).end();
        else res.end(`Hello ${req.who.identity?.userid}`);
      });
    }),
  );
  onTestFinished(() => server.close());
  return { url: server.url, clock, browser: () => testBrowser({ baseUrl: server.url, follow: false }) };
}

const byForm = (browser: TestBrowser, login: string, password = passwordOf(login)): Promise<Page> =>
  browser.visit('/login', { method: 'POST', body: { login, password }, headers: SAME_ORIGIN });
const byJson = (browser: TestBrowser, login: string, password = passwordOf(login)): Promise<Page> =>
  browser.visit('/login', {
    method: 'POST',
    body: JSON.stringify({ login, password }),
    headers: { ...SAME_ORIGIN, 'Content-Type': 'application/json' },
  });
const byBasic = (browser: TestBrowser, login: string, password = passwordOf(login)): Promise<Page> =>
  browser.get('/', { Authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}` });
const SAME_ORIGIN = { 'Sec-Fetch-Site': 'same-origin' };

/** As often as anybody has to be made to wait for a long time. */
async function attack({ browser, clock }: Site, login: string): Promise<void> {
  const attacker = browser();
  for (let guess = 0; guess < 40; guess++) {
    await byForm(attacker, login, `guess ${guess}`);
    clock.advance(1000);
  }
  expect((await byForm(attacker, login)).status).toBe(429);
}

const deviceCookie = (page: Page): string | undefined => page.setCookies.find((line) => line.startsWith(`${COOKIE}=`));

describe.each([
  ['a form', byForm, 303],
  ['JSON', byJson, 204],
  ['Basic authentication', byBasic, 200],
])('a user who signs in by %s', (_name, signIn, good) => {
  it('does so on a familiar device, whoever guesses at the same address meanwhile', async () => {
    const made = await site();
    const [device, other] = [made.browser(), made.browser()];
    expect((await signIn(device, 'alice')).status).toBe(good);
    await attack(made, 'alice');
    expect((await signIn(other, 'alice')).status).toBe(429);
    for (let day = 0; day < 5; day++) {
      expect((await signIn(device, 'alice')).status).toBe(good);
      await attack(made, 'alice');
    }
  });

  it('may mistype there, as often as anywhere', async () => {
    const made = await site();
    const device = made.browser();
    await signIn(device, 'alice');
    await attack(made, 'alice');
    for (let guess = 0; guess < 6; guess++) expect((await signIn(device, 'alice', `typo ${guess}`)).status).toBe(401);
    expect((await signIn(device, 'alice')).status).toBe(429);
    made.clock.advance(1000);
    expect((await signIn(device, 'alice')).status).toBe(good);
  });
});

describe('a device cookie', () => {
  it('is for servers only, of this site and for 90 days', async () => {
    const { browser } = await site();
    const cookie = deviceCookie(await byForm(browser(), 'alice'));
    expect(cookie).toMatch(
      /^who_device=[\da-f-]{36}\.\d+\.[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(cookie).not.toMatch(/alice|secret/i);
  });

  it('is set by no other host, and goes over https alone, where the site is https', async () => {
    const { browser } = await site({}, {}, 'https://app.example.org');
    const page = await byForm(browser(), 'alice');
    const [cookie, ...others] = page.setCookies.filter((line) => line.includes('who_device'));
    expect(cookie).toMatch(/^__Host-who_device=[\w.-]+; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(others).toEqual([]);
  });

  it('may have another name', async () => {
    const { browser } = await site({ cookieName: '__Secure-desk' });
    const page = await byForm(browser(), 'alice');
    expect(page.setCookies.find((line) => line.startsWith('__Secure-desk='))).toContain('; Secure');
    expect(deviceCookie(page)).toBeUndefined();
  });

  it('is the same device after a sign-out, and gets no new cookie the same day', async () => {
    const made = await site();
    const device = made.browser();
    await byForm(device, 'alice');
    const before = device.cookie(COOKIE);
    expect((await device.visit('/logout', { method: 'POST', body: {}, headers: SAME_ORIGIN })).status).toBe(303);
    expect((await device.get('/')).status).toBe(401);
    expect(device.cookie(COOKIE)).toBe(before);
    await attack(made, 'alice');
    const again = await byForm(device, 'alice');
    expect([again.status, deviceCookie(again)]).toEqual([303, undefined]);
  });

  it('is renewed with its id, so that it has no more guesses', async () => {
    const { browser, clock } = await site();
    const device = browser();
    await byForm(device, 'alice');
    const [first = ''] = device.cookie(COOKIE)?.split('.') ?? [];
    clock.advance(2 * DAY_MS);
    const page = await byForm(device, 'alice');
    expect(deviceCookie(page)).toContain(`${COOKIE}=${first}.${Math.floor(clock.now() / 1000)}.`);
  });

  it('is given to nobody who fails, and for tickets to nobody', async () => {
    const { browser } = await site();
    const device = browser();
    expect(deviceCookie(await byForm(device, 'alice', 'wrong'))).toBeUndefined();
    await byForm(device, 'alice');
    const ticket = device.cookie('auth_tkt');
    const page = await browser().get('/', { Cookie: `auth_tkt=${ticket}` });
    expect([page.body, deviceCookie(page)]).toEqual(['Hello alice', undefined]);
  });

  it('is given once, however many plugins remember', async () => {
    const { browser } = await site();
    const page = await browser().get('/own-login');
    expect(page.body).toBe('Hello alice');
    expect(page.setCookies.map((line) => line.split('=', 1)[0]).toSorted()).toEqual(['auth_tkt', COOKIE]);
  });

  it('is taken over by the next user of the device, with another id', async () => {
    const made = await site();
    const device = made.browser();
    await byForm(device, 'alice');
    const [ofAlice] = device.cookie(COOKIE)?.split('.') ?? [];
    await byForm(device, 'bob');
    const [ofBob] = device.cookie(COOKIE)?.split('.') ?? [];
    expect(ofBob).not.toBe(ofAlice);
    await attack(made, 'bob');
    await attack(made, 'alice');
    expect((await byForm(device, 'bob')).status).toBe(303);
    expect((await byForm(device, 'alice')).status).toBe(429);
  });

  it('is of those who are remembered, whoever else gives a right password with the same request', async () => {
    const { browser } = await site();
    const device = browser();
    await byForm(device, 'alice');
    const page = await device.get('/', {
      Authorization: `Basic ${Buffer.from(`bob:${passwordOf('bob')}`).toString('base64')}`,
    });
    expect([page.body, deviceCookie(page)]).toEqual(['Hello alice', undefined]);
  });

  it('counts for 90 days, and not when the clock of the server that made it is far ahead', async () => {
    for (const [afterMs, status] of [
      [90 * DAY_MS - 60_000, 303],
      [90 * DAY_MS, 429],
      [-60_000, 303],
      [-600_000, 429],
    ] as const) {
      const made = await site();
      const device = made.browser();
      await byForm(device, 'alice');
      const cookie = `${COOKIE}=${device.cookie(COOKIE)}`;
      made.clock.advance(afterMs - 40_000);
      await attack(made, 'alice');
      const page = await made.browser().visit('/login', {
        method: 'POST',
        body: { login: 'alice', password: passwordOf('alice') },
        headers: { ...SAME_ORIGIN, Cookie: cookie },
      });
      expect([afterMs, page.status]).toEqual([afterMs, status]);
    }
  });

  it('counts for nobody when it is forged or another’s, or behind many others', async () => {
    const made = await site();
    const [alices, bobs] = [made.browser(), made.browser()];
    await byForm(alices, 'alice');
    await byForm(bobs, 'bob');
    const own = alices.cookie(COOKIE) ?? '';
    await attack(made, 'alice');
    const statusWith = async (cookie: string): Promise<number> =>
      (
        await made.browser().visit('/login', {
          method: 'POST',
          body: { login: 'alice', password: passwordOf('alice') },
          headers: { ...SAME_ORIGIN, Cookie: cookie },
        })
      ).status;
    for (const bad of [
      bobs.cookie(COOKIE) ?? '',
      own.replace(/^./, (first) => (first === 'a' ? 'b' : 'a')),
      own.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      `${bobs.cookie(COOKIE)}; other=${own}`,
      `1; ${COOKIE}=2; ${COOKIE}=3; ${COOKIE}=4; ${COOKIE}=${own}`,
      '',
    ]) {
      expect([bad, await statusWith(`${COOKIE}=${bad}`)]).toEqual([bad, 429]);
    }
    for (const good of [own, `${own}; ${COOKIE}=`, `x; ${COOKIE}=${bobs.cookie(COOKIE)}; ${COOKIE}=${own}`]) {
      expect([good, await statusWith(`${COOKIE}=${good}`)]).toEqual([good, 303]);
    }
  });

  it('takes the place of several, wherever a browser has them', async () => {
    const made = await site();
    const page = await made.browser().visit('/login', {
      method: 'POST',
      body: { login: 'alice', password: passwordOf('alice') },
      headers: { ...SAME_ORIGIN, Cookie: `${COOKIE}=one; ${COOKIE}=two` },
    });
    const lines = page.setCookies.filter((line) => line.startsWith(`${COOKIE}=`));
    expect(lines.at(-1)).toMatch(/^who_device=[\da-f-]{36}\./);
  });

  it('counts after its secret has been replaced, and is made anew with the new one', async () => {
    const old = await site();
    const device = old.browser();
    await byForm(device, 'alice');
    const value = device.cookie(COOKIE) ?? '';
    const NEW = 'the new secret of these tests, which is as long';
    const made = await site({ secrets: [NEW, SECRET] });
    await attack(made, 'alice');
    const page = await made.browser().visit('/login', {
      method: 'POST',
      body: { login: 'alice', password: passwordOf('alice') },
      headers: { ...SAME_ORIGIN, Cookie: `${COOKIE}=${value}` },
    });
    expect(page.status).toBe(303);
    expect(deviceCookie(page)).toContain(`${COOKIE}=${value.split('.')[0]}.`);
    expect(deviceCookie(page)).not.toContain(value);
  });
});
