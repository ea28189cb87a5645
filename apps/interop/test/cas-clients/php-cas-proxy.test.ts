import { type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevCas, startDevCas, unless } from '../cas/peers.js';
import { fetchTicket, newBrowser, signIn } from '../cas/sign-in.js';
import { type Site, startSite } from '../cas/site.js';
import { missingForPhpCas, type PhpCas, startPhpCas } from './php-cas.js';

const needs = unless(...missingForPhpCas);

describe.skipIf(missingForPhpCas.length > 0)(`phpCAS and applications that act for others${needs}`, () => {
  let cas: DevCas;
  /** Applications in PHP: one that acts for its users, and one where it may. */
  let php: { readonly proxy: PhpCas; readonly service: PhpCas };
  /** An application of ours at which the PHP one may act, and one that acts at the PHP one. */
  let ours: { readonly service: Site; readonly proxy: Site };
  let all: readonly (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    cas = await startDevCas({ tls: true });
    const { url: casUrl, ca } = cas;
    const [proxy, ourProxy] = await Promise.all([startPhpCas(cas, { actsForUsers: true }), startSite({ casUrl, ca })]);
    const [service, ourService] = await Promise.all([
      startPhpCas(cas, { acceptProxy: ourProxy.pgtUrl }),
      startSite({ casUrl, ca, acceptProxies: [[proxy.pgtUrl]] }),
    ]);
    php = { proxy, service };
    ours = { proxy: ourProxy, service: ourService };
    all = [proxy.stop, service.stop, ourProxy.close, ourService.close, cas.stop];
  });
  afterAll(() => Promise.all(all.map((stop) => stop())));

  /** Somebody who is signed in at the application in PHP that acts for its users. */
  async function visitor(): Promise<TestBrowser> {
    const browser = newBrowser(cas);
    const login = (await browser.get(php.proxy.page)).location?.href ?? '';
    const back = (await browser.get(await fetchTicket(browser, cas, login, 'zoe'))).location?.href ?? '';
    expect((await browser.get(back)).body).toContain('"user":"zoe"');
    return browser;
  }

  it('lets phpCAS fetch a page of an application of ours in its user’s name', async () => {
    const browser = await visitor();
    const fetchAt = (url: string): Promise<{ readonly body: string }> =>
      browser.get(`${php.proxy.page}?${new URLSearchParams({ fetch: url })}`);
    // With a ticket in its address, the page is redirected to the one that says who is there.
    expect((await fetchAt(ours.service.service)).body).toBe('zoe');
    // It accepts nobody.
    expect((await fetchAt(ours.proxy.service)).body).not.toContain('zoe');
  });

  it('lets an application of ours act at one that signs in by phpCAS', async () => {
    const browser = newBrowser(cas);
    await signIn(browser, cas, ours.proxy, 'zoe');
    const ask = new URLSearchParams({ for: php.service.page });
    const { body: ticket } = await browser.get(`${ours.proxy.url}/ticket?${ask}`);
    expect(ticket).toMatch(/^PT-/);
    const program = testBrowser({ program: true });
    const { body } = await program.get(`${php.service.page}?${new URLSearchParams({ ticket })}`);
    expect(JSON.parse(body)).toMatchObject({
      user: 'zoe',
      attributes: { groups: ['earthlings', 'users', 'R&D <"lab">'] },
    });
    // The one that lets nobody act does not let ours.
    const { body: other } = await browser.get(
      `${ours.proxy.url}/ticket?${new URLSearchParams({ for: php.proxy.page })}`,
    );
    const refused = await testBrowser({ program: true, follow: false }).get(`${php.proxy.page}?ticket=${other}`);
    expect(refused.body).not.toContain('zoe');
  });
});
