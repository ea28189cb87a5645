import { describe, expect, it } from 'vitest';
import type { DevCasServer } from '../src/index.js';
import { at, browser, eventually, fakeClock, parseXml, start, startService, validate } from './helpers.js';

const service = 'http://app.example.test/';
const target = 'http://backend.example.test/in';

/** A service with a proxy callback that keeps what it gets. */
async function startProxy(status = 200) {
  const { url, targets } = await startService((_, response) =>
    response.writeHead(status, { Location: 'http://127.0.0.1:1/' }).end(),
  );
  const last = (): URLSearchParams => new URL(targets.at(-1) ?? '', url).searchParams;
  return { pgtUrl: `${url}/pgt`, targets, pgtId: () => last().get('pgtId') ?? '', pgtIou: () => last().get('pgtIou') };
}

async function answerOf(server: DevCasServer, parameters: Record<string, string>, endpoint?: string) {
  return parseXml(await (await validate(server, parameters, endpoint)).text());
}

/** Validates a fresh ticket, with a proxy callback, and returns the IOU in the answer. */
async function grant(server: DevCasServer, pgtUrl: string): Promise<string | undefined> {
  const answer = await answerOf(server, { service, ticket: server.issueTicket({ userid: 'ada', service }), pgtUrl });
  expect(at(answer, 'authenticationSuccess', 'user')?.text).toBe('ada');
  return at(answer, 'authenticationSuccess', 'proxyGrantingTicket')?.text;
}

async function proxyTicket(server: DevCasServer, pgt: string, targetService = target): Promise<string> {
  const answer = await answerOf(server, { pgt, targetService }, '/proxy');
  return at(answer, 'proxySuccess', 'proxyTicket')?.text ?? '';
}

describe('a proxy callback', () => {
  it('gets a proxy-granting ticket and its IOU, which is in the answer, too', async () => {
    const server = await start();
    const proxy = await startProxy();
    const iou = await grant(server, `${proxy.pgtUrl}?a=1`);
    expect(proxy.targets).toHaveLength(1);
    expect(proxy.targets[0]).toMatch(/^\/app\/pgt\?a=1&pgtIou=PGTIOU-[0-9a-f]{40}&pgtId=PGT-[0-9a-f]{40}$/);
    expect(iou).toBe(proxy.pgtIou());
    expect(server.proxyCallbacks).toEqual([{ pgtUrl: `${proxy.pgtUrl}?a=1`, pgtIou: iou, status: 200 }]);
  });

  it.each([500, 404, 204, 302])('that answers %i gets nothing that is good', async (status) => {
    const server = await start();
    const proxy = await startProxy(status);
    expect(await grant(server, proxy.pgtUrl)).toBeUndefined();
    expect(server.proxyCallbacks).toMatchObject([{ status }]);
    const answer = await answerOf(server, { pgt: proxy.pgtId(), targetService: target }, '/proxy');
    expect(at(answer, 'proxyFailure')?.attributes['code']).toBe('INVALID_TICKET');
  });

  it('that is gone or silent holds nobody up', async () => {
    const server = await start({ backChannelTimeoutMs: 50 });
    const silent = await startService(() => {});
    expect(await grant(server, silent.url)).toBeUndefined();
    expect(await grant(server, 'https://127.0.0.1:1/')).toBeUndefined();
    expect(server.proxyCallbacks.map(({ problem }) => problem)).toEqual([
      'no answer within 50 ms',
      expect.stringMatching(/bad port/),
    ]);
  });

  it.each([
    ['http://app.example.test/pgt', 'INVALID_PROXY_CALLBACK'],
    ['http://127.0.0.1.example.test/pgt', 'INVALID_PROXY_CALLBACK'],
    ['/pgt', 'INVALID_PROXY_CALLBACK'],
    ['javascript:alert(1)', 'INVALID_PROXY_CALLBACK'],
    ['https://other.example.test/pgt', 'UNAUTHORIZED_SERVICE_PROXY'],
  ])('at %s is refused: %s', async (pgtUrl, code) => {
    const server = await start({ proxyAllowed: ({ hostname }) => hostname === 'app.example.test' });
    const ticket = server.issueTicket({ userid: 'ada', service });
    const answer = await answerOf(server, { service, ticket, pgtUrl });
    expect(at(answer, 'authenticationFailure')?.attributes['code']).toBe(code);
    expect(server.proxyCallbacks).toEqual([]);
  });

  it('that is at fault is not called, or gets another IOU', async () => {
    const server = await start();
    const proxy = await startProxy();
    server.faults.set({ proxyCallback: 'none' });
    expect(await grant(server, proxy.pgtUrl)).toMatch(/^PGTIOU-/);
    expect(proxy.targets).toEqual([]);
    server.faults.set({ proxyCallback: 'other-iou' });
    const iou = await grant(server, proxy.pgtUrl);
    expect(proxy.pgtIou()).toMatch(/^PGTIOU-/);
    expect(proxy.pgtIou()).not.toBe(iou);
  });

  it('ends its wait with the server', async () => {
    const silent = await startService(() => {});
    const server = await start({ backChannelTimeoutMs: 3_600_000 });
    const answer = grant(server, silent.url);
    await eventually(() => silent.targets).toHaveLength(1);
    await Promise.all([server.close(), expect(answer).rejects.toThrow()]);
  });
});

