import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoProcess, startDemo } from '../../../demo/test/demo-process.js';
import { type Lemonldap, missing, startLemonldap, unless } from './peers.js';
import { casLogin, expectForeignTicketRefused, fetchTicket, newBrowser, signIn, ticketIn, whoami } from './sign-in.js';

/** What each of the peer's users has, and is to arrive as it is. */
const users = [
  { user: 'dwho', cn: 'Doctor Who', mail: 'dwho@badwolf.org', groups: ['timelords', 'users'] },
  { user: 'rtyler', cn: 'Rose Tyler', mail: 'rtyler@badwolf.org', groups: ['earthlings', 'users'] },
  { user: 'msmith', cn: 'Mickey Smith', mail: 'msmith@badwolf.org', groups: ['earthlings', 'users'] },
  { user: 'zoe', cn: 'Zoë Łukasz 日本', mail: 'zoe@example.test', groups: ['earthlings', 'users'] },
  // LemonLDAP takes the value apart where its separator, "; ", stands in it.
  { user: 'semi', cn: ['one', 'two;three'], mail: 'semi@example.test', groups: ['users'] },
  { user: 'user@example.test', cn: 'Mail User', mail: 'user@example.test', groups: undefined },
];

describe.skipIf(missing.length > 0).each(['http', 'https'] as const)(
  `sign-in through LemonLDAP::NG by %s${unless(...missing)}`,
  (scheme) => {
    let peer: Lemonldap;
    let demo: DemoProcess;
    beforeAll(async () => {
      peer = await startLemonldap(scheme);
      demo = await startDemo({ CAS_URL: peer.url, ...(peer.ca ? { NODE_EXTRA_CA_CERTS: peer.caFile } : {}) });
    });
    afterAll(async () => {
      await Promise.all([peer?.stop(), demo?.stop()]);
    });

    it.each(users)('of $user, with all attributes', async ({ user, cn, mail, groups }) => {
      const browser = newBrowser(peer);
      const page = await signIn(browser, peer, demo, user);
      expect([page.status, page.location?.href]).toEqual([302, `${demo.url}/private`]);
      const { remoteUser, identifier, metadata } = await whoami(browser, demo);
      expect([remoteUser, identifier]).toEqual([user, 'ticket']);
      const { attributes } = metadata as { attributes: Record<string, string[]> };
      expect({ ...attributes, groups: attributes['groups']?.toSorted() }).toEqual({
        uid: [user],
        cn: [cn].flat(),
        mail: [mail],
        groups,
      });
    });

    it('of nobody about whom the answer is not well-formed: LemonLDAP does not escape values', async () => {
      const browser = newBrowser(peer);
      const page = await signIn(browser, peer, demo, 'xmlchars');
      expect([page.status, page.header('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
      expect(page.body).toContain('CAS_BAD_RESPONSE');
      expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
    });

    it('refuses a ticket that was used', async () => {
      const browser = newBrowser(peer);
      const back = await fetchTicket(browser, peer, await casLogin(browser, demo), 'dwho');
      const thief = newBrowser(peer);
      const states = browser.cookies.getCookiesSync(demo.url).filter(({ key }) => key.startsWith('who_cas.'));
      for (const state of states) thief.cookies.setCookieSync(state, demo.url);
      await browser.get(back);
      expect(await whoami(browser, demo)).toMatchObject({ remoteUser: 'dwho' });
      // The first refusal sends the browser to CAS again, where this one is a stranger.
      const again = await thief.get(back);
      expect([again.status, again.location?.href.startsWith(`${peer.url}/login?`)]).toEqual([302, true]);
      expect(await whoami(thief, demo)).toMatchObject({ remoteUser: null });
    });

    it('refuses a ticket for another service', async () => {
      const browser = newBrowser(peer);
      await expectForeignTicketRefused(browser, peer, demo, 'dwho');
      expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
    });

    it('refuses a ticket that is too old, and takes a fresh one then', async () => {
      const browser = newBrowser(peer);
      const back = await fetchTicket(browser, peer, await casLogin(browser, demo), 'dwho');
      await peer.expire(ticketIn(back));
      const refused = await browser.get(back);
      expect(refused.location?.href).toMatch(`${peer.url}/login?`);
      expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
      const fresh = await fetchTicket(browser, peer, refused.location?.href ?? '', 'dwho');
      await browser.get(fresh);
      expect(await whoami(browser, demo)).toMatchObject({ remoteUser: 'dwho' });
    });
  },
);

describe.skipIf(missing.length > 0)(`LemonLDAP::NG with a certificate that nobody trusts${unless(...missing)}`, () => {
  it('signs nobody in, and does not hang', async () => {
    const peer = await startLemonldap('https');
    const demo = await startDemo({ CAS_URL: peer.url });
    try {
      const browser = newBrowser(peer);
      const page = await signIn(browser, peer, demo, 'dwho');
      expect(page.status).toBe(503);
      expect(page.body).toContain('CAS_UNAVAILABLE');
      expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
    } finally {
      await Promise.all([peer.stop(), demo.stop()]);
    }
  });
});
