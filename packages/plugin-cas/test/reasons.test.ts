import { type Facts, Identity, type Reason, type Reply, responseHead } from '@who/core';
import { type FakeExchangeOptions, fakeExchange, plainRememberer } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type CasFetch, type CasOptions, type CasPlugin, type CasTicketCredentials, cas } from '../src/index.js';
import { CAS_URL, failure, SECRET, success } from './support.js';

const PUBLIC_URL = 'https://app.example.org';
const answering =
  (text: string): CasFetch =>
  async () =>
    new Response(text);
const make = (fetch: CasFetch, more: Partial<CasOptions> = {}): CasPlugin =>
  cas({ casUrl: CAS_URL, rememberer: 'ticket', stateSecrets: [SECRET], fetch, ...more });

/** What is said during a call. */
async function saidIn(
  plugin: CasPlugin,
  request: FakeExchangeOptions,
  call: (exchange: ReturnType<typeof fakeExchange>) => unknown,
): Promise<(readonly [code: string, facts: Facts | undefined])[]> {
  const said: (readonly [string, Facts | undefined])[] = [];
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  const plugins = { cas: plugin, ticket: plainRememberer() };
  try {
    await call(fakeExchange({ publicUrl: PUBLIC_URL, plugins, ...request, explain }));
  } catch {
    // What a failure is called stands in the error.
  }
  return said;
}

const codesOf = (said: Awaited<ReturnType<typeof saidIn>>): string[] => said.map(([code]) => code);
const PAGE = { url: '/page', headers: { host: 'app.example.org' } };

/** The request of a browser that comes back from CAS. */
function arrival(plugin: CasPlugin): FakeExchangeOptions {
  const plugins = { cas: plugin, ticket: plainRememberer() };
  const departure = plugin.challenge(fakeExchange({ publicUrl: PUBLIC_URL, plugins, url: '/page' }), responseHead(401));
  const head = responseHead(302, (departure as Reply).headers);
  const service = new URL(new URL(head.header('location') ?? '').searchParams.get('service') ?? '');
  const [cookie = ''] = head.setCookies[0]?.split(';') ?? [];
  return { url: `${service.pathname}${service.search}&ticket=ST-1`, headers: { cookie } };
}

/** What is said when a ticket is checked. */
async function checked(plugin: CasPlugin) {
  return saidIn(plugin, arrival(plugin), async (exchange) => {
    const found = await plugin.identify(exchange);
    await plugin.authenticate(exchange, found?.credentials as CasTicketCredentials);
  });
}

describe('a challenge says', () => {
  const plugin = make(answering(success('u')));

  it('where the browser goes, and where it comes back', async () => {
    const said = await saidIn(plugin, PAGE, (exchange) => plugin.challenge(exchange, responseHead(401)));
    expect(said).toEqual([['CAS_SENT', { casUrl: CAS_URL, publicUrl: PUBLIC_URL, callbackPath: '/login/cas' }]]);
  });

  it('that it comes back elsewhere, because of another public URL', async () => {
    const request = { ...PAGE, headers: { host: 'www.example.org' } };
    const said = await saidIn(plugin, request, (exchange) => plugin.challenge(exchange, responseHead(401)));
    expect(said[1]).toEqual(['CAS_HOST_ELSEWHERE', { publicUrl: PUBLIC_URL }]);
    expect(JSON.stringify(said)).not.toContain('www.example.org');
  });

  it('that the rememberer may be missing, before the loop is stopped', async () => {
    let cookie = '';
    const codes: string[][] = [];
    for (let round = 0; round < 4; round++) {
      const asked = await saidIn(plugin, { ...PAGE, headers: { ...PAGE.headers, cookie } }, async (exchange) => {
        const reply = await plugin.challenge(exchange, responseHead(401));
        const head = responseHead(302, reply?.headers);
        if (reply?.status !== 302) return;
        const service = new URL(new URL(head.header('location') ?? '').searchParams.get('service') ?? '');
        const [sent = ''] = head.setCookies[0]?.split(';') ?? [];
        const url = `${service.pathname}${service.search}&ticket=ST-1`;
        const back = fakeExchange({
          publicUrl: PUBLIC_URL,
          url,
          headers: { cookie: sent },
          plugins: { cas: plugin, ticket: plainRememberer() },
        });
        const found = await plugin.identify(back);
        const known = await plugin.authenticate(back, found?.credentials as CasTicketCredentials);
        const who = { exchange: back, identity: new Identity(known as { userid: string }, 'cas', 'cas') };
        const done = typeof found?.reply === 'function' ? await found.reply(who as never, () => undefined) : undefined;
        [cookie = ''] = responseHead(302, done?.headers).setCookies[0]?.split(';') ?? [];
      });
      codes.push(codesOf(asked));
    }
    expect(codes).toEqual([
      ['CAS_SENT'],
      ['CAS_ASKED_AGAIN', 'CAS_SENT'],
      ['CAS_ASKED_AGAIN', 'CAS_SENT'],
      ['CAS_ASKED_AGAIN', 'CAS_LOOP'],
    ]);
  });
});

