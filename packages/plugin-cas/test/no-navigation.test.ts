import { describe, expect, it } from 'vitest';
import { type Answer, APP_URL, application, browser, SECRET, success } from './support.js';

const fetch = async (): Promise<Response> => new Response(success('u'));

/** Requests whose answer nobody sees as a page. */
const PARTS: readonly [string, object][] = [
  ['fetch', { headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty', 'sec-fetch-site': 'same-origin' } }],
  ['an image', { headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } }],
  ['a style sheet', { headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'style' } }],
  ['XMLHttpRequest', { headers: { 'x-requested-with': 'XMLHttpRequest' } }],
  ['a form sent by a script', { method: 'POST', headers: { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' } }],
];
const ELSEWHERE: readonly [string, object][] = [
  ['a frame', { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } }],
  ['a client that takes JSON', { headers: { accept: 'application/json' } }],
  ['a client that takes anything', { headers: { accept: '*/*' } }],
  [
    'a preflight request',
    {
      method: 'OPTIONS',
      headers: { accept: '*/*', origin: 'https://spa.example', 'access-control-request-method': 'PUT' },
    },
  ],
];

/** Leads nowhere, sets nothing, is kept nowhere, and names a code. */
function expectPlain401(answer: Answer): void {
  expect(answer).toMatchObject({ status: 401, body: 'CAS_SIGN_IN_REQUIRED', setCookies: [] });
  expect(answer.header('location')).toBeUndefined();
  expect(answer.header('cache-control')).toBe('no-store');
  expect(answer.header('content-type')).toMatch(/^text\/plain/);
}

describe.each([...PARTS, ...ELSEWHERE])('%s', (_what, request) => {
  it.each(['always', 'renew'] as const)('is told by a code that a page wants a sign-in: %s', async (ask) => {
    expectPlain401(await browser(application({ fetch, policies: [{ path: '/a', ask }] })).visit('/a/b', request));
  });

  it('is not sent to ask CAS without a word', async () => {
    const answer = await browser(application({ fetch, policies: [{ path: '/', ask: 'gateway' }] })).visit('/', request);
    expect(answer).toMatchObject({ status: 200, body: 'nobody', setCookies: [] });
  });

  it('gets the application’s own 401', async () => {
    const answer = await browser(application({ fetch })).visit('/private', request);
    expect(answer).toMatchObject({ status: 401, body: 'nobody', setCookies: [] });
  });

  it('gets what it wants where somebody is signed in', async () => {
    const tab = browser(application({ fetch, policies: [{ path: '/a', ask: 'always' }] }));
    await tab.arrive(await tab.depart());
    expect(await tab.visit('/a', request)).toMatchObject({ status: 200, body: 'u' });
  });
});

describe('the callback path', () => {
  it.each(PARTS.slice(0, -1))('begins no sign-in for %s, and says so in the log', async (_what, request) => {
    const app = application({ fetch });
    expectPlain401(await browser(app).visit('/login/cas?came_from=/x', request));
    expect(app.warnings).toEqual([expect.stringContaining('CAS_SIGN_IN_REQUIRED')]);
  });

  it('begins one for programs that are no part of a page', async () => {
    for (const headers of [{ accept: '*/*' }, { accept: '*/*', 'sec-fetch-mode': 'cors' }]) {
      const answer = await browser(application({ fetch })).visit('/login/cas', { headers });
      expect(answer.location.searchParams.get('service')).toContain(`${APP_URL}/login/cas`);
    }
  });
});

it('no answer that sets a cookie may be kept', async () => {
  const app = application({
    fetch,
    stateSecrets: [SECRET],
    policies: [{ path: '/g', ask: 'gateway' }],
    logoutPath: '/out',
  });
  const tab = browser(app);
  const seen: Answer[] = [];
  const visit = async (...args: Parameters<typeof tab.visit>): Promise<Answer> => {
    const answer = await tab.visit(...args);
    seen.push(answer);
    return answer;
  };
  const back = (answer: Answer, ticket = ''): string => {
    const { pathname, search } = new URL(answer.location.searchParams.get('service') ?? '');
    return pathname + search + ticket;
  };
  await visit(back(await visit('/g')));
  tab.jar.clear();
  await visit(back(await visit('/g'), '&ticket=ST-1'));
  await visit('/out', { method: 'POST' });
  const asked = await visit('/private');
  await visit(back(asked, '&ticket=ST-1'));
  for (let i = 0; i < 3; i++) await visit(back(await visit('/forbidden'), '&ticket=ST-1'));
  await visit('/forbidden');
  await visit(back(asked, '&ticket=ST-1'));
  tab.jar.clear();
  await visit(back(asked, '&ticket=ST-1'));
  await visit(back(asked));

  const setting = seen.filter(({ setCookies }) => setCookies.length > 0);
  expect(setting.length).toBeGreaterThan(10);
  for (const answer of setting) expect(answer.header('cache-control')).toBe('no-store');
});
