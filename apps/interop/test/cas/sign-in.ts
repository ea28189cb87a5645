import { type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { expect } from 'vitest';
import type { DemoProcess } from '../../../demo/test/demo-process.js';
import type { Peer } from './peers.js';

/** A browser that stops at redirects and trusts the peer's certificate. */
export function newBrowser({ ca }: Peer): TestBrowser {
  return testBrowser({ follow: false, connection: { ca } });
}

/** Where the demo sends a browser to sign in at the peer. */
export async function casLogin(
  browser: TestBrowser,
  demo: Pick<DemoProcess, 'url'>,
  cameFrom = '/private',
): Promise<string> {
  const page = await browser.get(`${demo.url}/login/cas?${new URLSearchParams({ came_from: cameFrom })}`);
  expect(page.status).toBe(302);
  return page.location?.href ?? '';
}

/**
 * Goes to a login page of the peer, signs in there if it asks, and stops where the peer sends the browser back, with
 * a ticket in the address.
 */
export async function fetchTicket(browser: TestBrowser, peer: Peer, login: string, user: string): Promise<string> {
  let page = await browser.get(login);
  if (page.location === undefined) {
    page = await browser.post(login, { ...hiddenFields(page), [peer.userField]: user, password: user });
  }
  const { origin } = new URL(peer.url);
  while (page.location?.origin === origin) page = await browser.get(page.location.href);
  expect(page.location?.href, page.body).toMatch(/[?&]ticket=ST-/);
  return page.location?.href ?? '';
}

/** Signs somebody in from the demo's private page. Answers the page to which the demo then sends the browser. */
export async function signIn(
  browser: TestBrowser,
  peer: Peer,
  demo: Pick<DemoProcess, 'url'>,
  user: string,
): Promise<Page> {
  const back = await fetchTicket(browser, peer, await casLogin(browser, demo), user);
  return browser.get(back);
}

/** Shows a ticket for another service, in the place of one's own, which is refused for that. */
export async function expectForeignTicketRefused(
  browser: TestBrowser,
  peer: Peer,
  demo: Pick<DemoProcess, 'url'>,
  user: string,
): Promise<void> {
  const elsewhere = new URLSearchParams({ service: 'http://elsewhere.example.test/' });
  const foreign = ticketIn(await fetchTicket(browser, peer, `${peer.url}/login?${elsewhere}`, user));
  const back = new URL(await fetchTicket(browser, peer, await casLogin(browser, demo), user));
  back.searchParams.set('ticket', foreign);
  const refused = await browser.get(back.href);
  expect([refused.status, /CAS_\w+ \(\w+\)/.exec(refused.body)?.[0]]).toEqual([
    403,
    'CAS_TICKET_REJECTED (INVALID_SERVICE)',
  ]);
}

/** What the demo knows about who is there. */
export async function whoami(browser: TestBrowser, demo: Pick<DemoProcess, 'url'>): Promise<Record<string, unknown>> {
  return JSON.parse((await browser.get(`${demo.url}/whoami`)).body) as Record<string, unknown>;
}

export function ticketIn(address: string): string {
  return new URL(address).searchParams.get('ticket') ?? '';
}

function hiddenFields({ body }: Page): Record<string, string> {
  const attribute = (tag: string, name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return Object.fromEntries(
    Array.from(body.matchAll(/<input[^>]*type="hidden"[^>]*>/g), ([tag]) => [
      attribute(tag, 'name'),
      attribute(tag, 'value').replaceAll('&amp;', '&'),
    ]),
  );
}
