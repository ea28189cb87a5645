import { type DevCasServer, startDevCasServer } from '@who/dev-cas-server';
import { testBrowser } from '@who/testkit';
import type { JourneyJson } from '@who/trace';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium, openPage } from './browser.js';
import { type DemoProcess, startDemo } from './demo-process.js';

const secret = { AUTH_TKT_SECRET: 'a secret of the tests, 32 bytes or more' };
const needs = chromiumPath === undefined ? ' (skipped: Chromium is not installed)' : '';

/** The last requests, newest first. */
async function journeys({ url }: DemoProcess, query = ''): Promise<JourneyJson[]> {
  const answer = await fetch(`${url}/__who.json${query}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
  return (await answer.json()) as JourneyJson[];
}

describe('the journeys of the demo', () => {
  let cas: DevCasServer;
  let demo: DemoProcess;
  beforeAll(async () => {
    cas = await startDevCasServer({ port: 0 });
    demo = await startDemo({ ...secret, CAS_URL: cas.url });
  });
  afterAll(async () => {
    await Promise.all([demo?.stop(), cas?.close()]);
  });

  it('are JSON, newest first, with what each plugin did', async () => {
    const browser = testBrowser({ follow: false });
    await browser.post(`${demo.url}/login`, { login: 'alice', password: 'wonderland', came_from: '/' });
    await browser.get(`${demo.url}/private?a=b`);
    await testBrowser({ follow: false }).get(`${demo.url}/private`);
    const [stranger, alice, login] = await journeys(demo);
    expect([stranger, alice, login].map((one) => [one?.method, one?.path, one?.userid, one?.status])).toEqual([
      ['GET', '/private', null, 302],
      ['GET', '/private', 'alice', 200],
      ['POST', '/login', 'alice', 303],
    ]);
    for (const { steps } of [stranger, alice, login] as JourneyJson[]) {
      for (const { stage, plugin, outcome, reason, durationMs } of steps) {
        expect([typeof stage, typeof plugin, typeof outcome, typeof durationMs]).toEqual([
          'string',
          'string',
          'string',
          'number',
        ]);
        expect(reason === null || typeof reason === 'string').toBe(true);
      }
    }
    expect(stranger?.steps.some(({ stage, outcome }) => stage === 'challenge' && outcome === 'answered')).toBe(true);
    expect(JSON.stringify([stranger, alice, login])).not.toMatch(/wonderland|a=b|auth_tkt=/);
  });

  it('are for whoever is on this machine, and for no proxy', async () => {
    expect((await fetch(`${demo.url}/__who`, { headers: { 'X-Forwarded-For': '127.0.0.1' } })).status).toBe(404);
    const page = await (
      await fetch(demo.url, { headers: { Accept: 'text/html', 'X-Forwarded-For': '127.0.0.1' } })
    ).text();
    expect(page).not.toMatch(/__who|\/try\//);
  });

  it('are tried by the pages of the demo only', async () => {
    const forged = await fetch(`${demo.url}/try/another-user`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
    });
    expect([forged.status, forged.headers.getSetCookie()]).toEqual([403, []]);
    const proxied = await fetch(`${demo.url}/try/another-user`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Via: '1.1 x' },
    });
    expect(proxied.status).toBe(403);
    expect((await fetch(`${demo.url}/try/another-user`, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(`${demo.url}/try/anything`, { method: 'POST' })).status).toBe(404);
  });

  it.each([
    ['wrong-password', ['POST', '/login', 401], 'nobody'],
    ['expired-ticket', ['GET', '/private', 302], 'nobody'],
    ['cas-down', ['GET', '/login/cas', 503], 'failed'],
    ['forged-header', ['GET', '/login/sso', expect.any(Number)], 'nobody'],
    ['another-user', ['POST', '/login', 303], 'signed-in'],
  ])('of an experiment is shown: %s', async (name, request, kind) => {
    const answer = await fetch(`${demo.url}/try/${name}`, { method: 'POST', redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/__who\/\d+$/)]);
    expect(answer.headers.getSetCookie().some((cookie) => cookie.startsWith('auth_tkt='))).toBe(
      name === 'another-user',
    );
    const journey = (await (await fetch(`${demo.url}${answer.headers.get('location')}.json`)).json()) as JourneyJson;
    expect([journey.method, journey.path, journey.status]).toEqual(request);
    expect(journey.verdict.kind, journey.verdict.text).toBe(kind);
    expect(await journeys(demo, '?q=/try/')).toEqual([]);
  });

  it('are kept by nobody where they are turned off, or where others can reach the demo', async () => {
    for (const env of [{ TRACE: 'off' }, { HOST: '0.0.0.0' }]) {
      const other = await startDemo({ ...secret, CAS_URL: cas.url, ...env });
      try {
        expect((await fetch(`${other.url}/__who.json`)).status).toBe(404);
        expect((await fetch(`${other.url}/try/cas-down`, { method: 'POST' })).status).toBe(404);
        expect(await (await fetch(other.url, { headers: { Accept: 'text/html' } })).text()).not.toMatch(
          /__who|\/try\//,
        );
      } finally {
        await other.stop();
      }
    }
  });
});

describe.skipIf(chromiumPath === undefined)(`the journeys of the demo in a browser${needs}`, () => {
  let browser: Browser;
  let cas: DevCasServer;
  let demo: DemoProcess;
  let context: BrowserContext;
  let page: Page;
  let complaints: readonly string[];

  beforeAll(async () => {
    [browser, cas] = await Promise.all([launchChromium(), startDevCasServer({ port: 0 })]);
    demo = await startDemo({ ...secret, CAS_URL: cas.url });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), demo?.stop(), cas?.close()]);
  });
  const open = async (options: BrowserContextOptions = {}): Promise<void> => {
    ({ page, complaints } = await openPage(browser, { ...options, expected: /status of [45]/, timeoutMs: 10_000 }));
    context = page.context();
  };
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  it('say of each page how one got there', async () => {
    await open();
    await page.goto(`${demo.url}/nowhere`);
    await page.getByRole('link', { name: 'How did you get here?' }).click();
    await page.getByRole('heading', { level: 1, name: 'GET /nowhere' }).waitFor();
    await page.getByRole('heading', { level: 2, name: /^Nobody is signed in/ }).waitFor();
  });

  it('explain the stages by the very request, and let everything be tried without JavaScript', async () => {
    await open({ javaScriptEnabled: false });
    for (const [button, verdict] of [
      ['A wrong password', /^Nobody has been signed in/],
      ['An expired ticket', /^Nobody is signed in/],
      ['CAS is down', /CAS_/],
      ['A forged header', /^Nobody is signed in/],
      ['Sign in as bob', /^bob has just signed in/],
    ] as const) {
      await page.goto(demo.url);
      expect(await page.locator('.stages li').count()).toBe(7);
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('heading', { level: 2, name: verdict }).waitFor();
    }
    await page.goto(demo.url);
    await page.getByRole('heading', { level: 1, name: 'You are bob' }).waitFor();
  });

  it.each([
    [390, 'dark'],
    [1280, 'light'],
  ] as const)('leave the home page fit for everybody at %i pixels, %s', async (width, colorScheme) => {
    await open({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    await page.goto(demo.url);
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
});
