import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { APP_URL, application, browser, CAS_URL, failure, fixture, success } from './support.js';

const asked: URL[] = [];
let answers: Record<string, string> = {};
const server = setupServer(
  http.get(`${CAS_URL}/*`, ({ request }) => {
    const url = new URL(request.url);
    asked.push(url);
    return HttpResponse.text(answers[url.searchParams.get('ticket') ?? ''] ?? failure('INVALID_TICKET'));
  }),
);
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  asked.length = 0;
  answers = {};
});
afterAll(() => server.close());

const ONE = 'https://client.example.test:18922/pgt';
const TWO = 'https://client.example.test:18922/pgt2';
const pageWith = (code: string, status = 403): unknown =>
  expect.objectContaining({ status, body: expect.stringContaining(code) });

describe('a proxy ticket', () => {
  it('is not known unless proxies are accepted', async () => {
    const tab = browser(application());
    expect(await tab.arrive(await tab.depart(), 'PT-1')).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    expect(await tab.visit('/login/cas?ticket=PT-1')).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    expect(asked).toEqual([]);
  });

  it.each([
    ['2', '/cas/proxyValidate'],
    ['3', '/cas/p3/proxyValidate'],
  ] as const)(
    'is asked about at the right endpoint of CAS %s, and signs in without a browser',
    async (version, path) => {
      answers = { 'PT-1': fixture('proxyValidate.ok') };
      const client = browser(application({ version, acceptProxies: [[ONE]] }));
      const answer = await client.visit('/login/cas?ticket=PT-1&came_from=/private');
      expect(answer.location.href).toBe(`${APP_URL}/private`);
      expect(asked.map(({ pathname }) => pathname)).toEqual([path]);
      expect(asked[0]?.searchParams.get('service')).toBe(`${APP_URL}/login/cas`);
      expect(await client.visit('/private')).toMatchObject({ status: 200, body: 'dwho' });
    },
  );

  it('has to come through an accepted chain, in its order', async () => {
    answers = { 'PT-1': fixture('proxyValidate.chain2') };
    const refusal = async (...chains: [string, ...string[]][]): Promise<string | undefined> => {
      const answer = await browser(application({ acceptProxies: chains })).visit('/login/cas?ticket=PT-1');
      return answer.status === 302 ? undefined : /CAS_\w+/.exec(answer.body)?.[0];
    };
    expect(await refusal([TWO, ONE])).toBeUndefined();
    expect(await refusal([ONE, TWO])).toBe('CAS_PROXY_REFUSED');
    expect(await refusal([ONE], [TWO])).toBe('CAS_PROXY_REFUSED');
  });

  it('does not make the tickets of people welcome without a state', async () => {
    answers = { 'ST-1': success('attacker'), 'PT-1': success('attacker') };
    const tab = browser(application({ acceptProxies: [[ONE]] }));
    expect(await tab.visit('/login/cas?ticket=ST-1')).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(asked).toEqual([]);
    expect(await tab.visit('/login/cas?ticket=PT-1')).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(tab.jar.size).toBe(0);
  });

  it('is not taken from a browser, which another site may have sent', async () => {
    answers = { 'PT-1': fixture('proxyValidate.ok') };
    const tab = browser(application({ acceptProxies: [[ONE]] }));
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
    expect(await tab.visit('/login/cas?ticket=PT-1', { headers })).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(asked).toEqual([]);
  });

  it('that is refused is not tried again', async () => {
    const client = browser(application({ acceptProxies: [[ONE]] }));
    expect(await client.visit('/login/cas?ticket=PT-1')).toEqual(pageWith('CAS_TICKET_REJECTED (INVALID_TICKET)'));
  });

  it('stands beside the tickets of people', async () => {
    answers = { 'ST-1': success('u') };
    const tab = browser(application({ acceptProxies: [[ONE]] }));
    await tab.arrive(await tab.depart());
    expect((await tab.visit('/')).body).toBe('u');
    expect(asked[0]?.pathname).toBe('/cas/p3/proxyValidate');
  });
});
