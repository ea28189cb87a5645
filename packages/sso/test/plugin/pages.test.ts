import { fakeExchange, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { doorman } from '../doorman.js';
import { APP_URL, backOf, house, visitor } from '../doorman-site.js';
import { DOOR_URL, SECRET } from '../support.js';

const PAGE = { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } };
const SCRIPT = { headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } };

describe('policies', () => {
  it('ask before the application sees a request; a script gets a code', async () => {
    const tab = visitor(house({ policies: [{ path: '/members', ask: 'always' }] }));
    const asked = await tab.visit('/members/list', PAGE);
    expect((await tab.arrive(backOf(asked))).location.pathname).toBe('/members/list');
    expect((await tab.visit('/members/list', PAGE)).body).toBe('ada');
    const stranger = visitor(house({ policies: [{ path: '/members', ask: 'always' }] }));
    expect(await stranger.visit('/members', SCRIPT)).toMatchObject({ status: 401, body: 'DOOR_SIGN_IN_REQUIRED' });
    expect((await stranger.visit('//members', PAGE)).status).toBe(302);
  });

  it('ask for a password once', async () => {
    const tab = visitor(house({ policies: [{ path: '/pay', ask: 'renew' }] }));
    await tab.arrive(await tab.depart());
    const asked = await tab.visit('/pay', PAGE);
    expect(asked.location.searchParams.get('mode')).toBe('renew');
    await tab.arrive(backOf(asked));
    expect((await tab.visit('/pay', PAGE)).body).toBe('ada');
  });

  it('cost other requests no promise and no object', () => {
    const plugin = doorman({ doorUrl: DOOR_URL, rememberer: 'ticket', policies: [{ path: '/a', ask: 'always' }] });
    const find = (url: string): unknown =>
      plugin.identify(fakeExchange({ url, plugins: { door: plugin, ticket: plainRememberer() } }));
    expect(find('/')).toBeUndefined();
    expect(find('/a')).toBe(find('/a/b'));
  });
});

describe('a gateway', () => {
  const gateway = { policies: [{ path: '/', ask: 'gateway' as const }] };

  it('shows strangers the page, asks once in a while, and signs in who is known', async () => {
    const app = house(gateway);
    const tab = visitor(app);
    const asked = await tab.visit('/news', PAGE);
    expect(asked.location.searchParams.get('mode')).toBe('gateway');
    const back = backOf(asked);
    expect((await tab.visit(back.pathname + back.search, PAGE)).location.href).toBe(`${APP_URL}/news`);
    expect(await tab.visit('/news', PAGE)).toMatchObject({ status: 200, body: 'nobody' });
    app.clock.advance(301_000);
    await tab.arrive(backOf(await tab.visit('/news', PAGE)));
    expect((await tab.visit('/news', PAGE)).body).toBe('ada');
    expect(app.warnings).toEqual([]);
  });

  it('shows strangers the page also where the pass is refused, or the cookie lost', async () => {
    const app = house(gateway);
    const tab = visitor(app);
    expect((await tab.arrive(backOf(await tab.visit('/news', PAGE)), 'p-eve')).location.pathname).toBe('/news');
    expect((await tab.visit('/news', PAGE)).body).toBe('nobody');
    const crawler = visitor(app);
    const back = backOf(await crawler.visit('/news', PAGE));
    crawler.jar.clear();
    const shown = await crawler.visit(back.pathname + back.search, PAGE);
    expect(shown.location.searchParams.get('who_gateway')).toBe('1');
    crawler.jar.clear();
    expect((await crawler.visit(shown.location.pathname + shown.location.search, PAGE)).body).toBe('nobody');
  });

  it('sends nobody to a doorman who is away', async () => {
    const app = house(gateway);
    app.trouble = () => Promise.reject(new Error('away'));
    const tab = visitor(app);
    for (let i = 0; i < 5; i++) {
      const back = await tab.depart();
      await tab.arrive(back).catch(() => {});
    }
    expect(await visitor(app).visit('/news', PAGE)).toMatchObject({ status: 200, body: 'nobody' });
  });
});

describe('options', () => {
  it.each<[string, unknown]>([
    ['callbackPath', 'login'],
    ['stateSecrets', ['short']],
    ['stateSecrets', []],
    ['stateCookieName', '__Host-x'],
    ['stateMaxAgeSeconds', 0],
    ['acceptUnsolicited', 1],
    ['rememberer', ''],
    ['policies', [{ path: 'x', ask: 'always' }]],
    ['policies', [{ path: '/', ask: 'sometimes' }]],
    ['policies', [{ path: '/', ask: 'always', when: 1 }]],
    ['gatewayPauseSeconds', 1.5],
    ['logoutPath', '/login/door'],
    ['logoutByGet', 'yes'],
    ['sessions', {}],
    ['fetch', 1],
    ['colour', 'red'],
  ])('%s may not be %j', (option, value) => {
    const options = { doorUrl: DOOR_URL, rememberer: 'ticket', stateSecrets: [SECRET], [option]: value };
    expect(() => doorman(options as unknown as Parameters<typeof doorman>[0])).toThrow(
      expect.objectContaining({
        code: 'BAD_OPTION',
        plugin: 'who-doorman',
        message: expect.stringContaining(`"${option}`),
      }),
    );
  });
});
