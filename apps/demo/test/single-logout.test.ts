import { testBrowser } from '@who/testkit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  redisIsThere,
  startRedis,
  unlessRedis,
} from '../../../packages/plugin-metadata-cache-redis/test/redis-server.js';
import { type DemoProcess, startDemo } from './demo-process.js';
import { fetchTicket, signInByCas, whoami } from './visitor.js';

const newBrowser = () => testBrowser({ follow: false });
const AUTH_TKT_SECRET = 'a secret of the tests, 32 bytes or more';

/** What a CAS server posts when the session of a ticket is over. */
function logoutForm(ticket: string): Record<string, string> {
  const names = 'xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"';
  return {
    logoutRequest: `<p:LogoutRequest ${names} ID="LR-1" Version="2.0" IssueInstant="2026-01-01T00:00:00Z">
<a:NameID>@NOT_USED@</a:NameID><p:SessionIndex>${ticket}</p:SessionIndex></p:LogoutRequest>`,
  };
}

describe.each(['1', '2', '3', 'saml'])('a session that began by CAS %s', (version) => {
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo({ AUTH_TKT_SECRET, CAS_VERSION: version });
  });
  afterAll(async () => {
    await demo.stop();
  });

  it('ends when its user signs out at the CAS server, and no other with it', async () => {
    const [browser, other] = [newBrowser(), newBrowser()];
    await signInByCas(browser, demo);
    await signInByCas(other, demo);
    const attributes = version === '3' || version === 'saml' ? { cn: ['Ada Lovelace'] } : {};
    expect(await whoami(browser, demo)).toMatchObject({ remoteUser: 'ada', metadata: { attributes } });
    const copy = browser.cookie('auth_tkt', demo.url) ?? '';
    await browser.get(`${demo.casUrl}/logout`);
    expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
    const thief = newBrowser();
    thief.cookies.setCookieSync(`auth_tkt=${copy}`, demo.url);
    expect(await whoami(thief, demo)).toMatchObject({ remoteUser: null });
    expect(await whoami(other, demo)).toMatchObject({ remoteUser: 'ada' });
  });
});

describe('a logout request', () => {
  let demo: DemoProcess;
  beforeAll(async () => {
    demo = await startDemo({ AUTH_TKT_SECRET });
  });
  afterAll(async () => {
    await demo.stop();
  });

  it('is taken at the service URL, from a program without cookies', async () => {
    const browser = newBrowser();
    const service = new URL(await fetchTicket(browser, demo, '/'));
    await browser.get(service.href);
    const ticket = service.searchParams.get('ticket') ?? '';
    service.searchParams.delete('ticket');
    const program = testBrowser({ program: true });
    expect((await program.post(service.href, logoutForm(ticket))).status).toBe(200);
    expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
  });

  it.each([
    ['for a ticket that began no session', logoutForm('ST-1'), 200],
    ['for nobody', logoutForm(''), 400],
    ['that is not well-formed', { logoutRequest: '<p:LogoutRequest' }, 400],
    ['that is too large', { logoutRequest: `${' '.repeat(20_000)}${logoutForm('ST-1')['logoutRequest']}` }, 400],
  ])('%s ends no session', async (_, form, status) => {
    const browser = newBrowser();
    await signInByCas(browser, demo);
    const program = testBrowser({ program: true });
    expect((await program.post(`${demo.url}/login/cas`, form)).status).toBe(status);
    expect(await whoami(browser, demo)).toMatchObject({ remoteUser: 'ada' });
  });
});

describe.skipIf(!redisIsThere)(`a logout at CAS, and two demos over one Redis${unlessRedis}`, () => {
  it('counts at both, and the loss of Redis signs nobody out', async () => {
    const redis = await startRedis();
    const one = await startDemo({ AUTH_TKT_SECRET, REDIS_URL: redis.url });
    const other = await startDemo({ AUTH_TKT_SECRET, REDIS_URL: redis.url, CAS_URL: one.casUrl });
    try {
      const [browser, bystander] = [newBrowser(), newBrowser()];
      await signInByCas(browser, one);
      await signInByCas(bystander, other);
      for (const demo of [one, other]) expect(await whoami(browser, demo)).toMatchObject({ remoteUser: 'ada' });
      await browser.get(`${one.casUrl}/logout`);
      for (const demo of [one, other]) {
        expect(await whoami(browser, demo)).toMatchObject({ remoteUser: null });
        expect(await whoami(bystander, demo)).toMatchObject({ remoteUser: 'ada' });
      }
      await redis.kill();
      for (const demo of [one, other]) expect(await whoami(bystander, demo)).toMatchObject({ remoteUser: 'ada' });
      const late = newBrowser();
      await signInByCas(late, other);
      expect(await whoami(late, other)).toMatchObject({ remoteUser: 'ada' });
    } finally {
      await Promise.all([one.stop(), other.stop()]);
      await redis.stop();
    }
  });
});

describe.skipIf(!redisIsThere)(`a logout while Redis takes no writes${unlessRedis}`, () => {
  it.each([
    {
      why: 'it misses its replicas',
      refuse: 'CONFIG SET min-replicas-to-write 1',
      take: 'CONFIG SET min-replicas-to-write 0',
    },
    { why: 'it has become a replica', refuse: 'REPLICAOF 127.0.0.1 1', take: 'REPLICAOF NO ONE' },
    { why: 'it is full', refuse: 'CONFIG SET maxmemory 1', take: 'CONFIG SET maxmemory 0' },
  ])('is answered with an error, counts here at once, and everywhere later: $why', async ({ refuse, take }) => {
    const redis = await startRedis();
    const admin = new Redis(redis.url);
    const run = ([name = '', ...rest]: string[]) => admin.call(name, ...rest);
    const one = await startDemo({ AUTH_TKT_SECRET, REDIS_URL: redis.url });
    const other = await startDemo({ AUTH_TKT_SECRET, REDIS_URL: redis.url, CAS_URL: one.casUrl });
    try {
      const [atCas, here] = [newBrowser(), newBrowser()];
      const service = new URL(await fetchTicket(atCas, one, '/'));
      await atCas.get(service.href);
      await signInByCas(here, one);
      const copy = here.cookie('auth_tkt', one.url) ?? '';

      await run(refuse.split(' '));
      const ticket = service.searchParams.get('ticket') ?? '';
      const answer = await testBrowser({ program: true }).post(`${one.url}/login/cas`, logoutForm(ticket));
      expect([answer.status, answer.body]).toEqual([503, expect.stringContaining('CAS_SESSION_STORE_FAILED')]);
      expect(await whoami(atCas, one)).toMatchObject({ remoteUser: null });
      expect((await here.post(`${one.url}/logout`, {})).status).toBe(303);
      const thief = newBrowser();
      thief.cookies.setCookieSync(`auth_tkt=${copy}`, one.url);
      expect(await whoami(thief, one)).toMatchObject({ remoteUser: null });
      expect(one.output().match(/session store failed to set/g)?.length).toBeGreaterThanOrEqual(2);

      const late = newBrowser();
      await signInByCas(late, one);
      expect(await whoami(late, one)).toMatchObject({ remoteUser: 'ada' });

      await run(take.split(' '));
      for (const browser of [atCas, thief]) {
        const isOver = async () => expect(await whoami(browser, other)).toMatchObject({ remoteUser: null });
        await vi.waitFor(isOver, { timeout: 20_000 });
      }
    } finally {
      admin.disconnect();
      await Promise.all([one.stop(), other.stop()]);
      await redis.stop();
    }
  });
});
