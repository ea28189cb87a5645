import type { AnswerFault } from '@who/dev-cas-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startDevCas } from './peers.js';
import { casLogin, fetchTicket, newBrowser, signIn } from './sign-in.js';
import { type Site, type SiteOptions, startSite } from './site.js';

type DevCas = Awaited<ReturnType<typeof startDevCas>>;

/** What an application makes of each fault: the code of its error page. */
const codes: Readonly<Partial<Record<AnswerFault, string>>> = {
  drop: 'CAS_UNAVAILABLE',
  half: 'CAS_UNAVAILABLE',
  'status-500': 'CAS_UNAVAILABLE',
  'status-503': 'CAS_UNAVAILABLE',
  html: 'CAS_BAD_RESPONSE',
  empty: 'CAS_BAD_RESPONSE',
  redirect: 'CAS_BAD_RESPONSE',
  cut: 'CAS_BAD_RESPONSE',
  'broken-xml': 'CAS_BAD_RESPONSE',
  'wrong-namespace': 'CAS_BAD_RESPONSE',
  doctype: 'CAS_BAD_RESPONSE',
  'bad-utf8': 'CAS_BAD_RESPONSE',
  'two-outcomes': 'CAS_BAD_RESPONSE',
  huge: 'CAS_RESPONSE_TOO_LARGE',
};
const faults = Object.entries(codes) as [AnswerFault, string][];

let peer: DevCas;
let site: Site;
beforeAll(async () => {
  peer = await startDevCas();
});
afterEach(() => {
  peer.server.faults.clear();
  return site.close();
});
afterAll(() => peer.stop());

describe.each<Pick<SiteOptions, 'version' | 'format'>>([
  { version: '1' },
  { version: '2' },
  { version: '3' },
  { version: '3', format: 'json' },
  { version: 'saml' },
])('an application that speaks CAS by %o', (options) => {
  it('signs in', async () => {
    site = await startSite({ casUrl: peer.url, ...options });
    const browser = newBrowser(peer);
    expect((await signIn(browser, peer, site, 'zoe')).status).toBe(302);
    expect((await browser.get(`${site.url}/`)).body).toBe('zoe');
  });

  it.each(faults)('signs nobody in when the answer ends in %s: %s', async (validate, code) => {
    site = await startSite({ casUrl: peer.url, ...options });
    const browser = newBrowser(peer);
    const back = await fetchTicket(browser, peer, await casLogin(browser, site), 'zoe');
    peer.server.faults.set({ validate, bytes: 1_200_000 });
    const page = await browser.get(back);
    expect([page.status, page.body]).toEqual([503, code]);
    expect((await browser.get(`${site.url}/`)).body).toBe('nobody');
  });

  it.each(['nested-success', 'internal-error'] as const)('signs nobody in when the answer is %s', async (validate) => {
    site = await startSite({ casUrl: peer.url, ...options });
    const browser = newBrowser(peer);
    const back = await fetchTicket(browser, peer, await casLogin(browser, site), 'zoe');
    peer.server.faults.set({ validate });
    const page = await browser.get(back);
    // A refusal, of which some lead to CAS once more; or no answer at all.
    expect([302, 403, 503]).toContain(page.status);
    expect(page.location?.href ?? peer.url).toContain(peer.url);
    expect((await browser.get(`${site.url}/`)).body).toBe('nobody');
  });
});

describe('an application that asks for a proxy ticket', () => {
  it.each(faults)('gets none when the answer ends in %s: %s', async (proxy, code) => {
    site = await startSite({ casUrl: peer.url });
    const browser = newBrowser(peer);
    await signIn(browser, peer, site, 'zoe');
    peer.server.faults.set({ proxy, bytes: 1_200_000 });
    const page = await browser.get(`${site.url}/ticket?for=http://elsewhere.example.test/`);
    expect([page.status, page.body]).toEqual([503, code]);
  });

  it.each(['none', 'other-iou'] as const)(
    'has to have its user sign in again when its callback gets %s',
    async (proxyCallback) => {
      site = await startSite({ casUrl: peer.url });
      const browser = newBrowser(peer);
      peer.server.faults.set({ proxyCallback });
      await signIn(browser, peer, site, 'zoe');
      expect((await browser.get(`${site.url}/`)).body).toBe('zoe');
      const page = await browser.get(`${site.url}/ticket?for=http://elsewhere.example.test/`);
      expect([page.status, page.location?.href.startsWith(`${peer.url}/login?`)]).toEqual([302, true]);
    },
  );
});
