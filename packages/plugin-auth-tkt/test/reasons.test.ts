import type { Facts, Reason } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { AuthTktOptions, TicketCredentials } from '../src/index.js';
import { cookieAfter, identityOf, NOW_SECONDS, OTHER_SECRET, plugin, SECRET, type Visit, visit } from './support.js';

type Said = [code: string, facts?: Facts | undefined][];

/** What is said while somebody is looked for, after `signIn` by one plugin, by another one. */
async function saidBy(reader: Partial<AuthTktOptions>, cookie: string | undefined, more: Visit = {}): Promise<Said> {
  const said: Said = [];
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  await plugin(reader).identify(visit({ cookie, ...more, explain }));
  return said;
}

const cookieBy = (writer: Partial<AuthTktOptions>, more: Visit = {}, userid = 'bob'): string =>
  cookieAfter(plugin(writer).remember(visit(more), identityOf(userid)));

describe('identify says why', () => {
  const DAY = 86_400;

  it.each<[string, Said, Partial<AuthTktOptions>, string | undefined, Visit?]>([
    ['a good one', [['TICKET_FOUND', { ageSeconds: 5 }]], {}, cookieBy({}), { atSeconds: NOW_SECONDS + 5 }],
    ['no cookie', [['TICKET_NO_COOKIE', { cookie: 'auth_tkt' }]], {}, undefined],
    ['the cookie of another name', [['TICKET_NO_COOKIE', { cookie: 'who' }]], { cookieName: 'who' }, 'auth_tkt=x'],
    ['a wrong secret', [['TICKET_UNKNOWN_SECRET', undefined]], { secrets: [OTHER_SECRET] }, cookieBy({})],
    [
      'one that timed out',
      [['TICKET_TIMED_OUT', { seconds: 340, timeoutSeconds: 60 }]],
      { timeoutSeconds: 60 },
      cookieBy({}),
      { atSeconds: NOW_SECONDS + 400 },
    ],
    [
      'a clock that is off by a day',
      [['TICKET_FUTURE', { seconds: DAY, clockSkewSeconds: 60 }]],
      {},
      cookieBy({}),
      { atSeconds: NOW_SECONDS - DAY },
    ],
    ['another digest', [['TICKET_DIGEST', { digest: 'sha512', wanted: 'sha256' }]], {}, cookieBy({ digest: 'sha512' })],
    [
      'an old digest that timed out',
      [['TICKET_TIMED_OUT', { seconds: 1, timeoutSeconds: 7200 }]],
      { oldDigests: ['sha512'] },
      cookieBy({ digest: 'sha512' }),
      { atSeconds: NOW_SECONDS + 7201 },
    ],
    [
      'another way to write userids',
      [['TICKET_COMPAT', { compat: 'repoze', wanted: 'mod_auth_tkt' }]],
      { compat: 'mod_auth_tkt' },
      cookieBy({}, {}, 'a b'),
    ],
    ['another format', [['TICKET_FORMAT', { format: 'who1', wanted: 'auth_tkt' }]], {}, cookieBy({ format: 'who1' })],
    ['no audience', [['TICKET_AUDIENCE', undefined]], { format: 'who1', audience: 'a' }, cookieBy({ format: 'who1' })],
    [
      'another audience',
      [['TICKET_UNKNOWN_KEY', undefined]],
      { format: 'who1', audience: 'a' },
      cookieBy({ format: 'who1', audience: 'b' }),
    ],
    [
      'one that was altered',
      [['TICKET_ALTERED', undefined]],
      { format: 'who1' },
      `${cookieBy({ format: 'who1' }).slice(0, -8)}AAAAAAAA`,
    ],
    ['one that is not bound', [['TICKET_ADDRESS', undefined]], { includeIp: true }, cookieBy({})],
    [
      'a client without an address',
      [['TICKET_NO_ADDRESS', undefined]],
      { includeIp: true },
      cookieBy({}),
      { remoteAddress: '::1' },
    ],
    ['a guest', [['TICKET_GUEST', undefined]], { guestUser: 'bob' }, cookieBy({})],
    ['one that was revoked', [['TICKET_REVOKED', undefined]], { isRevoked: () => true }, cookieBy({})],
  ])('%s', async (_what, said, options, cookie, more) => {
    const codes = (await saidBy(options, cookie, more)).map(([code]) => code);
    expect(codes).toContain(said[0]?.[0]);
    if (said[0]?.[1]) expect(await saidBy(options, cookie, more)).toEqual(expect.arrayContaining(said));
    else expect(codes).toEqual([said[0]?.[0]]);
  });

  it('of each cookie that came, and of what is none', async () => {
    const said = await saidBy({ secrets: [OTHER_SECRET] }, `auth_tkt=abc; ${cookieBy({})}`);
    expect(said.map(([code]) => code)).toEqual(['TICKET_MALFORMED', 'TICKET_UNKNOWN_SECRET']);
    expect(said[0]?.[1]).toEqual({ problem: expect.stringContaining('It is base64') });
  });

  it('of a ticket in the query', async () => {
    const from = ['https://login.example.com'] as const;
    const value = cookieBy({}).slice('auth_tkt='.length).replaceAll('"', '');
    const ask = async (headers: Record<string, string>, atSeconds = NOW_SECONDS) => {
      const said: Said = [];
      const exchange = fakeExchange({
        url: `/?auth_tkt=${value}`,
        headers: { accept: 'text/html', ...headers },
        now: () => atSeconds * 1000,
        explain: ({ code }, facts) => said.push([code, facts]),
      });
      await plugin({ queryTickets: { from, maxAgeSeconds: 30 } }).identify(exchange);
      return said.map(([code]) => code);
    };
    expect(await ask({})).toContain('TICKET_QUERY_UNASKED');
    expect(await ask({ referer: `${from[0]}/x` })).toContain('TICKET_FOUND_IN_QUERY');
    expect(await ask({ referer: `${from[0]}/x` }, NOW_SECONDS + 31)).toContain('TICKET_QUERY_STALE');
  });
});

