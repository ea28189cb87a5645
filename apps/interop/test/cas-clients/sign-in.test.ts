import type { Page, TestBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DevCas, startDevCas, unless } from '../cas/peers.js';
import { fetchTicket, newBrowser } from '../cas/sign-in.js';
import { authenCasClient } from './authen-cas-client.js';
import type { CasClient, RunningClient, Seen } from './client.js';
import { modAuthCas } from './mod-auth-cas.js';
import { passportCas } from './passport-cas.js';
import { phpCas } from './php-cas.js';

/** Somebody of whom nothing is ASCII, and all that other clients are to make of her. */
const ZOE = 'zoë';
const groups = ['earthlings', 'users', 'R&D <"lab">'];
const users = { [ZOE]: { password: ZOE, attributes: { displayName: 'Zoë Łukasz 日本', groups } } };
const seen: Seen = { user: ZOE, attributes: { displayname: ['Zoë Łukasz 日本'], groups } };

const clients: readonly CasClient[] = [...modAuthCas, ...phpCas, authenCasClient, ...passportCas];

for (const { name, missing, session, tls = true, start } of clients) {
  describe.skipIf(missing.length > 0)(`the development CAS server, for ${name}${unless(...missing)}`, () => {
    let cas: DevCas;
    let client: RunningClient;
    beforeAll(async () => {
      cas = await startDevCas({ users, tls, attributesInServiceValidate: true });
      client = await start(cas);
    });
    afterAll(async () => {
      await client?.stop();
      await cas?.stop();
    });

    const isAtCas = (url: URL | undefined): boolean => url?.origin === new URL(cas.url).origin;

    /** Goes where it is sent until that is done or is CAS. */
    async function follow(browser: TestBrowser, from = client.page): Promise<Page> {
      let page = await browser.get(from);
      while (page.location && !isAtCas(page.location)) page = await browser.get(page.location.href);
      return page;
    }

    const whom = ({ body }: Page): Seen | undefined => (body.startsWith('{') ? (JSON.parse(body) as Seen) : undefined);

    /** An address of the application with a ticket in it, that CAS sends the browser to. */
    async function address(browser: TestBrowser): Promise<string> {
      const { location } = await follow(browser);
      return fetchTicket(browser, cas, location?.href ?? '', ZOE);
    }

    it('signs in, with all values of attributes in UTF-8', async () => {
      const browser = newBrowser(cas);
      expect(whom(await follow(browser, await address(browser)))).toMatchObject(seen);
      expect(cas.server.validations.at(-1)?.outcome).toBe('success');
    });

    it('signs nobody in by a ticket that was used', async () => {
      const [browser, thief] = [newBrowser(cas), newBrowser(cas)];
      const back = await address(browser);
      await follow(browser, back);
      expect(whom(await follow(thief, back))).toBeUndefined();
      expect(cas.server.validations.at(-1)?.outcome).toBe('INVALID_TICKET');
      expect(whom(await follow(thief))).toBeUndefined();
    });

    const sessions = session === undefined ? ' (does not apply: it keeps none)' : '';
    it.skipIf(session === undefined)(`keeps a session${sessions}`, async () => {
      const browser = newBrowser(cas);
      await follow(browser, await address(browser));
      const validations = cas.server.validations.length;
      expect(whom(await follow(browser))).toMatchObject(seen);
      expect(cas.server.validations).toHaveLength(validations);
    });

    const knowsLogout = session === 'kept, with single logout';
    const logout = knowsLogout ? '' : ' (does not apply: it knows no single logout)';
    it.skipIf(!knowsLogout)(`ends it when the user signs out at CAS${logout}`, async () => {
      const [browser, bystander] = [newBrowser(cas), newBrowser(cas)];
      for (const each of [browser, bystander]) await follow(each, await address(each));
      await browser.get(`${cas.url}/logout`);
      expect(isAtCas((await follow(browser)).location)).toBe(true);
      expect(whom(await follow(bystander))).toMatchObject(seen);
    });
  });
}
