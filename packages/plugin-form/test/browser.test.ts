import { whoListener } from '@who/connect';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../apps/demo/test/browser.js';
import { keepGlobals } from '../../testkit/test/kept-globals.js';
import type { FormOptions } from '../src/index.js';
import { serving } from './adapters.js';
import { engine, PASSWORD } from './support.js';

keepGlobals();

const needs = chromiumPath === undefined ? ' (skipped: Chromium is not installed)' : '';

const german = {
  lang: 'de',
  texts: { signIn: 'Anmelden', login: 'Benutzername', password: 'Passwort', signInButton: 'Anmelden' },
};
const arabic = {
  lang: 'ar',
  dir: 'rtl',
  texts: { signIn: 'تسجيل الدخول', login: 'الاسم', password: 'كلمة المرور' },
} as const;

/** A page with all that it can have. */
const everything: Partial<FormOptions> = {
  rememberMeSeconds: 3600,
  page: {
    title: 'Example Library',
    logo: {
      src: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>',
    },
    languages: [{ lang: 'en' }, german, arabic],
    otherWays: [{ text: 'Sign in with CAS', path: '/login/cas' }],
    css: ':root { --accent: #7a2e8e; } @media (prefers-color-scheme: dark) { :root { --accent: #e3b0f2; } }',
  },
};

