import { type DevCasServer, startDevCasServer } from '@who/dev-cas-server';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium, openPage } from './browser.js';
import { type DemoProcess, startDemo } from './demo-process.js';
import { startProxy } from './proxy.js';

const needs = chromiumPath === undefined ? ' (skipped: Chromium is not installed)' : '';

describe.skipIf(chromiumPath === undefined)(`the demo in a browser${needs}`, () => {
  let browser: Browser;
  let cas: DevCasServer;
  let demo: DemoProcess;
  let context: BrowserContext;
  let page: Page;
  /** What the browser complained about: a blocked style, a failed script. */
  let complaints: readonly string[];

  const open = async (options: { javaScriptEnabled?: boolean } = {}): Promise<void> => {
    ({ page, complaints } = await openPage(browser, {
      ...options,
      expected: /the server responded with a status of 4/,
      timeoutMs: 10_000,
    }));
    context = page.context();
  };

  beforeAll(async () => {
    [browser, cas] = await Promise.all([launchChromium(), startDevCasServer({ port: 0 })]);
    demo = await startDemo({ CAS_URL: cas.url, AUTH_TKT_SECRET: 'a secret of the tests, 32 bytes or more' });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), demo?.stop(), cas?.close()]);
  });
  beforeEach(() => open());
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const signInAtCas = async (name: string): Promise<void> => {
    await page.getByLabel(/user/i).fill(name);
    await page.getByLabel(/password/i).fill(name);
    await page.getByRole('button', { name: /sign in|log in/i }).click();
  };
  const signInByPassword = async (name: string, password: string): Promise<void> => {
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const signOut = async (): Promise<void> => {
    const signedOut = page.waitForEvent('domcontentloaded');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signedOut;
  };
  /** Waits, as a person would: a click may lead over several redirects. */
  const arrivesAt = (url: string | RegExp | ((url: URL) => boolean)): Promise<void> => page.waitForURL(url);
  const shows = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

  it('signs in by CAS from the private page and comes back to it without a ticket', async () => {
    await page.goto(`${demo.url}/private?from=here`);
    await arrivesAt(/\/login(\?|$)/);
    await page.getByRole('link', { name: 'Sign in with CAS' }).click();
    await arrivesAt((url) => url.href.startsWith(cas.url));
    await signInAtCas('ada');
    await arrivesAt(`${demo.url}/private?from=here`);
    expect(await page.getByRole('main').innerText()).toContain('You are ada');
  });

  it('shows what CAS released, also while the CAS server is stopped', async () => {
    const other = await startDevCasServer({ port: 0 });
    const shortLived = await startDemo({ CAS_URL: other.url });
    try {
      await page.goto(shortLived.url);
      await page.getByRole('link', { name: 'Sign in with CAS' }).click();
      await signInAtCas('zoe');
      await shows('You are zoe');
      const released = await page.locator('#released').innerText();
      expect(released).toContain('Zoë');

      await other.close();
      await page.reload();
      expect(await page.locator('#released').innerText()).toBe(released);
      expect(await page.getByRole('main').innerText()).toMatch(/Recognised by ticket/);
    } finally {
      await shortLived.stop();
    }
  });

  it('signs in by password after a wrong one', async () => {
    await page.goto(`${demo.url}/private`);
    await signInByPassword('alice', 'looking glass');
    expect(await page.getByRole('alert').innerText()).toContain('do not belong together');
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('alice');
    expect(await page.getByRole('textbox', { name: 'Password' }).inputValue()).toBe('');
    await signInByPassword('alice', 'wonderland');
    await arrivesAt(`${demo.url}/private`);
    await shows('The private page');
  });

  it('signs out here and at CAS', async () => {
    await page.goto(demo.url);
    await page.getByRole('link', { name: 'Sign in with CAS' }).click();
    await signInAtCas('ada');
    await shows('You are ada');
    await signOut();
    await page.goto(demo.url);
    await shows('You are not signed in');
    await page.getByRole('link', { name: 'Sign in with CAS' }).click();
    // CAS asks for the password again.
    await arrivesAt((url) => url.href.startsWith(cas.url));
    expect(await page.getByLabel(/password/i).count()).toBe(1);
  });

  it('lets tabs sign in at the same moment, and each ends where it began', async () => {
    const tabs = await Promise.all([1, 2, 3].map(() => context.newPage()));
    const ends = tabs.map((_, i) => `${demo.url}/private?tab=${i}`);
    const start = () =>
      Promise.all(
        tabs.map((tab, i) => tab.goto(`${demo.url}/login/cas?came_from=${encodeURIComponent(`/private?tab=${i}`)}`)),
      );
    await start();
    // Each shows the page of the CAS server; people sign in at one after the other.
    for (const tab of tabs) {
      page = tab;
      await signInAtCas('ada');
      await shows('The private page');
    }
    expect(tabs.map((tab) => tab.url())).toEqual(ends);

    // As a browser opens them again that was closed: CAS still knows who it is, and asks nobody.
    await context.clearCookies({ name: 'auth_tkt' });
    await start();
    expect(tabs.map((tab) => tab.url())).toEqual(ends);
    for (const tab of tabs) expect(await tab.getByRole('main').innerText()).toContain('You are ada');
  });

  it('does not follow came_from to another origin', async () => {
    await page.goto(`${demo.url}/login?came_from=${encodeURIComponent(`${cas.url}/login`)}`);
    await signInByPassword('alice', 'wonderland');
    await arrivesAt(`${demo.url}/`);
    await signOut();
    await page.goto(`${demo.url}/login/cas?came_from=https%3A%2F%2Fevil.example%2F`);
    await signInAtCas('ada');
    await arrivesAt(`${demo.url}/`);
  });

  it('works without JavaScript', async () => {
    await context.close();
    await open({ javaScriptEnabled: false });
    await page.goto(`${demo.url}/private`);
    await page.getByRole('link', { name: 'Sign in with CAS' }).click();
    await signInAtCas('ada');
    await arrivesAt(`${demo.url}/private`);
    await signOut();
    await page.goto(`${demo.url}/login`);
    await signInByPassword('bob', 'builder');
    await shows('You are bob');
  });

  it('can be used by keyboard alone', async () => {
    await page.goto(`${demo.url}/login`);
    // Browsers move the focus a moment after the page has loaded.
    await page.locator('input[name=login]:focus').waitFor();
    await page.keyboard.type('alice');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wonderland');
    await page.keyboard.press('Enter');
    await arrivesAt(`${demo.url}/`);
    await page.keyboard.press('Tab');
    await page.locator('a:focus', { hasText: 'Skip to the content' }).waitFor();
  });

  it.each([390, 1280])('fits a window of %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/', '/login', '/nowhere']) {
      await page.goto(demo.url + path);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    }
  });

  it.each([390, 1280])(
    'works below a path in a window of %i pixels, behind a proxy that takes it off',
    async (width) => {
      await page.setViewportSize({ width, height: 800 });
      await using proxy = await startProxy('/app', true);
      const below = await startDemo({ CAS_URL: cas.url, PUBLIC_URL: proxy.url });
      proxy.to(/^It listens on (\S+)$/m.exec(below.output())?.[1] ?? '');
      try {
        await page.goto(proxy.url);
        await page.getByRole('link', { name: 'Private page' }).click();
        await arrivesAt((url) => url.href.startsWith(`${proxy.url}/login?`));
        await page.getByRole('link', { name: 'Sign in with CAS' }).click();
        await signInAtCas('ada');
        await arrivesAt(`${proxy.url}/private`);
        await page.getByRole('link', { name: 'What is known about you' }).click();
        await shows('You are ada');
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        await signOut();
        await page.goto(`${proxy.url}/login`);
        await signInByPassword('alice', 'wonderland');
        await arrivesAt(`${proxy.url}/`);
        await shows('You are alice');
        await page.getByRole('button', { name: 'Sign out' }).click();
        await shows('You are not signed in');
        expect(page.url()).toBe(`${proxy.url}/`);
      } finally {
        await below.stop();
      }
    },
  );
});
