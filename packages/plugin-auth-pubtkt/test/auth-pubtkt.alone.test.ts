import * as crypto from 'node:crypto';
import { inspect } from 'node:util';
import { createWho, PasswordCredentials, restrict } from '@who/core';
import { fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthPubtktOptions, hasMultifactor, type PubtktCredentials, sealBauth } from '../src/index.js';
import { anyBytes } from './arbitraries.js';
import { cookieOf, NOW_SECONDS, PEM, plugin, recognise, ticketOf, visit } from './support.js';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, verify: vi.fn(real.verify) };
});
const verify = vi.mocked(crypto.verify);
beforeEach(() => {
  verify.mockClear();
});

const alice = cookieOf(ticketOf('alice', { tokens: ['staff'], userdata: 'x=y', multifactor: true }));
const bob = cookieOf(ticketOf('bob'));

it('says at start that a system knows no such signatures', () => {
  verify.mockImplementationOnce(() => {
    throw new Error('Verifying with DSA keys is not currently supported');
  });
  const refusal = { code: 'BAD_OPTION', message: expect.stringContaining('RSA with sha256') };
  expect(() => plugin()).toThrow(expect.objectContaining(refusal));
});

it('plays three roles, and gives a password when it may', () => {
  const methods = ['authenticate', 'challenge', 'forget', 'identify', 'passwordOf', 'remember'];
  expect(Object.keys(plugin()).sort()).toEqual(methods);
});

it('says who it is, and whether a second factor was given', () => {
  expect(recognise(plugin(), visit({ cookie: alice }))).toEqual({
    userid: 'alice',
    tokens: ['staff'],
    userdata: 'x=y',
    metadata: { multifactor: true },
  });
  expect(recognise(plugin(), visit({ cookie: bob }))).toEqual({ userid: 'bob', tokens: [], userdata: '' });
});

describe('which cookie counts', () => {
  const ticket = plugin();
  const expired = cookieOf(ticketOf('eve', { validUntilSeconds: NOW_SECONDS - 1 }));

  it.each([
    ['the first of two', `${alice}; ${bob}`, 'alice'],
    ['the one behind a bad one', `auth_pubtkt=bad; ${bob}`, 'bob'],
    ['the one behind one that has timed out', `${expired}; ${bob}`, 'bob'],
    ['the one behind an empty one', `auth_pubtkt=; ${bob}`, 'bob'],
    ['not one of another name', bob.replace('auth_pubtkt', 'xauth_pubtkt'), undefined],
    ['not one in another case', bob.replace('auth_pubtkt', 'AUTH_PUBTKT'), undefined],
    ['not one inside another’s value', `other="auth_pubtkt=${bob}"`, undefined],
    ['not one that is larger than any browser keeps', `auth_pubtkt=${'%41'.repeat(1366)}`, undefined],
    ['none of more than eight', `${'auth_pubtkt=bad; '.repeat(8)}${bob}`, undefined],
  ])('%s', (_what, cookie, userid) => {
    expect(recognise(ticket, visit({ cookie }))?.userid).toBe(userid);
  });

  it('not one of any bytes, from anywhere', () => {
    fc.assert(
      fc.property(anyBytes, (value) => {
        expect(ticket.identify(visit({ cookie: `auth_pubtkt=${value}`, remoteAddress: value }))).toBeUndefined();
      }),
    );
  });

  it('one under the name that was chosen', () => {
    const named = plugin({ cookieName: '__Host-sso' });
    expect(recognise(named, visit({ cookie: bob.replace('auth_pubtkt', '__Host-sso') }))?.userid).toBe('bob');
    expect(recognise(named, visit({ cookie: bob }))).toBeUndefined();
  });
});

describe('time', () => {
  it.each([
    [600, 0, true],
    [600.999, 0, true],
    [601, 0, false],
    [605, 5, true],
    [606, 5, false],
    [-1e6, 0, true],
  ])('%d s after a ticket of 600 s, with a skew of %d s: %s', (seconds, clockSkewSeconds, counts) => {
    const exchange = visit({ cookie: bob, atSeconds: NOW_SECONDS + seconds });
    expect(recognise(plugin({ clockSkewSeconds }), exchange) !== undefined).toBe(counts);
  });

  it('ends tickets that are remembered as well', () => {
    const ticket = plugin();
    expect(recognise(ticket, visit({ cookie: bob }))?.userid).toBe('bob');
    expect(recognise(ticket, visit({ cookie: bob, atSeconds: NOW_SECONDS + 601 }))).toBeUndefined();
  });
});

