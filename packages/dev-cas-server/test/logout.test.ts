import { describe, expect, it } from 'vitest';
import { at, browser, fakeClock, parseXml, start, startService, validate } from './helpers.js';

const samlp = '{urn:oasis:names:tc:SAML:2.0:protocol}';
const saml = '{urn:oasis:names:tc:SAML:2.0:assertion}';

describe('/logout', () => {
  it.each(['GET', 'POST'])('ends the session, by %s', async (method) => {
    const client = browser(await start());
    await client.signIn({ username: 'ada', password: 'ada' });
    const signedIn = client.cookie;
    const response = await client.get('/logout', { method });
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual(['TGC=; Max-Age=0; Path=/cas; HttpOnly; SameSite=Lax']);
    client.cookie = signedIn;
    expect(await (await client.get('/login')).text()).toContain('<form');
  });

  it('says the same to a browser that is not signed in', async () => {
    expect(await (await browser(await start()).get('/logout')).text()).toContain('You are signed out');
  });

  it('goes on to an allowed service, and only to that', async () => {
    const client = browser(await start({ serviceAllowed: ({ hostname }) => hostname === 'app.example.test' }));
    const allowed = await client.get('/logout?service=http://app.example.test/bye');
    expect(allowed.status).toBe(302);
    expect(allowed.headers.get('location')).toBe('http://app.example.test/bye');
    for (const service of ['http://evil.example.test/', 'javascript:alert(1)', '/relative', 'http://']) {
      const response = await client.get(`/logout?service=${encodeURIComponent(service)}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  it('offers the url of CAS 2 as a link, if it can be one', async () => {
    const client = browser(await start());
    const page = await (await client.get(`/logout?url=${encodeURIComponent('http://app.test/?a="b&c')}`)).text();
    expect(page).toContain('<a href="http://app.test/?a=&quot;b&amp;c"');
    expect(await (await client.get('/logout?url=javascript:alert(1)')).text()).not.toContain('javascript');
  });

  it('tells every service that was signed in to, once for each ticket', async () => {
    const clock = fakeClock();
    const server = await start({ now: clock.now });
    const service = await startService();
    const client = browser(server);
    const first = await client.ticketFor(service.url);
    await validate(server, { service: service.url, ticket: first });
    // A second sign-in of the same user carries the session on.
    const second = await client.ticketFor(`${service.url}?two`);
    await validate(server, { service: `${service.url}?two`, ticket: second });
    await client.ticketFor(`${service.url}?never-validated`);
    clock.advanceSeconds(5);
    await client.get('/logout');

    expect(server.backChannelPosts).toEqual([
      { service: service.url, ticket: first, status: 200 },
      { service: `${service.url}?two`, ticket: second, status: 200 },
    ]);
    const requests = service.bodies.map((body) => parseXml(new URLSearchParams(body).get('logoutRequest') ?? ''));
    expect(requests.map((request) => at(request, `${samlp}SessionIndex`)?.text).sort()).toEqual([first, second].sort());
    const [request] = requests;
    expect(request?.name).toBe(`${samlp}LogoutRequest`);
    expect(request?.attributes).toMatchObject({
      ID: expect.stringMatching(/^LR-/),
      Version: '2.0',
      IssueInstant: '2026-01-01T00:00:05.000Z',
    });
    expect(at(request, `${saml}NameID`)?.text).toBe('@NOT_USED@');
  });

  it('tells the services of the earlier user when another one signs in', async () => {
    const server = await start();
    const service = await startService();
    const client = browser(server);
    const ticket = await client.ticketFor(service.url, 'ada');
    await validate(server, { service: service.url, ticket });
    await client.ticketFor(service.url, 'bob');
    expect(server.backChannelPosts).toEqual([{ service: service.url, ticket, status: 200 }]);
  });

  it('notes services that fail, are gone or take too long, and goes on', async () => {
    const server = await start({ backChannelTimeoutMs: 1_000 });
    const failing = await startService((_, response) => response.writeHead(500).end());
    const moving = await startService((_, response) => response.writeHead(302, { Location: failing.url }).end());
    const silent = await startService(() => {});
    const services = [failing.url, moving.url, silent.url, 'http://127.0.0.1:1/'];
    for (const service of services) {
      await validate(server, { service, ticket: server.issueTicket({ userid: 'ada', service }) });
    }
    await server.endSessions('bob');
    expect(server.backChannelPosts).toEqual([]);
    await server.endSessions('ada');
    const posts = new Map(server.backChannelPosts.map(({ service, status, problem }) => [service, status ?? problem]));
    expect(posts).toEqual(
      new Map<string, unknown>([
        [failing.url, 500],
        [moving.url, 302],
        [silent.url, 'no answer within 1000 ms'],
        ['http://127.0.0.1:1/', expect.stringMatching(/bad port/)],
      ]),
    );
    expect(failing.bodies).toHaveLength(1);
  });

  it('posts to no service that is no longer allowed', async () => {
    let allowed = true;
    const service = await startService();
    const server = await start({ serviceAllowed: () => allowed });
    const client = browser(server);
    await validate(server, { service: service.url, ticket: await client.ticketFor(service.url) });
    allowed = false;
    await client.get('/logout');
    expect(service.bodies).toEqual([]);
  });

  it('makes the tickets void that were not validated yet', async () => {
    const server = await start();
    const client = browser(server);
    const ticket = await client.ticketFor('http://app.example.test/');
    await client.get('/logout');
    const answer = await (await validate(server, { service: 'http://app.example.test/', ticket })).text();
    expect(answer).toContain('code="INVALID_TICKET"');
    expect(answer).toContain('signed out');
  });
});
