import axe from 'axe-core';
import MiniSearch from 'minisearch';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../demo/test/browser.js';
import { find, SEARCH } from '../src/search/settings.js';
import { type BuiltSite, linkProblems, startSite } from './site.js';

const needs = chromiumPath === undefined ? ' (skipped: Chromium is not installed)' : '';
let site: BuiltSite;

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

describe('the site', () => {
  it('has a page for every package and every how-to, within its time', () => {
    expect(site.pages.size).toBe(site.built.pages);
    expect(site.pages.size).toBeGreaterThan(40);
    console.log(`${site.built.pages} pages in ${site.built.seconds.toFixed(1)} s`);
  });

  it.each(['/nowhere.html', '/%'])('says that %s is not there', async (path) => {
    expect((await fetch(site.url + path)).status).toBe(404);
  });

  it('leads nowhere that is not there', () => {
    expect(linkProblems(site.pages, site.files)).toEqual([]);
  });

  it.each([
    ['end a session', 'how-to/lock-out.html'],
    ['end a session from outside', 'how-to/lock-out.html'],
    ['log out user', 'how-to/lock-out.html'],
    ['log out user remotely', 'how-to/lock-out.html'],
    ['lock out', 'how-to/lock-out.html'],
    ['a2enmod', 'how-to/shibboleth.html'],
    ['CONFIG_SYNTAX', 'reference/errors.html'],
    ['CAS_STATE_MISSING', 'reference/errors.html'],
  ])('finds by "%s" what somebody looks for who types that', async (wanted, path) => {
    const index = MiniSearch.loadJSON(await (await fetch(`${site.url}/assets/search.json`)).text(), SEARCH);
    expect(
      find(index, wanted)
        .map(({ id }) => String(id).split('#')[0])
        .slice(0, 8),
    ).toContain(path);
  });

  it('sees links and anchors that lead nowhere', () => {
    const pages = new Map([
      ['a/b.html', '<a href="c.html"></a><a href="#x"></a><h2 id="y"><i id="y"></i></h2><a href="b.html#y">'],
    ]);
    expect(linkProblems(pages, new Set(['a/b.html']))).toEqual([
      'a/b.html leads to c.html, which is not there',
      'a/b.html leads to #x, and no heading is called so',
      'a/b.html has the id "y" twice',
    ]);
  });
});

describe.skipIf(chromiumPath === undefined)(`the site in a browser${needs}`, () => {
  let browser: Browser;
  let page: Page;
  /** Requests that leave this machine, and what the browser complained about. */
  let complaints: string[];

  const open = async (path: string, options: BrowserContextOptions = {}): Promise<void> => {
    const context = await browser.newContext(options);
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(`${site.url}/${path}`);
  };
  const isTooWide = (): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  const kinds = ['index.html', 'start.html', 'contents.html', 'how-to/cas.html', 'packages/cookies.html'];
  it.each(kinds)('can be read by everybody: %s', async (path) => {
    for (const [width, colorScheme] of [
      [390, 'light'],
      [1280, 'dark'],
    ] as const) {
      await open(path, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      expect(await isTooWide(), `${path} at ${width}`).toBe(false);
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
      const problems = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      expect(problems, `${path}, ${width}, ${colorScheme}`).toEqual([]);
      if (width === 390) await page.context().close();
    }
  });

  it('fits a telephone on every page', async () => {
    await open('index.html', { viewport: { width: 390, height: 800 }, javaScriptEnabled: true });
    const wide: string[] = [];
    for (const path of site.pages.keys()) {
      await page.goto(`${site.url}/${path}`, { waitUntil: 'domcontentloaded' });
      if (await isTooWide()) wide.push(path);
    }
    expect(wide).toEqual([]);
  });

  it('is gone through by keyboard, and searched', async () => {
    await open('how-to/cas.html');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('reissueSeconds');
    await page.getByRole('dialog').getByRole('link').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/packages\/plugin-auth-tkt\.html/);
    await page.keyboard.press('/');
    await page.getByRole('searchbox').fill('zzqqzzqq');
    await page.getByText('Nothing was found.').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('keeps the colours that somebody chooses', async () => {
    await open('start.html', { colorScheme: 'light' });
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await paper();
    await page.getByRole('button', { name: 'Dark colours' }).click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.goto(`${site.url}/how-to/cas.html`);
    expect(await paper()).toBe(dark);
  });

  it('is read without scripts, on a telephone, too', async () => {
    await open('index.html', { javaScriptEnabled: false, viewport: { width: 390, height: 800 } });
    await page.getByRole('link', { name: 'How-to' }).first().click();
    await page.getByText(/^How-to: \d+ pages$/).click();
    await page.getByRole('navigation', { name: 'How-to' }).getByRole('link', { name: 'LDAP with groups' }).click();
    await page.getByRole('heading', { level: 1, name: 'LDAP with groups' }).waitFor();
    await page.getByRole('link', { name: 'Search' }).click();
    await page.getByRole('heading', { level: 1, name: 'All pages' }).waitFor();
  });
});