describe('addresses', () => {
  const bound = cookieOf(ticketOf('bob', { clientIp: '2001:db8::7' }));

  it('bind a ticket, in every spelling, remembered or not', () => {
    const ticket = plugin();
    const from = (remoteAddress: string | undefined) =>
      recognise(ticket, visit({ cookie: bound, remoteAddress }))?.userid;
    expect(['2001:db8::7', '2001:0DB8:0:0:0:0:0:7'].map(from)).toEqual(['bob', 'bob']);
    expect(['2001:db8::8', '192.0.2.1', '', undefined].map(from)).toEqual([undefined, undefined, undefined, undefined]);
    const mapped = cookieOf(ticketOf('bob', { clientIp: '::ffff:192.0.2.1' }));
    expect(recognise(ticket, visit({ cookie: mapped, remoteAddress: '192.0.2.1' }))?.userid).toBe('bob');
  });

  it('count for nothing where that is wanted', () => {
    const open = plugin({ checkIp: false });
    expect(recognise(open, visit({ cookie: bound, remoteAddress: '192.0.2.1' }))?.userid).toBe('bob');
  });
});

describe('what else is asked about a ticket', () => {
  it('its user', async () => {
    const isUserAllowed = vi.fn((userid: string) => userid === 'alice');
    const ticket = plugin({ isUserAllowed });
    expect(recognise(ticket, visit({ cookie: alice }))?.userid).toBe('alice');
    expect(recognise(ticket, visit({ cookie: bob }))).toBeUndefined();
    const later = plugin({ isUserAllowed: async (userid) => userid === 'alice' });
    const exchange = visit({ cookie: alice });
    const found = (await later.identify(exchange)) as PubtktCredentials;
    await expect(later.authenticate(exchange, found)).resolves.toMatchObject({ userid: 'alice' });
  });

  it('whether it was revoked; then the next counts', async () => {
    const isRevoked = vi.fn(({ userid }: { userid: string }) => userid === 'alice');
    const ticket = plugin({ isRevoked });
    expect(recognise(ticket, visit({ cookie: `${alice}; ${bob}` }))?.userid).toBe('bob');
    expect(recognise(ticket, visit({ cookie: alice }))).toBeUndefined();
    const later = plugin({ isRevoked: async ({ userid }) => userid === 'alice' });
    expect(await later.identify(visit({ cookie: `${alice}; ${bob}` }))).toMatchObject({ ticket: { userid: 'bob' } });
    const odd = plugin({ isRevoked: () => undefined as unknown as boolean });
    expect(odd.identify(visit({ cookie: bob }))).toBeUndefined();
  });

  it('nothing, where it is another plugin’s', () => {
    const found = plugin().identify(visit({ cookie: bob })) as PubtktCredentials;
    expect(plugin().authenticate(visit(), found)).toBeUndefined();
  });
});

describe('a second factor', () => {
  it('can be asked for on a part of an application', async () => {
    const answerFor = async (cookie?: string): Promise<unknown> => {
      const who = createWho({
        publicUrl: 'https://app.example.org',
        plugins: { ticket: plugin() },
        identifiers: ['ticket'],
        authenticators: ['ticket'],
        now: () => NOW_SECONDS * 1000,
      });
      return restrict(hasMultifactor())(who.api(fakeRequest({ headers: cookie === undefined ? {} : { cookie } })));
    };
    expect(await Promise.all([alice, bob, undefined].map(answerFor))).toEqual([undefined, 403, 401]);
  });
});

