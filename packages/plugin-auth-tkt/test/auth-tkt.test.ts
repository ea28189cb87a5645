import { createWho, type Exchange, Identity, PasswordCredentials, responseHead } from '@who/core';
import { fakeClock, fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { authTkt, mintTicket, type Ticket, TicketCredentials } from '../src/index.js';
import {
  cookieAfter,
  identityOf,
  NOW_SECONDS,
  OTHER_SECRET,
  plugin,
  recognise,
  SECRET,
  setCookies,
  visit,
} from './support.js';

/** The `Cookie` header of somebody who signed in with a plugin. */
function signIn(ticket: ReturnType<typeof authTkt>, identity: Identity, exchange: Exchange = visit()): string {
  return cookieAfter(ticket.remember(exchange, identity));
}

const alice = identityOf('alice', ['admin', 'staff'], 'session=1');

it('plays two roles and no others', () => {
  expect(Object.keys(plugin()).sort()).toEqual(['authenticate', 'forget', 'identify', 'remember']);
});

describe('signing in', () => {
  it.each(['md5', 'sha256', 'sha512'] as const)('is remembered under %s', (digest) => {
    const ticket = plugin({ digest });
    expect(recognise(ticket, visit({ cookie: signIn(ticket, alice) }))).toEqual({
      userid: 'alice',
      tokens: ['admin', 'staff'],
      userdata: 'session=1',
    });
  });

  it.each(['josé', 'user@example.com', 'a b', '日本', '😀', 'a;b', 'a"b"', 'a\\b', "o'x", '100%', 'a%20b'])(
    'keeps the userid %s, in both worlds',
    (userid) => {
      for (const compat of ['repoze', 'mod_auth_tkt'] as const) {
        const ticket = plugin({ compat });
        const identity = identityOf(userid, ['тест'], 'naïve; "x"');
        const seen = recognise(ticket, visit({ cookie: signIn(ticket, identity) }));
        expect(seen).toEqual({ userid, tokens: ['тест'], userdata: 'naïve; "x"' });
      }
    },
  );

  it('reads what the other world writes, where that is the same ticket', () => {
    const [repoze, apache] = [plugin({ compat: 'repoze' }), plugin({ compat: 'mod_auth_tkt' })];
    expect(recognise(apache, visit({ cookie: signIn(repoze, alice) }))?.userid).toBe('alice');
    expect(recognise(repoze, visit({ cookie: signIn(apache, alice) }))?.userid).toBe('alice');
    const mail = identityOf('alice@example.org');
    expect(recognise(apache, visit({ cookie: signIn(repoze, mail) }))).toBeUndefined();
  });

  it('has no tokens rather than an empty one', () => {
    const ticket = plugin();
    expect(recognise(ticket, visit({ cookie: signIn(ticket, identityOf('bob')) }))?.tokens).toEqual([]);
  });

  it('refuses what a ticket cannot say', () => {
    const ticket = plugin();
    const codes = [identityOf('a\nb'), identityOf('a', ['b,c']), identityOf('a', [], 'b\r\nc')].map((identity) => {
      try {
        ticket.remember(visit(), identity);
      } catch (error) {
        return (error as { code?: unknown }).code;
      }
      return undefined;
    });
    expect(codes).toEqual(['TICKET_BAD_USERID', 'TICKET_BAD_TOKEN', 'TICKET_BAD_USERDATA']);
  });

  it('refuses a cookie that browsers would drop, to the byte', () => {
    const ticket = plugin();
    const [short = ''] = setCookies(ticket.remember(visit(), identityOf('a')));
    const room = 4096 - short.length;
    const [cookie] = setCookies(ticket.remember(visit(), identityOf('a', [], 'x'.repeat(room))));
    expect(cookie).toHaveLength(4096);
    expect(() => ticket.remember(visit(), identityOf('a', [], 'x'.repeat(room + 1)))).toThrow(
      expect.objectContaining({ code: 'TICKET_TOO_LARGE', plugin: '@who/plugin-auth-tkt', status: 500 }),
    );
  });
});

describe('which cookie counts', () => {
  const ticket = plugin();
  const good = signIn(ticket, alice);

  it.each([
    ['the first of two', `${good}; auth_tkt=bad`, 'alice'],
    ['the one behind a bad one', `auth_tkt=bad; ${good}`, 'alice'],
    ['not an empty one', `auth_tkt=; ${good}`, 'alice'],
    ['not one of another name', good.replace('auth_tkt', 'xauth_tkt'), undefined],
    ['not one in other case', good.replace('auth_tkt', 'AUTH_TKT'), undefined],
    ['not repoze.who’s cookie of a logout', 'auth_tkt="INVALID"', undefined],
    ['not one that is larger than any browser keeps', `auth_tkt=${'x'.repeat(4097)}`, undefined],
  ])('%s', (_what, cookie, userid) => {
    expect(recognise(ticket, visit({ cookie }))?.userid).toBe(userid);
  });

  it('none at all', () => {
    expect(ticket.identify(visit())).toBeUndefined();
  });

  it('not one of any bytes, from anywhere', () => {
    const bytes = fc.string({ unit: fc.nat(0xff).map((code) => String.fromCharCode(code)) });
    const plugins = (['repoze', 'mod_auth_tkt'] as const).flatMap((compat) => [
      plugin({ compat }),
      plugin({ compat, includeIp: true }),
    ]);
    fc.assert(
      fc.property(bytes, fc.constantFrom(...plugins), (value, own) => {
        expect(own.identify(visit({ cookie: `auth_tkt=${value}`, remoteAddress: value }))).toBeUndefined();
      }),
    );
  });
});

describe('time', () => {
  const ticket = plugin({ timeoutSeconds: 100, reissueSeconds: 30, clockSkewSeconds: 5 });
  const cookie = signIn(ticket, alice);
  const at = (age: number): Exchange => visit({ cookie, atSeconds: NOW_SECONDS + age });

  it.each([
    [-6, false],
    [-5, true],
    [0, true],
    [100, true],
    [100.999, true],
    [101, false],
    [1e6, false],
  ])('a ticket that is %d s old: %s', (age, accepted) => {
    expect(recognise(ticket, at(age)) !== undefined).toBe(accepted);
    expect(recognise(plugin({ timeoutSeconds: 100, clockSkewSeconds: 5 }), at(age)) !== undefined).toBe(accepted);
  });

  it.each([
    [-5, false],
    [0, false],
    [30, false],
    [31, true],
    [100, true],
  ])('is re-issued when %d s old: %s', (age, reissued) => {
    const exchange = at(age);
    recognise(ticket, exchange);
    const headers = ticket.remember(exchange, alice);
    expect(headers !== undefined).toBe(reissued);
    if (!reissued) return;
    const later = visit({ cookie: cookieAfter(headers), atSeconds: NOW_SECONDS + age + 100 });
    expect(recognise(ticket, later)?.userid).toBe('alice');
  });

  it('defaults to two hours, re-issue after one', () => {
    const byDefault = plugin();
    const seconds = (age: number): Exchange => visit({ cookie, atSeconds: NOW_SECONDS + age });
    expect(recognise(byDefault, seconds(7200))?.userid).toBe('alice');
    expect(recognise(byDefault, seconds(7201))).toBeUndefined();
    expect(byDefault.remember(seconds(3600), alice)).toBeUndefined();
    expect(byDefault.remember(seconds(3601), alice)).toHaveLength(1);
    expect(recognise(byDefault, seconds(-60))?.userid).toBe('alice');
    expect(recognise(byDefault, seconds(-61))).toBeUndefined();
  });

  it('may have no end, and no re-issue', () => {
    const endless = plugin({ timeoutSeconds: false });
    expect(recognise(endless, at(1e9))?.userid).toBe('alice');
    expect(endless.remember(at(1e9), alice)).toBeUndefined();
    expect(plugin({ timeoutSeconds: false, reissueSeconds: 10 }).remember(at(11), alice)).toHaveLength(1);
    expect(plugin({ timeoutSeconds: 100, reissueSeconds: false }).remember(at(99), alice)).toBeUndefined();
    expect(plugin({ timeoutSeconds: 100, reissueSeconds: 0 }).remember(at(0.5), alice)).toBeUndefined();
    expect(plugin({ timeoutSeconds: 100, reissueSeconds: 0 }).remember(at(1), alice)).toHaveLength(1);
  });
});

describe('remember', () => {
  const ticket = plugin();
  const cookie = signIn(ticket, alice);

  it('has nothing to do for the ticket that is there already, identified before or not', () => {
    const exchange = visit({ cookie });
    expect(ticket.remember(exchange, alice)).toBeUndefined();
    recognise(ticket, exchange);
    expect(ticket.remember(exchange, alice)).toBeUndefined();
  });

  it.each([
    ['userid', identityOf('bob', ['admin', 'staff'], 'session=1')],
    ['tokens', identityOf('alice', ['admin'], 'session=1')],
    ['order of tokens', identityOf('alice', ['staff', 'admin'], 'session=1')],
    ['userdata', identityOf('alice', ['admin', 'staff'], 'session=2')],
  ])('writes a cookie when the %s changed', (_what, identity) => {
    const headers = ticket.remember(visit({ cookie }), identity);
    const { userid, tokens, userdata } = identity;
    expect(recognise(ticket, visit({ cookie: cookieAfter(headers) }))).toEqual({ userid, tokens, userdata });
  });

  it('writes a cookie where there is none, or a bad one, or an old one', () => {
    expect(ticket.remember(visit(), alice)).toHaveLength(1);
    expect(ticket.remember(visit({ cookie: 'auth_tkt=bad' }), alice)).toHaveLength(1);
    expect(ticket.remember(visit({ cookie, atSeconds: NOW_SECONDS + 8000 }), alice)).toHaveLength(1);
  });
});

describe('secrets and digests that change', () => {
  it('accepts a ticket under an old secret and re-issues it at once', () => {
    const before = plugin({ secrets: [OTHER_SECRET] });
    const after = plugin({ secrets: [SECRET, OTHER_SECRET] });
    const cookie = signIn(before, alice);
    for (const time of ['first', 'from memory']) {
      const exchange = visit({ cookie });
      expect(recognise(after, exchange)?.userid, time).toBe('alice');
      const headers = after.remember(exchange, alice);
      expect(headers, time).toHaveLength(1);
      expect(recognise(plugin(), visit({ cookie: cookieAfter(headers) }))?.userid, time).toBe('alice');
    }
    expect(recognise(plugin(), visit({ cookie }))).toBeUndefined();
  });

  it('accepts a ticket under an old digest and any secret, and re-issues it at once', () => {
    const cookie = signIn(plugin({ digest: 'md5', secrets: [OTHER_SECRET] }), alice);
    const after = plugin({ digest: 'sha512', oldDigests: ['sha256', 'md5'], secrets: [SECRET, OTHER_SECRET] });
    const exchange = visit({ cookie });
    expect(recognise(after, exchange)?.userid).toBe('alice');
    const renewed = cookieAfter(after.remember(exchange, alice));
    expect(recognise(plugin({ digest: 'sha512' }), visit({ cookie: renewed }))?.userid).toBe('alice');
    expect(recognise(plugin({ digest: 'sha512' }), visit({ cookie }))).toBeUndefined();
  });
});

describe('binding to an address', () => {
  const bound = plugin({ includeIp: true });
  const from = (remoteAddress: string, cookie?: string): Exchange => visit({ remoteAddress, cookie });
  const cookie = signIn(bound, alice, from('10.1.2.3'));

  it.each([
    ['10.1.2.3', 'alice'],
    ['::ffff:10.1.2.3', 'alice'],
    ['10.1.2.4', undefined],
    ['::1', undefined],
    ['::10.1.2.3', undefined],
    ['', undefined],
  ])('from %s: %s, also when the ticket has been seen before', (remoteAddress, userid) => {
    expect(recognise(bound, from('10.1.2.3', cookie))?.userid).toBe('alice');
    expect(recognise(bound, from(remoteAddress, cookie))?.userid).toBe(userid);
    expect(recognise(plugin({ includeIp: true }), from(remoteAddress, cookie))?.userid).toBe(userid);
  });

  it('takes no unbound ticket, and unbound takes no bound one', () => {
    expect(recognise(bound, from('10.1.2.3', signIn(plugin(), alice)))).toBeUndefined();
    expect(recognise(plugin(), from('10.1.2.3', cookie))).toBeUndefined();
  });

  it('says so when a client has no IPv4 address to bind to', () => {
    for (const remoteAddress of ['::1', '']) {
      expect(() => bound.remember(from(remoteAddress), alice)).toThrow(
        expect.objectContaining({ code: 'TICKET_NEEDS_IPV4' }),
      );
    }
  });
});

describe('isUserAllowed', () => {
  it('is asked on each request', () => {
    const isUserAllowed = vi.fn((userid: string) => userid === 'alice');
    const ticket = plugin({ isUserAllowed });
    const cookie = signIn(ticket, alice);
    expect(recognise(ticket, visit({ cookie }))?.userid).toBe('alice');
    expect(recognise(ticket, visit({ cookie: signIn(ticket, identityOf('bob')) }))).toBeUndefined();
    isUserAllowed.mockReturnValue(false);
    expect(recognise(ticket, visit({ cookie }))).toBeUndefined();
  });

  it('may answer later', async () => {
    const ticket = plugin({ isUserAllowed: async (userid) => userid === 'alice' });
    const credentials = (userid: string): TicketCredentials =>
      ticket.identify(visit({ cookie: signIn(ticket, identityOf(userid)) })) as TicketCredentials;
    await expect(ticket.authenticate(visit(), credentials('alice'))).resolves.toMatchObject({ userid: 'alice' });
    await expect(ticket.authenticate(visit(), credentials('bob'))).resolves.toBeUndefined();
  });
});

describe('isRevoked', () => {
  it('is asked about the ticket on each request, and a revoked one is no ticket', () => {
    const revoked = new Set<string>();
    const seen: Ticket[] = [];
    const isRevoked = (ticket: Ticket): boolean => {
      seen.push(ticket);
      return revoked.has(ticket.userdata);
    };
    const ticket = plugin({ isRevoked });
    const cookie = signIn(ticket, alice);
    expect(recognise(ticket, visit({ cookie }))?.userid).toBe('alice');
    expect(seen).toEqual([
      { userid: 'alice', tokens: ['admin', 'staff'], userdata: 'session=1', timestampSeconds: NOW_SECONDS },
    ]);
    revoked.add('session=1');
    const exchange = visit({ cookie });
    expect(recognise(ticket, exchange)).toBeUndefined();
    expect(ticket.remember(exchange, alice)).toHaveLength(1);
  });

  it('may answer later, once for a request', async () => {
    const isRevoked = vi.fn(async () => false);
    const ticket = plugin({ isRevoked });
    const exchange = visit({ cookie: signIn(plugin(), alice) });
    await expect(ticket.identify(exchange)).resolves.toBeInstanceOf(TicketCredentials);
    await expect(ticket.remember(exchange, alice)).resolves.toBeUndefined();
    expect(isRevoked).toHaveBeenCalledTimes(1);
    isRevoked.mockResolvedValue(true);
    const next = visit({ cookie: signIn(plugin(), alice) });
    await expect(ticket.identify(next)).resolves.toBeUndefined();
    await expect(ticket.remember(next, alice)).resolves.toHaveLength(1);
  });

  it('may answer a hundred requests at the same time', async () => {
    const own = plugin({ isRevoked: async ({ userid }) => Number(userid.slice(4)) % 3 === 0 });
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, i) => {
        const identity = identityOf(`user${i}`, [`token${i}`], `data${i}`);
        const exchange = visit({ cookie: signIn(plugin(), identity) });
        const credentials = (await own.identify(exchange)) as TicketCredentials | undefined;
        const who = credentials && (await own.authenticate(exchange, credentials));
        return { who, headers: await own.remember(exchange, identity) };
      }),
    );
    answers.forEach(({ who, headers }, i) => {
      const expected = { userid: `user${i}`, tokens: [`token${i}`], userdata: `data${i}` };
      expect(who).toEqual(i % 3 === 0 ? undefined : expected);
      expect(headers === undefined).toBe(i % 3 !== 0);
    });
  });

  it('that fails signs nobody in and nobody out', async () => {
    const down = new Error('the store is down');
    const ticket = plugin({ isRevoked: () => Promise.reject(down) });
    const exchange = visit({ cookie: signIn(plugin(), alice) });
    await expect(ticket.identify(exchange)).rejects.toBe(down);
    expect(cookieAfter(ticket.forget(exchange, undefined))).toMatch(/^(auth_tkt=(; )?)+$/);
  });
});