describe('/proxy', () => {
  it('gives proxy tickets, each for one service and one use, as many as are asked for', async () => {
    const server = await start();
    const proxy = await startProxy();
    await grant(server, proxy.pgtUrl);
    const [first, second] = [await proxyTicket(server, proxy.pgtId()), await proxyTicket(server, proxy.pgtId())];
    expect(first).toMatch(/^PT-[0-9a-f]{40}$/);
    expect(second).not.toBe(first);
    expect(server.proxyRequests).toEqual(
      [1, 2].map(() => ({ targetService: target, outcome: 'success', fault: undefined })),
    );
    const check = (ticket: string, wanted: string) => answerOf(server, { service: wanted, ticket }, '/proxyValidate');
    const answer = await check(first, target);
    expect(at(answer, 'authenticationSuccess', 'user')?.text).toBe('ada');
    expect(at(answer, 'authenticationSuccess', 'proxies')?.children.map(({ text }) => text)).toEqual([proxy.pgtUrl]);
    expect(at(await check(first, target), 'authenticationFailure')?.attributes['code']).toBe('INVALID_TICKET');
    expect(at(await check(second, service), 'authenticationFailure')?.attributes['code']).toBe('INVALID_SERVICE');
  });

  it('names every proxy of a chain, the most recent first', async () => {
    const server = await start();
    const [first, second] = [await startProxy(), await startProxy()];
    await grant(server, first.pgtUrl);
    const ticket = await proxyTicket(server, first.pgtId());
    const hop = await answerOf(server, { service: target, ticket, pgtUrl: second.pgtUrl }, '/p3/proxyValidate');
    expect(at(hop, 'authenticationSuccess', 'proxyGrantingTicket')?.text).toBe(second.pgtIou());
    const last = await proxyTicket(server, second.pgtId(), 'http://third.example.test/');
    const parameters = { service: 'http://third.example.test/', ticket: last };
    const answer = at(await answerOf(server, parameters, '/p3/proxyValidate'), 'authenticationSuccess');
    expect(at(answer, 'proxies')?.children.map(({ text }) => text)).toEqual([second.pgtUrl, first.pgtUrl]);
    expect(at(answer, 'attributes', 'mail')?.text).toBe('ada@example.org');
    expect(at(answer, 'attributes', 'isFromNewLogin')?.text).toBe('false');
  });

  it.each([
    ['nothing', {}, 'INVALID_REQUEST'],
    ['no target', { pgt: 'PGT-1' }, 'INVALID_REQUEST'],
    ['a ticket of another kind', { pgt: 'PGTIOU-1', targetService: target }, 'INVALID_TICKET_SPEC'],
    ['an unknown ticket', { pgt: 'PGT-1', targetService: target }, 'INVALID_TICKET'],
    ['another format', { pgt: 'PGT-1', targetService: target, format: 'YAML' }, 'INVALID_REQUEST'],
  ])('refuses %s', async (_, parameters, code) => {
    const server = await start();
    const answer = await answerOf(server, parameters, '/proxy');
    expect(at(answer, 'proxyFailure')?.attributes).toEqual({ code });
    expect(server.proxyRequests).toMatchObject([{ outcome: code }]);
  });

  it('refuses a service that may not use the server', async () => {
    const server = await start({ serviceAllowed: ({ hostname }) => hostname === 'app.example.test' });
    const proxy = await startProxy();
    await grant(server, proxy.pgtUrl);
    const answer = await answerOf(server, { pgt: proxy.pgtId(), targetService: target }, '/proxy');
    expect(at(answer, 'proxyFailure')?.attributes['code']).toBe('UNAUTHORIZED_SERVICE');
  });

  it('gives nothing once the user has signed out, or the session has grown old', async () => {
    const clock = fakeClock();
    const server = await start({ now: clock.now, sessionLifetimeSeconds: 100 });
    const [one, two] = [await startProxy(), await startProxy()];
    await grant(server, one.pgtUrl);
    const pending = await proxyTicket(server, one.pgtId());
    await server.endSessions('ada');
    expect(await proxyTicket(server, one.pgtId())).toBe('');
    const answer = await answerOf(server, { service: target, ticket: pending }, '/proxyValidate');
    expect(at(answer, 'authenticationFailure')?.text).toContain('signed out');
    await grant(server, two.pgtUrl);
    clock.advanceSeconds(101);
    expect(await proxyTicket(server, two.pgtId())).toBe('');
  });

  it('can be at fault', async () => {
    const server = await start();
    const ask = async () => (await validate(server, { pgt: 'PGT-1', targetService: target }, '/proxy')).text();
    server.faults.set({ proxy: 'two-outcomes' });
    expect(parseXml(await ask()).children.map(({ name }) => name)).toEqual(['proxyFailure', 'proxySuccess']);
    server.faults.set({ proxy: 'doctype' });
    expect(await ask()).toMatch(/^<!DOCTYPE[\s\S]*code="INVALID_TICKET">&bomb9;/);
    expect(server.proxyRequests.map(({ fault }) => fault)).toEqual(['two-outcomes', 'doctype']);
  });
});

