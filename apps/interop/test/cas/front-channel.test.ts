import { type DevCasServerOptions, startDevCasServer } from '@who/dev-cas-server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launchChromium } from '../../../demo/test/browser.js';
import { unless } from './peers.js';
import { startSite } from './site.js';

const absent = chromiumPath === undefined ? ['Chromium'] : [];

describe.skipIf(absent.length > 0)(`a logout that a browser brings${unless(...absent)}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  it.each<DevCasServerOptions>([
    { logoutChannel: 'iframe', frontChannelEncoding: 'base64' },
    { logoutChannel: 'jsonp', frontChannelEncoding: 'deflate' },
    { logoutChannel: 'redirect', frontChannelEncoding: 'deflate-raw' },
  ])('ends the sessions at two applications: %o', async (options) => {
    const cas = await startDevCasServer(options);
    const sites = await Promise.all([1, 2].map(() => startSite({ casUrl: cas.url, logoutChannel: 'front' })));
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const names = async (): Promise<(string | null)[]> => {
        const found: (string | null)[] = [];
        for (const { url } of sites) {
          await page.goto(`${url}/`);
          found.push(await page.textContent('body'));
        }
        return found;
      };
      for (const { url, service } of sites) {
        await page.goto(service);
        if (page.url().startsWith(cas.url)) {
          await page.getByLabel('User name').fill('zoe');
          await page.getByLabel('Password').fill('zoe');
          await page.getByRole('button', { name: 'Sign in' }).click();
        }
        await page.waitForURL(`${url}/`);
      }
      expect(await names()).toEqual(['zoe', 'zoe']);
      await page.goto(`${cas.url}/logout?service=${encodeURIComponent(`${sites[0]?.url}/`)}`);
      await page.waitForURL(`${sites[0]?.url}/`);
      expect(await names()).toEqual(['nobody', 'nobody']);
      expect(cas.frontChannelRequests).toHaveLength(2);
    } finally {
      await context.close();
      await Promise.all([cas.close(), ...sites.map((site) => site.close())]);
    }
  });
});