describe('the password in a ticket', () => {
  const login = { login: 'bob', password: 'hunter2' };
  const plain = cookieOf(ticketOf('bob', { bauth: sealBauth(login) }));
  const KEY = '0123456789abcdef';
  const sealed = cookieOf(ticketOf('bob', { bauth: sealBauth(login, KEY) }));

  function passwordIn(cookie: string, bauth?: AuthPubtktOptions['bauth']): unknown {
    const ticket = plugin({ bauth });
    const exchange = visit({ cookie });
    expect(ticket.passwordOf(exchange)).toBeUndefined();
    expect(recognise(ticket, exchange)?.userid).toBe('bob');
    const password = ticket.passwordOf(exchange);
    return password && { ...password };
  }

  it('is given to nobody unasked, and not in the credentials that other plugins see', () => {
    expect(passwordIn(plain)).toBeUndefined();
    const isRevoked = vi.fn(() => false);
    const found = plugin({ isRevoked }).identify(visit({ cookie: plain })) as PubtktCredentials;
    expect(isRevoked).toHaveBeenCalledTimes(1);
    for (const seen of [found, found.ticket, isRevoked.mock.calls]) {
      expect(inspect(seen, { depth: 9, showHidden: true }) + JSON.stringify(seen)).not.toMatch(/bauth|Ym9i/);
    }
  });

  it('is given to the application that asks, opened', () => {
    expect(passwordIn(plain, 'plain')).toEqual(login);
    expect(passwordIn(sealed, { key: KEY })).toEqual(login);
    expect(passwordIn(sealed, { key: 'fedcba9876543210' })).toBeUndefined();
    expect(passwordIn(sealed, 'plain')).toBeUndefined();
    expect(passwordIn(bob, 'plain')).toBeUndefined();
  });

  it('is not given for a ticket that was not accepted', () => {
    const ticket = plugin({ bauth: 'plain', isUserAllowed: () => false });
    const exchange = visit({ cookie: plain });
    expect(recognise(ticket, exchange)).toBeUndefined();
    expect(ticket.passwordOf(exchange)).toBeUndefined();
  });
});

describe('the memory of verified tickets', () => {
  const visits = (cookies: readonly string[], options: Partial<AuthPubtktOptions> = {}): number => {
    const ticket = plugin(options);
    // At start, each key is tried.
    verify.mockClear();
    for (const cookie of cookies) recognise(ticket, visit({ cookie }));
    return verify.mock.calls.length;
  };

  it('has a signature verified once', () => {
    expect(visits([bob, bob, `other=1; ${bob}`, alice, bob])).toBe(2);
  });

  it('is bounded', () => {
    expect(visits([alice, bob, alice, bob], { verifiedTickets: 1 })).toBe(4);
    expect(visits([bob, bob], { verifiedTickets: 0 })).toBe(2);
  });

  it('remembers nothing that is not genuine', () => {
    const forged = bob.replace('bob', 'eve');
    expect(visits([forged, forged])).toBe(2);
  });

  it('costs no signature for what does not count by itself', () => {
    const expired = cookieOf(ticketOf('bob', { validUntilSeconds: 1 }));
    const elsewhere = cookieOf(ticketOf('bob', { clientIp: '192.0.2.1' }));
    expect(visits(['auth_pubtkt=bad', expired, elsewhere])).toBe(0);
  });

  it('has no request cost more than sixteen signatures', () => {
    const forged = bob.replace('bob', 'eve');
    const publicKeys = Array.from({ length: 5 }, () => PEM.otherPublic);
    expect(visits([Array.from({ length: 8 }, () => forged).join('; ')], { publicKeys })).toBe(16);
  });
});

it('beside a plugin that signs people in, in an engine', async () => {
  const ticket = plugin({ tokens: ['staff'] });
  const who = createWho({
    publicUrl: 'https://app.example.org',
    plugins: { ticket },
    identifiers: ['ticket'],
    authenticators: ['ticket'],
    now: () => NOW_SECONDS * 1000,
  });
  const api = who.api(fakeRequest({ headers: { cookie: alice } }));
  expect(await api.authenticate()).toMatchObject({
    userid: 'alice',
    identifier: 'ticket',
    metadata: { multifactor: true },
  });
  expect(await who.api(fakeRequest({ headers: { cookie: bob } })).authenticate()).toBeUndefined();
  expect(ticket.authenticate(visit(), new PasswordCredentials('alice', 'x'))).toBeUndefined();
});
