import type { Identity } from '@who/core';
import { describe, expect, it } from 'vitest';
import type { AuthTktOptions, authTkt, TicketCredentials } from '../src/index.js';
import { cookieAfter, identityOf, NOW_SECONDS, OTHER_SECRET, plugin, recognise, SECRET, visit } from './support.js';

type AuthTkt = ReturnType<typeof authTkt>;

const who1 = (options: Partial<AuthTktOptions> = {}): AuthTkt => plugin({ format: 'who1', ...options });
const signIn = (own: AuthTkt, identity: Identity, remoteAddress?: string): string =>
  cookieAfter(own.remember(visit({ remoteAddress }), identity));
const alice = identityOf('alice', ['admin', 'staff'], 'session=1');
const says = { userid: 'alice', tokens: ['admin', 'staff'], userdata: 'session=1' };

describe('the format who1', () => {
  it('writes a cookie as it is, and reads it', () => {
    const cookie = signIn(who1(), alice);
    expect(cookie).toMatch(/^auth_tkt=who1[\w-]+$/);
    expect(recognise(who1(), visit({ cookie }))).toEqual(says);
    expect(who1().remember(visit({ cookie }), alice)).toBeUndefined();
  });

  it('times out, is re-issued, and has a clock that may be ahead', () => {
    const own = who1({ timeoutSeconds: 100, reissueSeconds: 30, clockSkewSeconds: 5 });
    const cookie = signIn(own, alice);
    const known = (age: number): boolean =>
      recognise(own, visit({ cookie, atSeconds: NOW_SECONDS + age })) !== undefined;
    expect([-6, -5, 0, 100, 101].map(known)).toEqual([false, true, true, true, false]);
    const due = (age: number): boolean =>
      own.remember(visit({ cookie, atSeconds: NOW_SECONDS + age }), alice) !== undefined;
    expect([0, 30, 31].map(due)).toEqual([false, false, true]);
  });

  it('is for one cookie and one audience', () => {
    const cookie = signIn(who1({ audience: 'a' }), alice);
    expect(recognise(who1({ audience: 'a' }), visit({ cookie }))?.userid).toBe('alice');
    expect(recognise(who1({ audience: 'b' }), visit({ cookie }))).toBeUndefined();
    expect(recognise(who1(), visit({ cookie }))).toBeUndefined();
    const renamed = cookie.replace('auth_tkt=', 'other=');
    expect(recognise(who1({ audience: 'a', cookieName: 'other' }), visit({ cookie: renamed }))).toBeUndefined();
  });

  it('binds to IPv6 addresses as well', () => {
    const own = who1({ includeIp: true });
    const cookie = signIn(own, alice, '2001:db8::1');
    const seen = (remoteAddress: string): unknown => recognise(own, visit({ cookie, remoteAddress }))?.userid;
    for (let i = 0; i < 3; i++) expect(seen('2001:db8::1')).toBe('alice');
    expect(['2001:db8::2', '::1', '10.1.2.3', ''].map(seen)).toEqual([undefined, undefined, undefined, undefined]);
    expect(recognise(who1(), visit({ cookie, remoteAddress: '2001:db8::1' }))).toBeUndefined();
    expect(() => own.remember(visit({ remoteAddress: '' }), alice)).toThrow(
      expect.objectContaining({ code: 'TICKET_NEEDS_ADDRESS', status: 500 }),
    );
  });

  it('encrypts userdata from the moment it is told to, and goes on reading what was not', () => {
    const [plain, secret] = [who1(), who1({ encryptUserdata: true })];
    for (const [before, after] of [
      [plain, secret],
      [secret, plain],
    ] as const) {
      const cookie = signIn(before, alice);
      expect(recognise(after, visit({ cookie }))).toEqual(says);
      const renewed = cookieAfter(after.remember(visit({ cookie }), alice));
      expect(renewed).not.toBe('');
      expect(after.remember(visit({ cookie: renewed }), alice)).toBeUndefined();
    }
    const bare = signIn(plain, identityOf('bob'));
    expect(secret.remember(visit({ cookie: bare }), identityOf('bob'))).toBeUndefined();
  });

  it('has its tickets told apart in the memory', () => {
    for (const options of [{}, { includeIp: true }]) {
      const own = who1(options);
      const cookies = Array.from({ length: 100 }, (_, i) => signIn(own, identityOf(`user ${i}`)));
      const see = (cookie: string): unknown => own.identify(visit({ cookie }));
      for (const cookie of [...cookies, ...cookies]) see(cookie);
      const known = cookies.map((cookie) => see(cookie) as TicketCredentials);
      // Few of them share the place of another one among those that came once.
      expect(cookies.filter((cookie, i) => see(cookie) === known[i]).length).toBeGreaterThan(80);
      expect(known.map(({ ticket }) => ticket.userid)).toEqual(cookies.map((_, i) => `user ${i}`));
    }
  });
});

describe('from one format to the other', () => {
  it.each<[string, Partial<AuthTktOptions>, Partial<AuthTktOptions>]>([
    ['auth_tkt', { format: 'who1', oldFormats: ['auth_tkt'] }, {}],
    [
      'auth_tkt in base64, with an old digest and secret',
      { format: 'who1', oldFormats: ['auth_tkt'], oldDigests: ['sha512'], compat: 'mod_auth_tkt' },
      { digest: 'sha512', compat: 'mod_auth_tkt', secrets: [OTHER_SECRET] },
    ],
    ['who1', { format: 'auth_tkt', oldFormats: ['who1'] }, { format: 'who1' }],
    ['who1 under an old secret', { format: 'who1' }, { format: 'who1', secrets: [OTHER_SECRET] }],
  ])('tickets of %s are read and re-issued at once', (_what, options, before) => {
    const after = plugin({ secrets: [SECRET, OTHER_SECRET], ...options });
    const cookie = signIn(plugin(before), alice);
    for (const time of ['first', 'again', 'from memory']) {
      const exchange = visit({ cookie });
      expect(recognise(after, exchange), time).toEqual(says);
      const renewed = cookieAfter(after.remember(exchange, alice));
      expect(renewed.startsWith('auth_tkt=who1'), time).toBe(options.format === 'who1');
      expect(recognise(plugin({ ...options, oldFormats: [] }), visit({ cookie: renewed })), time).toEqual(says);
    }
  });

  it('tickets of a format that is not named are none', () => {
    expect(recognise(who1(), visit({ cookie: signIn(plugin(), alice) }))).toBeUndefined();
    expect(recognise(plugin(), visit({ cookie: signIn(who1(), alice) }))).toBeUndefined();
  });

  it('what the other one cannot say is no ticket there, and no error with each request', () => {
    const back = plugin({ format: 'auth_tkt', oldFormats: ['who1'] });
    const odd = signIn(who1(), identityOf('alice', ['a,b!']));
    expect(recognise(who1(), visit({ cookie: odd }))?.tokens).toEqual(['a,b!']);
    expect(recognise(back, visit({ cookie: odd }))).toBeUndefined();

    const bound = plugin({ format: 'auth_tkt', oldFormats: ['who1'], includeIp: true });
    const from = (remoteAddress: string): unknown => {
      const cookie = signIn(who1({ includeIp: true }), alice, remoteAddress);
      return recognise(bound, visit({ cookie, remoteAddress }))?.userid;
    };
    expect([from('10.1.2.3'), from('2001:db8::1')]).toEqual(['alice', undefined]);
  });
});
