import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Site, site } from '../site.js';
import { CAS_URL } from '../support.js';
import { logoutForm, logoutRequest } from './support.js';

const pack = (ticket: string): string => deflateRawSync(logoutRequest(ticket)).toString('base64');

function bring(app: Site, query: Record<string, string> | readonly [string, string][]): Promise<Response> {
  return fetch(`${app.url}/login/cas?${new URLSearchParams(query as Record<string, string>)}`, { redirect: 'manual' });
}

const front = { options: { logoutChannel: 'front' } } as const;

describe('a logout request through a browser', () => {
  it.each<[string, string]>([
    ['base64', Buffer.from(logoutRequest('ST-dwho-1')).toString('base64')],
    ['deflated', pack('ST-dwho-1')],
    ['deflated with a header', deflateSync(logoutRequest('ST-dwho-1')).toString('base64')],
  ])('ends the session: %s', async (_how, logout) => {
    await using app = await site(front);
    const [browser, other] = [await app.signIn('ST-dwho-1'), await app.signIn('ST-rtyler-1')];
    const answer = await bring(app, { logoutRequest: logout });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toBe('');
    expect(await app.greeting(browser)).toBe('nobody');
    expect(await app.greeting(other)).toBe('rtyler, rtyler@example.org');
  });

  it('is answered with a script that calls whom it should', async () => {
    await using app = await site(front);
    const browser = await app.signIn('ST-dwho-1');
    const answer = await bring(app, { logoutRequest: pack('ST-dwho-1'), callback: 'jQuery1_2$' });
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await answer.text()).toBe('/**/jQuery1_2$({"status":"ok"});');
    expect(await app.greeting(browser)).toBe('nobody');
  });

  it.each(['alert(1)//', 'a.b', 'a-b', '1a', '', '<script>', 'a\nb', 'ünsafe', 'a'.repeat(129), 'a;b'])(
    'is refused whole with a callback that is no name: %j',
    async (callback) => {
      await using app = await site(front);
      const browser = await app.signIn('ST-dwho-1');
      const answer = await bring(app, { logoutRequest: pack('ST-dwho-1'), callback });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toBe('CAS_LOGOUT_REQUEST_INVALID');
      expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
    },
  );

  it('goes on to the CAS server, and nowhere else, with any RelayState', async () => {
    await using app = await site(front);
    for (const relayState of ['abc', 'https://evil.example/', '//evil.example', '\r\nLocation: https://evil.example']) {
      const answer = await bring(app, { logoutRequest: pack('ST-dwho-1'), RelayState: relayState });
      expect(answer.status).toBe(302);
      const location = new URL(answer.headers.get('location') ?? '');
      expect(location.origin + location.pathname).toBe(`${CAS_URL}/logout`);
      expect([...location.searchParams]).toEqual([
        ['_eventId', 'next'],
        ['RelayState', relayState],
      ]);
    }
  });

  it.each<[string, readonly [string, string][]]>([
    ['two requests', [1, 2].map(() => ['logoutRequest', pack('ST-dwho-1')])],
    [
      'two callbacks',
      [
        ['logoutRequest', pack('ST-dwho-1')],
        ['callback', 'a'],
        ['callback', 'b'],
      ],
    ],
    ['plain XML', [['logoutRequest', logoutRequest('ST-dwho-1')]]],
    ['a bomb', [['logoutRequest', deflateRawSync(Buffer.alloc(3_000_000, 0x20)).toString('base64')]]],
    ['nothing', [['logoutRequest', '']]],
  ])('is refused with %s, and nobody’s session ends', async (_what, query) => {
    await using app = await site(front);
    const browser = await app.signIn('ST-dwho-1');
    expect((await bring(app, query)).status).toBe(400);
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
    expect(app.warnings).toEqual([expect.stringMatching(/CAS_LOGOUT_REQUEST_INVALID, because .+\.$/)]);
  });

  it('of an unknown ticket ends nobody’s session', async () => {
    await using app = await site(front);
    const browser = await app.signIn('ST-dwho-1');
    expect((await bring(app, { logoutRequest: pack('ST-dwho-2') })).status).toBe(200);
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
  });

  it('is the only way in where only that channel is open', async () => {
    await using app = await site(front);
    const browser = await app.signIn('ST-dwho-1');
    expect(await (await app.postLogout(logoutForm('ST-dwho-1'))).text()).toBe('nobody');
    expect(await app.greeting(browser)).toBe('dwho, dwho@example.org');
  });

  it('is one of two ways where both are open', async () => {
    await using app = await site({ options: { logoutChannel: 'both' } });
    const [one, two] = [await app.signIn('ST-dwho-1'), await app.signIn('ST-dwho-2')];
    await bring(app, { logoutRequest: pack('ST-dwho-1') });
    await app.postLogout(logoutForm('ST-dwho-2'));
    expect([await app.greeting(one), await app.greeting(two)]).toEqual(['nobody', 'nobody']);
  });
});
