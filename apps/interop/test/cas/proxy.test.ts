import { type TestBrowser, testBrowser } from '@who/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, missingDjango, type Peer, startDevCas, startDjangoCas, startLemonldap, unless } from './peers.js';
import { newBrowser, signIn } from './sign-in.js';
import { type Site, startSite } from './site.js';

describe.each([
  { name: `LemonLDAP::NG${unless(...missing)}`, skip: missing.length > 0, start: () => startLemonldap() },
  {
    name: `LemonLDAP::NG by https${unless(...missing)}`,
    skip: missing.length > 0,
    start: () => startLemonldap('https'),
  },
  {
    name: `django-cas-server${unless(...missingDjango)}`,
    skip: missingDjango.length > 0,
    start: startDjangoCas,
    // Of a ticket that came through two, it names the last one only.
    namesOne: true,
  },
  { name: 'the development CAS server', skip: false, start: startDevCas },
])('proxy tickets of $name', ({ skip, start, namesOne = false }) => {
  let peer: Peer;
  /** Where people sign in; acts at the next one. */
  let front: Site;
  /** Lets the front act; acts at the next one. */
  let middle: Site;
  /** Lets the middle act when it acts for the front. */
  let back: Site;
  beforeAll(async () => {
    if (skip) return;
    peer = await start();
    const { url: casUrl, ca } = peer;
    front = await startSite({ casUrl, ca });
    middle = await startSite({ casUrl, ca, acceptProxies: [[front.pgtUrl]] });
    const acceptProxies = [[middle.pgtUrl, ...(namesOne ? [] : [front.pgtUrl])]] as const;
    back = await startSite({ casUrl, ca, acceptProxies });
  });
  afterAll(async () => {
    await Promise.all(
      [peer, front, middle, back].map((server) => server && ('stop' in server ? server.stop() : server.close())),
    );
  });

  const who = async (client: TestBrowser, site: Site): Promise<string> => (await client.get(`${site.url}/`)).body;

  /** A ticket for a service, from a site where somebody is signed in. */
  async function ticketFor(client: TestBrowser, site: Site, { service }: Site): Promise<string> {
    const { status, body } = await client.get(`${site.url}/ticket?${new URLSearchParams({ for: service })}`);
    expect([status, body]).toEqual([200, expect.stringMatching(/^PT-[\w.-]+$/)]);
    return body;
  }

  /** One application at another: it has no browser, and shows its ticket. */
  async function knock(ticket: string, site: Site): Promise<{ client: TestBrowser; status: number; body: string }> {
    const client = testBrowser({ program: true, follow: false });
    const { status, body } = await client.get(`${site.service}?${new URLSearchParams({ ticket })}`);
    return { client, status, body };
  }

  /** A user at the front, and the front at the middle in his name. */
  async function signedIn(): Promise<{ user: TestBrowser; atMiddle: TestBrowser }> {
    const user = newBrowser(peer);
    await signIn(user, peer, front, peer.user);
    expect(await who(user, front)).toBe(peer.user);
    const { client } = await knock(await ticketFor(user, front, middle), middle);
    return { user, atMiddle: client };
  }

  it.skipIf(skip)('let the second application act at the third, in the user’s name', async () => {
    const { atMiddle } = await signedIn();
    expect(await who(atMiddle, middle)).toBe(peer.user);
    const { client: atBack } = await knock(await ticketFor(atMiddle, middle, back), back);
    expect(await who(atBack, back)).toBe(peer.user);
  });

  it.skipIf(skip)('are refused where the way they came is not the one that is allowed', async () => {
    const { user, atMiddle } = await signedIn();
    // Straight from the front, without the middle.
    const direct = await knock(await ticketFor(user, front, back), back);
    expect([direct.status, direct.body]).toEqual([403, expect.stringContaining('CAS_PROXY_REFUSED')]);
    expect(await who(direct.client, back)).toBe('nobody');
    // Through the middle, to the one that lets only the front act.
    const detour = await knock(await ticketFor(atMiddle, middle, middle), middle);
    expect([detour.status, detour.body]).toEqual([403, expect.stringContaining('CAS_PROXY_REFUSED')]);
    // Nobody acts at the front.
    const returned = await knock(await ticketFor(atMiddle, middle, front), front);
    expect([returned.status, returned.body]).toEqual([400, expect.stringContaining('CAS_TICKET_INVALID')]);
  });

  it.skipIf(skip)('are good once, and at their service', async () => {
    const { user } = await signedIn();
    const ticket = await ticketFor(user, front, middle);
    expect(await who((await knock(ticket, middle)).client, middle)).toBe(peer.user);
    const again = await knock(ticket, middle);
    expect([again.status, again.body]).toEqual([403, expect.stringContaining('CAS_TICKET_REJECTED (INVALID_TICKET)')]);
    const elsewhere = await knock(await ticketFor(user, front, back), middle);
    expect(elsewhere.body).toContain('CAS_TICKET_REJECTED (INVALID_SERVICE)');
    expect(await who(elsewhere.client, middle)).toBe('nobody');
  });

  it.skipIf(skip)('end with the session that they come from, at every application on the way', async () => {
    const { user, atMiddle } = await signedIn();
    const { client: atBack } = await knock(await ticketFor(atMiddle, middle, back), back);
    await user.get(`${peer.url}/logout`);
    expect(await Promise.all([who(user, front), who(atMiddle, middle), who(atBack, back)])).toEqual([
      'nobody',
      'nobody',
      'nobody',
    ]);
  });

  it.skipIf(skip)('are refused to a session that CAS has ended', async () => {
    const { user, atMiddle } = await signedIn();
    const { body } = await atMiddle.get(`${middle.url}/ticket?${new URLSearchParams({ for: 'ftp://x/' })}`);
    expect(body).toBe('CAS_TARGET_INVALID');
    await user.get(`${peer.url}/logout`);
    expect((await user.get(`${front.url}/ticket?for=x`)).body).toBe('nobody');
  });
});
