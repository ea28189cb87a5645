import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium, openPage } from './browser.js';
import { type DemoProcess, startDemo } from './demo-process.js';

const needs = chromiumPath === undefined ? ' (skipped: Chromium is not installed)' : '';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(chromiumPath === undefined)(`sign-ins at the development providers in a browser${needs}`, () => {
  let browser: Browser;
  let demo: DemoProcess;
  let context: BrowserContext;
  let page: Page;
  /** What the browser complained about: a blocked form, a failed script. */
  let complaints: readonly string[];

  const open = async (options: { javaScriptEnabled?: boolean } = {}): Promise<void> => {
    ({ page, complaints } = await openPage(browser, {
      ...options,
      expected: /the server responded with a status of 4/,
      timeoutMs: 20_000,
    }));
    context = page.context();
  };
  const at = (what: string): string => new RegExp(`^${what}: (\\S+)`, 'm').exec(demo.output())?.[1] ?? '';
  const signIn = async (name: string, password = name): Promise<void> => {
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const press = (name: string): Promise<void> => page.getByRole('button', { name }).click();
  const shows = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

  beforeAll(async () => {
    [browser, demo] = await Promise.all([launchChromium(), startDemo()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), demo?.stop()]);
  });
  beforeEach(() => open());
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  it.each([
    ['SAML', 'SAML identity provider'],
    ['OpenID Connect', 'OpenID provider'],
  ])('signs in by %s after a wrong password, and out there', async (way, provider) => {
    await page.goto(`${demo.url}/private`);
    await page.getByRole('link', { name: `Sign in with ${way}` }).click();
    await signIn('zoe', 'zo');
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('User name').inputValue()).toBe('zoe');
    await signIn('zoe');
    await page.waitForURL(`${demo.url}/private`);
    await page.getByRole('link', { name: 'What is known about you' }).click();
    await shows('You are zoe');
    expect(await page.locator('#released').innerText()).toContain('Zoë');

    await page.goto(at(provider));
    await press('Sign out everywhere');
    await shows('You are signed out');
    await page.goto(demo.url);
    await shows('You are not signed in');
  });

  it.each(['SAML', 'OpenID Connect'])('signs out here and there by %s', async (way) => {
    await page.goto(demo.url);
    await page.getByRole('link', { name: `Sign in with ${way}` }).click();
    await signIn('ada');
    await shows('You are ada');
    await press('Sign out');
    if (way === 'OpenID Connect') await press('Sign out here, too');
    await shows('You are not signed in');
    await page.getByRole('link', { name: `Sign in with ${way}` }).click();
    await shows('Sign in');
  });

  it.each(['SAML', 'OpenID Connect'])('works by %s without JavaScript, and by keyboard alone', async (way) => {
    await context.close();
    await open({ javaScriptEnabled: false });
    await page.goto(demo.url);
    await page.getByRole('link', { name: `Sign in with ${way}` }).click();
    await page.locator('input[name=username]:focus').waitFor();
    await page.keyboard.type('bob');
    await page.keyboard.press('Tab');
    await page.keyboard.type('bob');
    await page.keyboard.press('Enter');
    if (way === 'SAML') await press('Go on');
    await shows('You are bob');
  });

  it('shows pages that fit narrow windows, and in which axe finds nothing', async () => {
    await context.close();
    context = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 800 } });
    page = await context.newPage();
    const check = async (): Promise<void> => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      expect(violations.map(({ id, nodes }) => [page.url(), id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    };
    await page.goto(demo.url);
    await check();
    for (const [way, provider] of Object.entries({ saml: at('SAML identity provider'), oidc: at('OpenID provider') })) {
      await page.goto(provider);
      await check();
      await page.goto(`${demo.url}/login/${way}?came_from=%2F`);
      await check();
      await signIn('ada');
      await shows('You are ada');
      await page.goto(provider);
      await check();
    }
  });
});
