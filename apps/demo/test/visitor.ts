import type { TestBrowser } from '@who/testkit';
import { expect } from 'vitest';
import type { DemoProcess } from './demo-process.js';

/** What a demo knows of whoever sits at a browser. */
export async function whoami(browser: TestBrowser, { url }: DemoProcess): Promise<Record<string, unknown>> {
  return JSON.parse((await browser.get(`${url}/whoami`)).body);
}

/** Signs ada in by CAS. */
export async function signInByCas(browser: TestBrowser, demo: DemoProcess): Promise<void> {
  const done = await browser.get(await fetchTicket(browser, demo, '/'));
  expect(done.status).toBe(302);
}

/** Signs ada in at the CAS server and stops where CAS sends the browser back, with a ticket in the address. */
export async function fetchTicket(
  browser: TestBrowser,
  { url, casUrl }: DemoProcess,
  cameFrom: string,
): Promise<string> {
  const start = await browser.get(`${url}/login/cas?${new URLSearchParams({ came_from: cameFrom })}`);
  expect(start.status).toBe(302);
  const casLogin = start.header('location') ?? '';
  expect(casLogin.startsWith(`${casUrl}/login?`)).toBe(true);

  const form = (await browser.get(casLogin)).body;
  const fields = Object.fromEntries(
    [...form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
      /name="([^"]*)"/.exec(tag)?.[1] ?? '',
      (/value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&amp;', '&'),
    ]),
  );
  const back = await browser.post(casLogin, { ...fields, username: 'ada', password: 'ada' });
  expect([302, 303]).toContain(back.status);
  const ticketUrl = back.header('location') ?? '';
  expect(ticketUrl).toMatch(/[?&]ticket=ST-/);
  return ticketUrl;
}
