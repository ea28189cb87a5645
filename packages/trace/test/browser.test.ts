import { checkTargets, whoMiddleware } from '@who/connect';
import { serve, type TestServer } from '@who/testkit';
import axe from 'axe-core';
import connect from 'connect';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../apps/demo/test/browser.js';
import { createTrace, type Trace, traceMiddleware } from '../src/index.js';
import { engine } from './support.js';

const needs = chromiumPath === undefined ? ' (skipped: Chromium is not installed)' : '';

describe.skipIf(chromiumPath === undefined)(`the pages in a browser${needs}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let server: TestServer;
  let trace: Trace;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchChromium();
    trace = createTrace();
    const app = connect();
    app.use(traceMiddleware(trace));
    app.use(whoMiddleware(engine()));
    app.use((req, res) => {
      if (req.url === '/private' && !req.remoteUser) res.statusCode = 401;
      res.end('Hello');
    });
    server = await serve(checkTargets(app));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    trace?.close();
  });
  afterEach(async () => {
    await context.close();
    trace.clear();
    expect(complaints).toEqual([]);
  });

  async function open(options: BrowserContextOptions = {}): Promise<void> {
    context = await browser.newContext(options);
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('the server responded with a status of 4'))
        complaints.push(message.text());
    });
  }

  /** Requests of every kind, and one that is hostile. @returns their numbers, oldest first */
  async function visits(): Promise<number[]> {
    const alice = { 'x-user': 'alice:secret' };
    for (const [path, headers] of [
      ['/', {}],
      ['/private', { 'x-user': 'old' }],
      ['/private', alice],
      ['/', { ...alice, 'x-broken': '1' }],
      ['/', { 'x-user': 'down:x' }],
      ['/login?login=alice&password=secret', {}],
      [`/${'a%20very-long-path/'.repeat(25)}`, {}],
      ["/'onload='alert(1)'&lt;img", alice],
    ] as const) {
      await fetch(server.url + path, { headers, redirect: 'manual' });
    }
    return trace
      .journeys()
      .map(({ id }) => id)
      .reverse();
  }

  const faults = async (): Promise<unknown> => {
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  };
  const fits = async (): Promise<boolean> =>
    (await page.evaluate('document.documentElement.scrollWidth <= innerWidth')) as boolean;

  describe.each(['light', 'dark'] as const)('that are %s', (colorScheme) => {
    it.each([1280, 390])('are for everybody, and fit %i pixels', async (width) => {
      // Without the policy, axe may be put in; the other tests hold the pages to it.
      await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      await page.goto(`${server.url}/__who`);
      expect([await faults(), await fits()]).toEqual([[], true]);
      const ids = await visits();
      for (const path of ['/__who', '/__who?show=problems', '/__who/999999999', ...ids.map((id) => `/__who/${id}`)]) {
        await page.goto(server.url + path);
        expect([path, await faults(), await fits()]).toEqual([path, [], true]);
      }
    });
  });

  it('say on top what has become of a request, and why', async () => {
    await open();
    const [, old] = await visits();
    await page.goto(`${server.url}/__who`);
    await page.locator(`#r${old} a`).click();
    await page
      .getByRole('heading', {
        level: 2,
        name: 'Nobody is signed in, because the ticket in cookie auth_tkt timed out 340 s ago.',
      })
      .waitFor();
    expect(await page.locator('.verdict').innerText()).toContain('Sign in again.');
    expect(await page.locator('#identify').innerText()).toContain('this is why');
    await page.getByRole('link', { name: 'Older' }).click();
    await page.getByRole('heading', { level: 1, name: 'GET /' }).waitFor();
    await page.getByRole('link', { name: 'All requests' }).click();
    await page.getByRole('heading', { level: 1, name: 'Requests' }).waitFor();
  });

  it('show what comes, above the others, until they are told to pause', async () => {
    await open();
    await page.clock.install();
    await page.goto(`${server.url}/__who`);
    const next = (): Promise<void> => page.clock.runFor(2100);
    await page.getByText('No requests yet.').waitFor();
    await fetch(`${server.url}/first`);
    await next();
    await page.getByRole('link', { name: '/first' }).waitFor();
    await page.getByRole('link', { name: '/first' }).focus();
    await fetch(`${server.url}/second`);
    await next();
    await page.getByRole('link', { name: '/second' }).waitFor();
    expect(await page.locator('.requests .path').allInnerTexts()).toEqual(['GET /second', 'GET /first']);
    expect(await page.evaluate('document.activeElement.textContent')).toContain('/first');
    expect(await page.locator('[data-count]').innerText()).toBe('2 requests, newest first.');

    await page.getByRole('button', { name: 'Pause' }).click();
    await fetch(`${server.url}/third`);
    await next();
    expect(await page.locator('.requests li').count()).toBe(2);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('link', { name: '/third' }).waitFor();
  });

  it('work without JavaScript, and search', async () => {
    await open({ javaScriptEnabled: false });
    await visits();
    await page.goto(`${server.url}/__who`);
    expect(await page.getByRole('button', { name: 'Pause' }).isVisible()).toBe(false);
    await page.getByRole('searchbox').fill('ldap_down');
    await page.getByRole('button', { name: 'Search' }).click();
    expect(await page.locator('.requests li').count()).toBe(1);
    await page.locator('.requests a').click();
    await page.getByRole('heading', { name: 'users failed in authenticate (LDAP_DOWN)' }).waitFor();
    await page.getByText('What do the stops mean?').click();
    await page.getByText('Each identifier looks for credentials').waitFor();
  });

  it('are used by keyboard alone', async () => {
    await open();
    const ids = await visits();
    await page.goto(`${server.url}/__who/${ids[0]}`);
    await page.keyboard.press('Tab');
    await page.locator('a:focus', { hasText: 'Skip to the content' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('main:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('.route a:focus', { hasText: 'Classify' }).waitFor();
  });
});