describe('tickets seen before', () => {
  it('are not verified again, but still time out', () => {
    const ticket = plugin({ timeoutSeconds: 100 });
    const cookie = signIn(ticket, alice);
    ticket.identify(visit({ cookie }));
    const second = ticket.identify(visit({ cookie }));
    expect(ticket.identify(visit({ cookie }))).toBe(second);
    expect(ticket.identify(visit({ cookie, atSeconds: NOW_SECONDS + 101 }))).toBeUndefined();
    const again = ticket.identify(visit({ cookie }));
    expect(again).toBeInstanceOf(TicketCredentials);
    expect(again).not.toBe(second);
  });

  it('are remembered when they come again: those that come once are not worth it', () => {
    const ticket = plugin({ verifiedTickets: 2 });
    const see = (userid: string): unknown => ticket.identify(visit({ cookie: signIn(plugin(), identityOf(userid)) }));
    see('alice');
    const alice = see('alice');
    for (let i = 0; i < 100; i++) see(`passer-by ${i}`);
    expect(see('alice')).toBe(alice);
  });

  it('are so many and no more, the oldest goes first', () => {
    const ticket = plugin({ verifiedTickets: 2 });
    let visits = 0;
    const see = (userid: string): unknown =>
      // Another header each time: those are remembered, too.
      ticket.identify(visit({ cookie: `${signIn(plugin(), identityOf(userid))}; visit=${visits++}` }));
    const seeTwice = (userid: string): unknown => [see(userid), see(userid)][1];
    const [a, b] = [seeTwice('a'), seeTwice('b')];
    expect([see('a'), see('b')]).toEqual([a, b]);
    expect(see('a')).toBe(a);
    seeTwice('c');
    expect(see('b')).toBe(b);
    expect(seeTwice('a')).not.toBe(a);
    expect(see('b')).not.toBe(b);
  });

  it('are known by the whole header where there are no connections, as many and no more', () => {
    const ticket = plugin({ verifiedTickets: 2 });
    const see = (userid: string): unknown => ticket.identify(visit({ cookie: signIn(plugin(), identityOf(userid)) }));
    const often = (userid: string): unknown => [1, 2, 3].map(() => see(userid))[2];
    const [a, b] = [often('a'), often('b')];
    // Out of the memory of tickets, and not out of that of headers.
    for (const other of ['c', 'd']) [see(other), see(other)];
    expect([see('a'), see('b')]).toEqual([a, b]);
    expect([see('a') === a, see('b') === b]).toEqual([true, true]);
    for (const other of ['e', 'f']) often(other);
    expect([see('a') === a, see('b') === b]).toEqual([false, false]);
  });

  it('may be none', () => {
    const ticket = plugin({ verifiedTickets: 0 });
    const cookie = signIn(ticket, alice);
    expect(ticket.identify(visit({ cookie }))).not.toBe(ticket.identify(visit({ cookie })));
    expect(recognise(ticket, visit({ cookie }))?.userid).toBe('alice');
  });
});

