import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../demo/test/browser.js';
import { type DemoProcess, startDemo } from '../../../demo/test/demo-process.js';
import { type Lemonldap, missing, startLemonldap, unless } from './peers.js';

const absent = [...missing, ...(chromiumPath === undefined ? ['Chromium'] : [])];

describe.skipIf(absent.length > 0)(`sign-in through LemonLDAP::NG in a browser${unless(...absent)}`, () => {
  let peer: Lemonldap;
  let browser: Browser;
  beforeAll(async () => {
    [peer, browser] = await Promise.all([startLemonldap(), launchChromium()]);
  });
  afterAll(async () => {
    await Promise.all([peer?.stop(), browser?.close()]);
  });

  /** Starts the demo against the peer, signs somebody in from the private page, and looks at what is known then. */
  async function signIn(
    name: string,
    env: Record<string, string>,
    look: (page: Page, demo: DemoProcess) => Promise<void>,
  ): Promise<void> {
    const demo = await startDemo({ CAS_URL: peer.url, ...env });
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.goto(`${demo.url}/private?from=here`);
      await page.getByRole('link', { name: 'Sign in with CAS' }).click();
      await page.locator('input[name=user]').fill(name);
      await page.locator('input[name=password]').fill(name);
      await page.locator('input[name=password]').press('Enter');
      await page.waitForURL(`${demo.url}/**`);
      expect(page.url()).toBe(`${demo.url}/private?from=here`);
      await look(page, demo);
    } finally {
      await context.close();
      await demo.stop();
    }
  }

  const whoami = async (page: Page, demo: DemoProcess): Promise<Record<string, unknown>> =>
    (await page.request.get(`${demo.url}/whoami`)).json();

  it('dwho', () =>
    signIn('dwho', {}, async (page, demo) => {
      expect(await whoami(page, demo)).toMatchObject({
        remoteUser: 'dwho',
        identifier: 'ticket',
        metadata: {
          attributes: {
            cn: ['Doctor Who'],
            mail: ['dwho@badwolf.org'],
            uid: ['dwho'],
            groups: expect.arrayContaining(['users', 'timelords']),
          },
        },
      });
    }));

  it('zoe, with attributes in UTF-8 and several groups', () =>
    signIn('zoe', {}, async (page, demo) => {
      const attributes = { cn: ['Zoë Łukasz 日本'], groups: expect.arrayContaining(['earthlings', 'users']) };
      expect(await whoami(page, demo)).toMatchObject({ remoteUser: 'zoe', metadata: { attributes } });
      await page.goto(demo.url);
      expect(await page.locator('#released').innerText()).toContain('Zoë Łukasz 日本');
    }));

  it.each(['1', '2'])('dwho, by CAS %s', (version) =>
    signIn('dwho', { CAS_VERSION: version }, async (page, demo) => {
      expect(await whoami(page, demo)).toMatchObject({ remoteUser: 'dwho' });
    }),
  );

  it('ends the session there, too', () =>
    signIn('dwho', {}, async (page, demo) => {
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL((url) => url.href.startsWith(peer.url) || url.href.startsWith(demo.url));
      expect(await whoami(page, demo)).toMatchObject({ remoteUser: null });
      await page.goto(`${demo.url}/login/cas`);
      await page.locator('input[name=password]').waitFor();
      expect(page.url()).toContain(peer.url);
    }));
});