describe('proxy tickets', () => {
  it('are refused where only service tickets are good', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service, proxies: ['https://proxy.example.test/'] });
    for (const endpoint of ['/serviceValidate', '/p3/serviceValidate']) {
      const answer = await answerOf(server, { service, ticket }, endpoint);
      expect(at(answer, 'authenticationFailure')?.attributes['code']).toBe('INVALID_TICKET_SPEC');
    }
    // That did not use it up: it was in the wrong place.
    const answer = await answerOf(server, { service, ticket }, '/proxyValidate');
    expect(at(answer, 'authenticationSuccess', 'proxies', 'proxy')?.text).toBe('https://proxy.example.test/');
  });

  it('never come from a new login', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service, proxies: ['https://proxy.example.test/'] });
    const answer = await answerOf(server, { service, ticket, renew: 'true' }, '/proxyValidate');
    expect(at(answer, 'authenticationFailure')?.attributes['code']).toBe('INVALID_TICKET');
  });

  it('are as good as service tickets at the endpoints for both', async () => {
    const server = await start();
    const ticket = server.issueTicket({ userid: 'ada', service });
    const answer = await answerOf(server, { service, ticket }, '/proxyValidate');
    expect(at(answer, 'authenticationSuccess')?.children.map(({ name }) => name)).toEqual(['user']);
  });

  it('bring their services a logout request', async () => {
    const server = await start();
    const [proxy, backend] = [await startProxy(), await startService()];
    const client = browser(server);
    const ticket = await client.ticketFor(service);
    await validate(server, { service, ticket, pgtUrl: proxy.pgtUrl });
    const second = await proxyTicket(server, proxy.pgtId(), backend.url);
    await validate(server, { service: backend.url, ticket: second }, '/proxyValidate');
    await client.get('/logout');
    expect(backend.bodies.map((body) => new URLSearchParams(body).get('logoutRequest'))).toEqual([
      expect.stringContaining(second),
    ]);
  });
});