describe('in an engine', () => {
  const clock = fakeClock(NOW_SECONDS * 1000);
  const users = {
    authenticate: (_exchange: Exchange, credentials: unknown) =>
      credentials instanceof PasswordCredentials && credentials.password === 'wonderland'
        ? { userid: credentials.login, tokens: ['staff'] }
        : undefined,
  };
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { ticket: plugin(), users },
    identifiers: ['ticket'],
    authenticators: ['ticket', 'users'],
    now: clock.now,
  });
  const api = (cookie?: string) => who.api(fakeRequest({ headers: cookie === undefined ? {} : { cookie } }));

  it('signs in, stays signed in without a promise, renews, signs out', async () => {
    const { identity, headers } = await api().login({ login: 'alice', password: 'wonderland' });
    expect(identity?.userid).toBe('alice');
    const cookie = cookieAfter(headers);

    const next = api(cookie);
    expect(next.authenticate()).toBeInstanceOf(Identity);
    expect(next.identity).toMatchObject({ userid: 'alice', tokens: ['staff'], identifier: 'ticket' });
    expect(next.conclude(responseHead(200))).toEqual({ challenge: undefined, headers: [] });

    clock.advance(3_601_000);
    const later = api(cookie);
    later.authenticate();
    expect(later.conclude(responseHead(200, [['Cache-Control', 'private']]))).toMatchObject({
      headers: [['Set-Cookie', expect.any(String)]],
    });

    const goodbye = await api(cookie).logout();
    expect(cookieAfter(goodbye)).toMatch(/^(auth_tkt=(; )?)+$/);
    expect(api(cookieAfter(goodbye)).authenticate()).toBeUndefined();
  });

  it('clears the cookie after a failed login', async () => {
    const { identity, headers } = await api().login({ login: 'alice', password: 'x' });
    expect(identity).toBeUndefined();
    expect(cookieAfter(headers)).toMatch(/^(auth_tkt=(; )?)+$/);
  });

  it('does not take what another ticket plugin has verified', () => {
    const [weak, strong] = [authTkt({ secrets: [OTHER_SECRET], cookieName: 'weak' }), plugin()];
    const credentials = weak.identify(visit({ cookie: signIn(weak, alice) })) as TicketCredentials;
    expect(credentials.ticket.userid).toBe('alice');
    expect(strong.authenticate(visit(), credentials)).toBeUndefined();
  });

  it('reads a ticket that was minted elsewhere', () => {
    const ticket = { userid: 'carol', tokens: [], userdata: '', timestampSeconds: NOW_SECONDS };
    const minted = mintTicket(ticket, { secret: SECRET, digest: 'sha256', compat: 'repoze' });
    expect(recognise(plugin(), visit({ cookie: `auth_tkt=${minted}` }))?.userid).toBe('carol');
  });
});