describe.skipIf(chromiumPath === undefined)(`the form in a browser${needs}`, () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let url: string;
  let complaints: string[];
  const servers: AsyncDisposable[] = [];

  /** A window on an application whose page `/private` is for who is signed in. */
  async function open(options: Partial<FormOptions> = {}, window: BrowserContextOptions = {}): Promise<void> {
    const server = await serving(
      (who) =>
        whoListener(who, (req, res) => {
          if (req.url?.startsWith('/private') && !req.remoteUser) return void res.writeHead(401).end();
          res.writeHead(200, { 'Content-Type': 'text/html' }).end(`<h1>Hello ${req.remoteUser ?? 'stranger'}</h1>`);
        }),
      (publicUrl) => engine({ publicUrl, options }),
    );
    servers.push(server);
    url = server.url;
    context = await browser.newContext(window);
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('the server responded with a status of 4')) {
        complaints.push(message.text());
      }
    });
  }

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(async () => {
    await context.close();
    for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
    expect(complaints).toEqual([]);
  });

  const signIn = async (login: string, password: string): Promise<void> => {
    await page.locator('input[name=login]').fill(login);
    await page.locator('input[name=password]').fill(password);
    await page.locator('button').click();
  };
  const greets = (name: string): Promise<void> => page.getByRole('heading', { name: `Hello ${name}` }).waitFor();

  /** What axe finds: of the rules of WCAG, and of its own best practices. */
  const faults = async (): Promise<unknown> => {
    await page.evaluate(axe.source);
    const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  };
  const fits = async (): Promise<boolean> =>
    (await page.evaluate('document.documentElement.scrollWidth <= innerWidth')) as boolean;

  describe.each(['light', 'dark'] as const)('that is %s', (colorScheme) => {
    it.each([
      ['as it is', {}, 'en', 1280],
      ['with all that it can have', everything, 'ar', 390],
    ] as const)('is for everybody, %s', async (_what, options, locale, width) => {
      await open(options, { colorScheme, locale, viewport: { width, height: 800 } });
      await page.goto(`${url}/private`);
      expect([await faults(), await fits()]).toEqual([[], true]);
      await signIn('alice', 'wrong');
      await page.getByRole('alert').waitFor();
      expect([await faults(), await fits()]).toEqual([[], true]);
      await signIn('alice', PASSWORD);
      await greets('alice');
      await page.goto(`${url}/logout`);
      expect([await faults(), await fits()]).toEqual([[], true]);
    });
  });

  it('is looked at by what sees faults', async () => {
    await open({ page: { css: ':root { --ink: #ddd; }' } });
    await page.goto(`${url}/login`);
    expect(await faults()).toEqual([['color-contrast', expect.any(Array)]]);
  });

  it.each([320, 390, 1280])('fits a window of %i pixels, and a name without end', async (width) => {
    await open(
      { page: { title: 'Donaudampfschifffahrtsgesellschaftskapitänswitwenverein' } },
      { viewport: { width, height: 600 } },
    );
    await page.goto(`${url}/login`);
    expect(await fits()).toBe(true);
    await signIn('x'.repeat(500), PASSWORD);
    await page.goto(`${url}/logout`);
    expect(await fits()).toBe(true);
  });

  it('can be used by keyboard alone, in the order in which it is read', async () => {
    await open(everything);
    await page.goto(`${url}/private`);
    await page.locator('input[name=login]:focus').waitFor();
    await page.keyboard.type('alice');
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    // The name is there already.
    await page.locator('input[name=password]:focus').waitFor();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.locator('input[name=remember]:focus:checked').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('button:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('a:focus', { hasText: 'Sign in with CAS' }).waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await greets('alice');
    expect(page.url()).toBe(`${url}/private`);
  });

  it('is understood by who hears it', async () => {
    await open();
    await page.goto(`${url}/login`);
    await signIn('alice', 'wrong');
    const password = page.getByRole('textbox', { name: 'Password' });
    await password.waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('do not belong together');
    expect(await page.locator('#password').getAttribute('aria-describedby')).toBe('problem');
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('alice');
    expect(await password.inputValue()).toBe('');
    expect(await page.title()).toMatch(/^Sign in · localhost/);
  });

  it('needs no JavaScript', async () => {
    await open(everything, { javaScriptEnabled: false, locale: 'de-AT' });
    await page.goto(`${url}/private?a=b`);
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    await signIn('alice', 'wrong');
    await page.getByRole('alert').waitFor();
    await signIn('alice', PASSWORD);
    await greets('alice');
    expect(page.url()).toBe(`${url}/private?a=b`);
    await page.goto(`${url}/logout`);
    await page.locator('button').click();
    await greets('stranger');
  });

  it('does no harm to who goes back, reloads, or clicks twice', async () => {
    await open();
    await page.goto(`${url}/`);
    await page.goto(`${url}/private`);
    await page.locator('input[name=login]').fill('alice');
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('button').dblclick();
    await greets('alice');
    await page.reload();
    await greets('alice');
    await page.goBack();
    // The login page has nothing to ask any more.
    await greets('alice');
    expect(page.url()).toBe(`${url}/private`);
    await page.goto(`${url}/logout`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await greets('stranger');
    await page.goBack();
    await greets('stranger');
  });

  it('may stand in the place of a page', async () => {
    await open({ loginFormUrl: null });
    await page.goto(`${url}/private?a=b`);
    expect(page.url()).toBe(`${url}/private?a=b`);
    await signIn('alice', 'wrong');
    await page.getByRole('alert').waitFor();
    expect(page.url()).toBe(`${url}/private?__do_login=true`);
    await signIn('alice', PASSWORD);
    await greets('alice');
    expect(page.url()).toBe(`${url}/private?a=b`);
  });

  it('is not sent by other sites', async () => {
    await open();
    await page.goto(url.replace('localhost', '127.0.0.1'));
    const fields = `<input name=login value=alice><input name=password value="${PASSWORD}">`;
    await page.setContent(`<form method=post action="${url}/login">${fields}<button>Win</button></form>`);
    await page.getByRole('button').click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('FORM_CROSS_SITE');
    expect(await context.cookies()).toEqual([]);
  });

  it('is not framed', async () => {
    await open();
    await page.goto(url);
    await page.setContent(`<iframe src="${url}/login"></iframe>`);
    await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
    expect(complaints.splice(0).join()).toContain('frame-ancestors');
  });
});
