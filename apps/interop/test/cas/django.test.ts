import type { TestBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoProcess, startDemo } from '../../../demo/test/demo-process.js';
import { missingDjango, type Peer, startDjangoCas, unless } from './peers.js';
import { casLogin, expectForeignTicketRefused, fetchTicket, newBrowser, signIn, ticketIn, whoami } from './sign-in.js';
import { type Site, startSite } from './site.js';

describe.skipIf(missingDjango.length > 0)(`sign-in through django-cas-server${unless(...missingDjango)}`, () => {
  let peer: Peer;
  let demo: DemoProcess;
  const sites: Site[] = [];
  const start = async (options: Omit<Parameters<typeof startSite>[0], 'casUrl'> = {}): Promise<Site> => {
    const site = await startSite({ casUrl: peer.url, ...options });
    sites.push(site);
    return site;
  };
  const who = async (browser: TestBrowser, site: Site): Promise<string> => (await browser.get(`${site.url}/`)).body;

  beforeAll(async () => {
    peer = await startDjangoCas();
    demo = await startDemo({ CAS_URL: peer.url });
  });
  afterAll(async () => {
    await Promise.all([demo?.stop(), ...sites.map((site) => site.close())]);
    await peer?.stop();
  });

  it.each(['zoe', 'user@example.test', 'Zoë Łukasz'])('of %s, with each attribute once', async (user) => {
    const browser = newBrowser(peer);
    const page = await signIn(browser, peer, demo, user);
    expect([page.status, page.location?.href]).toEqual([302, `${demo.url}/private`]);
    const { remoteUser, metadata } = await whoami(browser, demo);
    expect(remoteUser).toBe(user);
    // It writes them in two styles, one after the other.
    expect((metadata as { attributes: unknown }).attributes).toMatchObject({
      uid: [user],
      cn: ['Zoë Łukasz 日本'],
      note: [`<b>"A&B"</b> 'x'`],
      groups: ['earthlings', 'users'],
      isFromNewLogin: ['true'],
    });
  });

  it.each(['1', '2', '3'] as const)('by version %s of the protocol', async (version) => {
    const site = await start({ version });
    const browser = newBrowser(peer);
    await signIn(browser, peer, site, 'zoe');
    expect(await who(browser, site)).toBe('zoe');
  });

  it('of who is signed in there already, from a page that is for everybody', async () => {
    const site = await start({ policies: [{ path: '/', ask: 'gateway' }] });
    const browser = newBrowser(peer);
    await signIn(browser, peer, demo, 'zoe');
    const asked = await browser.get(`${site.url}/page?z=1&a=~%20&z=2&flag`);
    const back = await browser.get(asked.location?.href ?? '');
    // It puts the parameters of a service in the order of their names, and writes them anew.
    expect([...new URL(back.location?.href ?? '').searchParams.keys()]).toEqual(['came_from', 'ticket', 'who_state']);
    const page = await browser.get(back.location?.href ?? '');
    expect(page.location?.href).toBe(`${site.url}/page?z=1&a=~%20&z=2&flag`);
    expect(await who(browser, site)).toBe('zoe');
    const stranger = newBrowser(peer);
    const { location } = await stranger.get((await stranger.get(`${site.url}/`)).location?.href ?? '');
    await stranger.get(location?.href ?? '');
    expect(await who(stranger, site)).toBe('nobody');
  });

  it('refuses a ticket that was used, and one for another service', async () => {
    const browser = newBrowser(peer);
    const back = await fetchTicket(browser, peer, await casLogin(browser, demo), 'zoe');
    await browser.get(back);
    const again = new URL(await fetchTicket(browser, peer, await casLogin(browser, demo), 'zoe'));
    again.searchParams.set('ticket', ticketIn(back));
    expect((await browser.get(again.href)).location?.href).toMatch(`${peer.url}/login?`);
    await expectForeignTicketRefused(browser, peer, demo, 'zoe');
  });

  it('asks for the password again where a page wants it', async () => {
    const site = await start({ policies: [{ path: '/', ask: 'renew' }] });
    const browser = newBrowser(peer);
    await signIn(browser, peer, demo, 'zoe');
    const asked = await browser.get(`${site.url}/`);
    const login = asked.location?.href ?? '';
    expect(login).toMatch(/[?&]renew=true(?:&|$)/);
    expect((await browser.get(login)).status).toBe(200);
    await browser.get(await fetchTicket(browser, peer, login, 'zoe'));
    expect(await who(browser, site)).toBe('zoe');
  });

  it('ends at every application with a logout there', async () => {
    const [one, other] = [await start(), await start()];
    const [browser, bystander] = [newBrowser(peer), newBrowser(peer)];
    for (const site of [one, other]) await signIn(browser, peer, site, 'zoe');
    await signIn(bystander, peer, one, 'ann');
    await browser.get(`${peer.url}/logout`);
    expect([await who(browser, one), await who(browser, other)]).toEqual(['nobody', 'nobody']);
    expect(await who(bystander, one)).toBe('ann');
  });
});
