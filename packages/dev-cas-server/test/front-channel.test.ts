import { inflateRawSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { DevCasServerOptions, LogoutChannel } from '../src/index.js';
import { at, browser, parseXml, start, startService, validate } from './helpers.js';

const samlp = '{urn:oasis:names:tc:SAML:2.0:protocol}';

/** A server, and a browser whose user is signed in at these services. */
async function signedIn(options: DevCasServerOptions, ...services: string[]) {
  const server = await start(options);
  const client = browser(server);
  const tickets: string[] = [];
  for (const service of services) {
    const ticket = await client.ticketFor(service);
    await validate(server, { service, ticket });
    tickets.push(ticket);
  }
  return { server, client, tickets };
}

/** The addresses in a page, as a browser reads them. */
const addresses = (page: string, element: string): URL[] =>
  Array.from(
    page.matchAll(new RegExp(`<${element} src="([^"]*)"`, 'g')),
    ([, address = '']) => new URL(address.replaceAll('&amp;', '&')),
  );

const sessionIndex = (xml: string): string | undefined => at(parseXml(xml), `${samlp}SessionIndex`)?.text;
const read = (address: URL): string | undefined =>
  sessionIndex(inflateSync(Buffer.from(address.searchParams.get('logoutRequest') ?? '', 'base64')).toString());

const one = 'http://one.example.test/in?a=1';
const two = 'https://two.example.test/';

describe('front-channel logout', () => {
  it('by frames: a page with one for each service', async () => {
    const { server, client, tickets } = await signedIn({ logoutChannel: 'iframe' }, one, two);
    const response = await client.get('/logout');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain('; frame-src http: https:;');
    const frames = addresses(await response.text(), 'iframe');
    expect(frames.map((frame) => frame.origin + frame.pathname)).toEqual(['http://one.example.test/in', two]);
    expect(frames.map(read)).toEqual(tickets);
    expect(frames[0]?.searchParams.get('a')).toBe('1');
    expect(server.frontChannelRequests).toEqual([
      { service: one, ticket: tickets[0], way: 'iframe' },
      { service: two, ticket: tickets[1], way: 'iframe' },
    ]);
    expect(server.backChannelPosts).toEqual([]);
  });

  it('by JSONP: a page with a script for each service, which calls a function that is there', async () => {
    const { client, tickets } = await signedIn({ logoutChannel: 'jsonp' }, one);
    const response = await client.get('/logout');
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(/; script-src 'sha256-[^']+' http: https:;/);
    const [script] = addresses(page, 'script');
    expect(script && read(script)).toBe(tickets[0]);
    expect(page).toContain(`function ${script?.searchParams.get('callback')}() {}`);
  });

  it('by redirects: from service to service, and on', async () => {
    const { server, client, tickets } = await signedIn({ logoutChannel: 'redirect' }, one, two);
    const told: (string | undefined)[] = [];
    let response = await client.get('/logout?service=http://bye.example.test/');
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^TGC=; Max-Age=0/)]);
    for (const origin of ['http://one.example.test', 'https://two.example.test']) {
      expect(response.status).toBe(302);
      const address = new URL(response.headers.get('location') ?? '');
      expect(address.origin).toBe(origin);
      told.push(read(address));
      const relayState = address.searchParams.get('RelayState');
      expect(relayState).toMatch(/^RS-[0-9a-f]{40}$/);
      response = await client.get(`/logout?_eventId=next&RelayState=${relayState}`);
    }
    expect(response.headers.get('location')).toBe('http://bye.example.test/');
    expect(told).toEqual(tickets);
    expect(server.frontChannelRequests).toHaveLength(2);
  });

  it('takes each relay state once, and none that it did not make', async () => {
    const { client } = await signedIn({ logoutChannel: 'redirect' }, one);
    const address = new URL((await client.get('/logout')).headers.get('location') ?? '');
    const back = `/logout?RelayState=${address.searchParams.get('RelayState')}`;
    for (const path of [back, back, '/logout?RelayState=http://evil.example.test/']) {
      const response = await client.get(path);
      expect([response.status, response.headers.get('location')]).toEqual([200, null]);
    }
  });

  it('goes on when all have been told, by itself or by hand', async () => {
    const { client } = await signedIn({ logoutChannel: 'iframe' }, one);
    const page = await (await client.get('/logout?service=http://bye.example.test/%3Fa%3D%22')).text();
    expect(page).toContain('<a id="next" href="http://bye.example.test/?a=&quot;"');
    expect(page).toContain('location.replace(next.href)');
    expect(await (await client.get('/logout')).text()).not.toContain('<script');
  });

  it('goes with the back channel, each service in its own way', async () => {
    const posted = await startService();
    const ways: Record<string, LogoutChannel> = {
      'one.example.test': 'redirect',
      'two.example.test': 'jsonp',
      '127.0.0.1': 'back-channel',
    };
    const options = { logoutChannel: ({ hostname }: URL) => ways[hostname] ?? 'none' };
    const quiet = 'http://quiet.example.test/';
    const { server, client } = await signedIn(options, two, quiet, one, posted.url);
    const response = await client.get('/logout');
    expect(posted.bodies).toHaveLength(1);
    const relayState = new URL(response.headers.get('location') ?? '').searchParams.get('RelayState');
    const page = await (await client.get(`/logout?RelayState=${relayState}`)).text();
    expect(addresses(page, 'script').map(({ host }) => host)).toEqual(['two.example.test']);
    expect(addresses(page, 'iframe')).toEqual([]);
    expect(server.frontChannelRequests.map(({ way }) => way)).toEqual(['redirect', 'jsonp']);
  });

  it.each([
    ['deflate', (bytes: Buffer) => inflateSync(bytes).toString()],
    ['deflate-raw', (bytes: Buffer) => inflateRawSync(bytes).toString()],
    ['base64', (bytes: Buffer) => bytes.toString()],
  ] as const)('encodes by %s', async (frontChannelEncoding, decode) => {
    const { client, tickets } = await signedIn({ logoutChannel: 'iframe', frontChannelEncoding }, one);
    const [frame] = addresses(await (await client.get('/logout')).text(), 'iframe');
    const request = Buffer.from(frame?.searchParams.get('logoutRequest') ?? '', 'base64');
    expect(sessionIndex(decode(request))).toBe(tickets[0]);
  });

  it('sends no browser to a service that is no longer allowed', async () => {
    let allowed = true;
    const { client } = await signedIn({ logoutChannel: 'redirect', serviceAllowed: () => allowed }, one);
    allowed = false;
    expect((await client.get('/logout')).status).toBe(200);
  });

  it('says so where there is no browser', async () => {
    const lines: string[] = [];
    const logger = { debug() {}, warn: (line: string) => void lines.push(line), error() {} };
    const { server } = await signedIn({ logoutChannel: 'iframe', logger }, one);
    await server.endSessions();
    expect(lines).toEqual([`Nobody told ${one}: it is told by browsers only`]);
    expect(server.frontChannelRequests).toEqual([]);
  });
});