describe('the other methods say', () => {
  const explaining = (): { readonly said: Said; readonly explain: (reason: Reason, facts?: Facts) => number } => {
    const said: Said = [];
    return { said, explain: ({ code }, facts) => said.push([code, facts]) };
  };

  it('what is kept, and why not', async () => {
    const ticket = plugin();
    const cookie = cookieBy({});
    const of = async (visited: Visit, userid = 'bob') => {
      const { said, explain } = explaining();
      await ticket.remember(visit({ ...visited, explain }), identityOf(userid));
      return said;
    };
    expect(await of({})).toEqual([['TICKET_SET', { cookie: 'auth_tkt' }]]);
    expect(await of({ cookie })).toEqual([['TICKET_FRESH', undefined]]);
    expect(await of({ cookie, atSeconds: NOW_SECONDS + 4000 })).toEqual([['TICKET_REISSUED', { cookie: 'auth_tkt' }]]);
  });

  it('that a browser drops a cookie for another domain', async () => {
    const of = async (domain: string) => {
      const { said, explain } = explaining();
      await plugin({ domain }).remember(visit({ explain }), identityOf('bob'));
      return said.slice(1);
    };
    expect(await of('example.com')).toEqual([
      ['TICKET_OTHER_DOMAIN', { domain: 'example.com', host: 'app.example.org' }],
    ]);
    expect(await of('example.org')).toEqual([]);
  });

  it('that a user is not allowed, and that credentials are of others', async () => {
    const ticket = plugin({ isUserAllowed: () => false });
    const { said, explain } = explaining();
    const exchange = visit({ cookie: cookieBy({}), explain });
    const found = ticket.identify(exchange) as TicketCredentials;
    await ticket.authenticate(exchange, found);
    await plugin().authenticate(exchange, found);
    await ticket.forget(exchange, undefined);
    expect(said.map(([code]) => code)).toEqual([
      'TICKET_FOUND',
      'TICKET_USER_NOT_ALLOWED',
      'TICKET_OTHER_CREDENTIALS',
      'TICKET_CLEARED',
    ]);
  });

  it('nothing that a ticket says, and no secret', async () => {
    const said = JSON.stringify(await saidBy({ secrets: [OTHER_SECRET], includeIp: true }, cookieBy({}, {}, 'robert')));
    for (const hidden of [SECRET, OTHER_SECRET, 'robert', '127.0.0.1']) expect(said).not.toContain(hidden);
  });
});
