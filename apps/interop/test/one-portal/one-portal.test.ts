import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SsoFetch } from '@who/sso';
import { type Page, type TestBrowser, testBrowser } from '@who/testkit';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missing, unless } from '../cas/peers.js';
import { type Peer, startPeer } from '../peer.js';
import { freePort } from '../ports.js';
import { sendFormWith } from '../saml/forms.js';
import { keyPair } from '../saml/site.js';
import { type Application, application, PROTOCOLS, type ProtocolName } from './application.js';

const hasLasso = ['', ':amd64'].some((end) => existsSync(`/var/lib/dpkg/info/liblasso-perl${end}.list`));
const absent = [
  ...missing,
  ...(hasLasso ? [] : ['liblasso-perl']),
  ...(existsSync('/usr/share/perl5/String/Random.pm') ? [] : ['libstring-random-perl']),
];

const NAMES = ['one', 'two', 'three'] as const;

describe.skipIf(absent.length > 0)(`LemonLDAP::NG over https, and three protocols at once${unless(...absent)}`, () => {
  let folder: string;
  let peer: Peer;
  let ca: string;
  let agent: Agent | undefined;
  let portal: string;
  const apps: Application[] = [];
  const [byCas, byOidc, bySaml] = PROTOCOLS.map((_, i) => () => apps[i] as Application) as [
    () => Application,
    () => Application,
    () => Application,
  ];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'who-one-portal-'));
    const pair = await keyPair(folder);
    const port = await freePort();
    portal = `https://127.0.0.1:${port}/`;
    const ask: SsoFetch = (url, init) => fetch(url, { ...init, ...(agent && { dispatcher: agent }) });
    for (const name of NAMES) apps.push(application({ name, port: await freePort(), portal, fetch: ask, ...pair }));
    const clients = await Promise.all(
      apps.map(async ({ url, metadata }, i) => {
        const file = join(folder, `${NAMES[i]}.xml`);
        await writeFile(file, metadata);
        return [`${NAMES[i]}=${url}/login/oidc`, `${NAMES[i]}-saml=${file}`];
      }),
    );
    peer = await startPeer('lemonldap', String(port), 'https', ...clients.flat());
    const tls = (name: string): Promise<string> => readFile(join(peer.folder, 'tls', name), 'utf8');
    ca = await tls('ca.pem');
    agent = new Agent({ connect: { ca } });
    const own = { key: await tls('server.key'), cert: await tls('server.pem') };
    await Promise.all(apps.map((app) => app.listen(own)));
  });
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await Promise.all([agent?.destroy(), peer?.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  const newBrowser = (): TestBrowser => testBrowser({ connection: { ca } });

  async function signIn(
    browser: TestBrowser,
    { url }: Application,
    protocol: ProtocolName,
    user: string,
  ): Promise<Page> {
    let page = await browser.get(`${url}/login/${protocol}?came_from=/`);
    if (asksForPassword(page)) page = await sendFormWith(browser, page, 'password', { user, password: user });
    return protocol === 'saml' ? sendFormWith(browser, page, 'SAMLResponse') : page;
  }

  /** One browser, signed in at the portal once, and at each application by another protocol. */
  async function signedIn(user: string): Promise<TestBrowser> {
    const browser = newBrowser();
    for (const [i, protocol] of PROTOCOLS.entries()) await signIn(browser, apps[i] as Application, protocol, user);
    return browser;
  }

  /** Whom each application takes a browser for, in each of its processes. */
  async function users(browser: Pick<TestBrowser, 'get'>): Promise<readonly (readonly (string | null)[])[]> {
    const seen: (string | null)[][] = [];
    for (const app of apps) seen.push((await app.whoami(browser)).map(({ user }) => user));
    return seen;
  }

  /** Loads what a page of the portal shows in frames, as browsers do. */
  async function loadFrames(browser: TestBrowser, { url, body }: Page): Promise<void> {
    for (const [, source = ''] of body.matchAll(/<iframe[^>]* src="([^"]*)"/g)) {
      const address = new URL(source.replaceAll('&amp;', '&'), url).href;
      const frame = await browser.visit(address, { from: url.href, headers: { 'Sec-Fetch-Dest': 'iframe' } });
      expect(frame.status).toBe(200);
    }
  }

  it('signs one user in by each of them, and says who it is', async () => {
    const browser = newBrowser();
    const page = await signIn(browser, byCas(), 'cas', 'zoe');
    expect(page.url.href).toBe(`${byCas().url}/`);
    await signIn(browser, byOidc(), 'oidc', 'zoe');
    await signIn(browser, bySaml(), 'saml', 'zoe');
    expect(await users(browser)).toEqual([BOTH('zoe'), BOTH('zoe'), BOTH('zoe')]);
    const cn = ['Zoë Łukasz 日本'];
    const mail = ['zoe@example.test'];
    for (const [app, attributes] of [
      [byCas(), { cn, mail }],
      [byOidc(), { name: cn, email: mail }],
      [bySaml(), { cn, mail }],
    ] as const) {
      expect(await app.whoami(browser)).toContainEqual({
        user: 'zoe',
        attributes: expect.objectContaining(attributes),
      });
      expect(app.warnings).toEqual([]);
    }
  });

  it('ends all three sessions by one logout there, in every process, and nobody else’s', async () => {
    const [browser, bystander] = [await signedIn('dwho'), await signedIn('rtyler')];
    const copies = await Promise.all(apps.map(({ url }) => browser.cookies.getCookieString(url)));
    const copy = { get: (url: string) => newBrowser().get(url, { Cookie: copies.join('; ') }) };
    expect([await users(browser), await users(copy)]).toEqual(Array(2).fill(Array(3).fill(BOTH('dwho'))));
    await loadFrames(browser, await browser.get(`${portal}?logout=1`));
    expect([await users(browser), await users(copy)]).toEqual(Array(2).fill(Array(3).fill(BOTH(null))));
    expect(await users(bystander)).toEqual(Array(3).fill(BOTH('rtyler')));
  });

  it('does the same where somebody signs out at the application of OpenID Connect', async () => {
    const browser = await signedIn('dwho');
    const asks = await browser.visit(`${byOidc().url}/logout`, { method: 'POST', from: byOidc().url });
    expect(await users(browser)).toEqual([BOTH('dwho'), BOTH(null), BOTH('dwho')]);
    await loadFrames(browser, await sendFormWith(browser, asks, 'confirm'));
    expect(await users(browser)).toEqual(Array(3).fill(BOTH(null)));
  });

  // By CAS and SAML the portal (2.16.1) leads straight back: it shows no page, and so no frame. Of the others, only those
  // get to know of it that it tells itself, which it does with applications of CAS, and not where the logout began by CAS.
  it.each([
    ['CAS', byCas, [null, 'dwho', 'dwho']],
    ['SAML', bySaml, [null, 'dwho', null]],
  ] as const)('leads straight back who signs out at the application of %s', async (_, app, left) => {
    const browser = await signedIn('dwho');
    const page = await browser.visit(`${app().url}/logout`, { method: 'POST', from: app().url });
    expect(page.url.href).toBe(`${app().url}/`);
    expect(await users(browser)).toEqual(left.map(BOTH));
    // There it is over in any case.
    expect(asksForPassword(await browser.get(`${bySaml().url}/login/saml`))).toBe(true);
  });
});

const BOTH = (user: string | null): (string | null)[] => [user, user];

const asksForPassword = ({ body }: Page): boolean => body.includes('name="password"');