describe('a ticket', () => {
  it('is accepted', async () => {
    expect(codesOf(await checked(make(answering(success('u')))))).toEqual(['CAS_TICKET_CAME', 'CAS_ACCEPTED']);
  });

  it('is refused by the server, with its code', async () => {
    const said = await checked(make(answering(failure('INVALID_SERVICE'))));
    const facts = { publicUrl: PUBLIC_URL, callbackPath: '/login/cas', code: 'INVALID_SERVICE' };
    expect(said.at(-1)).toEqual(['CAS_TICKET_REFUSED', facts]);
    const odd = await checked(make(answering(failure('ST-1 is not known'))));
    expect(odd.at(-1)?.[1]).toMatchObject({ code: 'UNKNOWN' });
  });

  it('cannot be checked: CAS is away, and then left alone', async () => {
    const plugin = make(() => Promise.reject(new Error('ECONNREFUSED')), { maxFailures: 1, failurePauseMs: 7000 });
    const away = await checked(plugin);
    expect(away.at(-1)).toEqual(['CAS_UNREACHABLE', { casUrl: CAS_URL, code: 'CAS_UNAVAILABLE' }]);
    expect((await checked(plugin)).at(-1)).toEqual(['BREAKER_OPEN', { maxFailures: 1, failurePauseMs: 7000 }]);
  });

  it('cannot be checked: the answer is none', async () => {
    const said = await checked(make(answering('<html>')));
    expect(said.at(-1)).toEqual(['CAS_UNUSABLE', { casUrl: CAS_URL, code: 'CAS_BAD_RESPONSE' }]);
  });

  it('is not taken without its state', async () => {
    const plugin = make(answering(success('u')));
    const { url = '' } = arrival(plugin);
    const looked = (request: FakeExchangeOptions) =>
      saidIn(plugin, request, (exchange) => plugin.identify(exchange)).then(codesOf);
    expect(await looked({ url })).toEqual(['CAS_STATE_NO_COOKIES_HTTPS']);
    expect(await looked({ url, headers: { cookie: 'a=b' } })).toEqual(['CAS_STATE_OTHER_BROWSER']);
    expect(await looked({ url: '/login/cas?ticket=ST-1' })).toEqual(['CAS_STATE_PUSHED']);
    const other = arrival(make(answering(''), { stateSecrets: [`another ${SECRET}`] }));
    expect(await looked(other)).toEqual(['CAS_STATE_OTHER_SECRET']);
  });
});

describe('other requests', () => {
  it('are none of its own', async () => {
    const plugin = make(answering(''));
    expect(codesOf(await saidIn(plugin, PAGE, (exchange) => plugin.identify(exchange)))).toEqual(['CAS_NOT_ITS_PATH']);
    const logout = { url: '/logout', method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } };
    const strict = make(answering(''), { logoutPath: '/logout' });
    expect(codesOf(await saidIn(strict, logout, (exchange) => strict.identify(exchange)))).toEqual([
      'CAS_LOGOUT_REFUSED',
    ]);
  });

  it('are remembered elsewhere', async () => {
    const plugin = make(answering(''));
    const ours = new Identity({ userid: 'u' }, 'cas', 'cas');
    const told = (identity: Identity) => saidIn(plugin, PAGE, (exchange) => plugin.remember(exchange, identity));
    expect(await told(ours)).toEqual([['CAS_KEPT_BY', { rememberer: 'ticket' }]]);
    expect(await told(new Identity({ userid: 'u' }))).toEqual([['CAS_OTHER_SIGN_IN', undefined]]);
  });
});
