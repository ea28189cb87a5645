import { describe, expect, it } from 'vitest';
import { fakeCas, pageWith } from './fake-cas.js';
import { APP_URL, application, browser, fixture, success } from './support.js';

const server = fakeCas();
const ONE = 'https://client.example.test:18922/pgt';
const TWO = 'https://client.example.test:18922/pgt2';

describe('a proxy ticket', () => {
  it('is not known unless proxies are accepted', async () => {
    const tab = browser(application());
    expect(await tab.arrive(await tab.depart(), 'PT-1')).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    expect(await tab.visit('/login/cas?ticket=PT-1')).toEqual(pageWith('CAS_TICKET_INVALID', 400));
    expect(server.asked).toEqual([]);
  });

  it.each([
    ['2', '/cas/proxyValidate'],
    ['3', '/cas/p3/proxyValidate'],
  ] as const)(
    'is asked about at the right endpoint of CAS %s, and signs in without a browser',
    async (version, path) => {
      server.answers = { 'PT-1': fixture('proxyValidate.ok') };
      const client = browser(application({ version, acceptProxies: [[ONE]] }));
      const answer = await client.visit('/login/cas?ticket=PT-1&came_from=/private');
      expect(answer.location.href).toBe(`${APP_URL}/private`);
      expect(server.asked.map(({ pathname }) => pathname)).toEqual([path]);
      expect(server.asked[0]?.searchParams.get('service')).toBe(`${APP_URL}/login/cas`);
      expect(await client.visit('/private')).toMatchObject({ status: 200, body: 'dwho' });
    },
  );

  it('has to come through an accepted chain, in its order', async () => {
    server.answers = { 'PT-1': fixture('proxyValidate.chain2') };
    const refusal = async (...chains: [string, ...string[]][]): Promise<string | undefined> => {
      const answer = await browser(application({ acceptProxies: chains })).visit('/login/cas?ticket=PT-1');
      return answer.status === 302 ? undefined : /CAS_\w+/.exec(answer.body)?.[0];
    };
    expect(await refusal([TWO, ONE])).toBeUndefined();
    expect(await refusal([ONE, TWO])).toBe('CAS_PROXY_REFUSED');
    expect(await refusal([ONE], [TWO])).toBe('CAS_PROXY_REFUSED');
  });

  it('does not make the tickets of people welcome without a state', async () => {
    server.answers = { 'ST-1': success('attacker'), 'PT-1': success('attacker') };
    const tab = browser(application({ acceptProxies: [[ONE]] }));
    expect(await tab.visit('/login/cas?ticket=ST-1')).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(server.asked).toEqual([]);
    expect(await tab.visit('/login/cas?ticket=PT-1')).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(tab.jar.size).toBe(0);
  });

  it('is not taken from a browser, which another site may have sent', async () => {
    server.answers = { 'PT-1': fixture('proxyValidate.ok') };
    const tab = browser(application({ acceptProxies: [[ONE]] }));
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
    expect(await tab.visit('/login/cas?ticket=PT-1', { headers })).toEqual(pageWith('CAS_STATE_MISSING'));
    expect(server.asked).toEqual([]);
  });

  it('that is refused is not tried again', async () => {
    const client = browser(application({ acceptProxies: [[ONE]] }));
    expect(await client.visit('/login/cas?ticket=PT-1')).toEqual(pageWith('CAS_TICKET_REJECTED (INVALID_TICKET)'));
  });

  it('stands beside the tickets of people', async () => {
    server.answers = { 'ST-1': success('u') };
    const tab = browser(application({ acceptProxies: [[ONE]] }));
    await tab.arrive(await tab.depart());
    expect((await tab.visit('/')).body).toBe('u');
    expect(server.asked[0]?.pathname).toBe('/cas/p3/proxyValidate');
  });
});
