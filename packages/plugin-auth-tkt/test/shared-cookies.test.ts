import type { HeaderList, Identity } from '@who/core';
import { testBrowser } from '@who/testkit';
import { describe, expect, it, vi } from 'vitest';
import { type AuthTktOptions, decodeCookieValue, encodeCookieValue, mintTicket, readTicket } from '../src/index.js';
import { identityOf, NOW_SECONDS, OTHER_SECRET, plugin, recognise, SECRET, setCookies, visit } from './support.js';

const KEY = { secret: SECRET, digest: 'sha256', compat: 'repoze' } as const;

/** The value of a cookie with a ticket. */
function ticketFor(userid: string, { ageSeconds = 0, secret = SECRET } = {}): string {
  const ticket = { userid, tokens: [], userdata: '', timestampSeconds: NOW_SECONDS - ageSeconds };
  return encodeCookieValue(mintTicket(ticket, { ...KEY, secret }), 'repoze');
}

/** What a peer adds to its cookie at app.example.org. */
const PEERS: Readonly<Record<string, readonly string[]>> = {
  'repoze.who': ['Path=/', 'Path=/; Domain=app.example.org', 'Path=/; Domain=.app.example.org'],
  mod_auth_tkt: ['path=/; domain=app.example.org'],
  Pyramid: ['Domain=app.example.org; Path=/; SameSite=Lax'],
  'Pyramid with parent_domain': ['Domain=example.org; Path=/; SameSite=Lax'],
};

/** A browser at one host, and what our plugin makes of it. */
function browserWith(options: Partial<AuthTktOptions> = {}, publicUrl = 'https://app.example.org') {
  const ticket = plugin(options);
  const name = options.cookieName ?? 'auth_tkt';
  const jar = testBrowser().cookies;
  const at = `${publicUrl}${options.path ?? ''}/`;
  const request = () => visit({ publicUrl, cookie: jar.getCookieStringSync(at) || undefined });
  const keep = (headers: HeaderList | undefined | PromiseLike<HeaderList | undefined>): void => {
    for (const line of setCookies(headers)) jar.setCookieSync(line, at);
  };
  return {
    jar,
    get user(): string | undefined {
      return recognise(ticket, request())?.userid;
    },
    /** Who a peer takes it for that reads the first cookie, or the last. */
    get byPeers(): (string | undefined)[] {
      const values = request().cookies(name);
      return [values[0], values.at(-1)].map((value) => readTicket(decodeCookieValue(value ?? '') ?? '', KEY)?.userid);
    },
    get count(): number {
      return request().cookies(name).length;
    },
    theirs: (value: string, attributes: readonly string[]): void => {
      for (const more of attributes) jar.setCookieSync(`${name}=${value}; ${more}`, at);
    },
    signIn: (identity: Identity): void => keep(ticket.remember(request(), identity)),
    signOut: (): void => keep(ticket.forget(request(), undefined)),
  };
}

const bob = identityOf('bob');

describe.each(Object.entries(PEERS))('somebody who signed in at %s', (_peer, attributes) => {
  it('is known here, and can sign out here', () => {
    const browser = browserWith();
    browser.theirs(ticketFor('alice'), attributes);
    expect(browser.user).toBe('alice');
    browser.signOut();
    expect([browser.user, browser.count]).toEqual([undefined, 0]);
  });

  it('can sign in here as somebody else, who then counts everywhere', () => {
    const browser = browserWith();
    browser.theirs(ticketFor('alice'), attributes);
    browser.signIn(bob);
    expect([browser.user, ...browser.byPeers]).toEqual(['bob', 'bob', 'bob']);
    browser.signOut();
    expect(browser.count).toBe(0);
  });

  it('can do so also where the tickets say more about one user', () => {
    const browser = browserWith();
    browser.theirs(ticketFor('bob'), attributes);
    browser.signIn(identityOf('bob', ['staff']));
    expect(browser.count).toBe(1);
  });

  it('and timed out there keeps nobody out here', () => {
    const browser = browserWith();
    browser.theirs(ticketFor('alice', { ageSeconds: 8000 }), attributes);
    expect(browser.user).toBeUndefined();
    browser.signIn(bob);
    expect(browser.user).toBe('bob');
  });

  it('in the world of another secret neither comes in nor keeps anybody out', () => {
    const browser = browserWith();
    browser.theirs(ticketFor('alice', { secret: OTHER_SECRET }), attributes);
    expect(browser.user).toBeUndefined();
    browser.signIn(bob);
    expect(browser.user).toBe('bob');
    browser.signOut();
    expect(browser.user).toBeUndefined();
  });
});

describe('the cookie of a foreign application of another host', () => {
  const foreign = ticketFor('alice', { secret: OTHER_SECRET });

  it('is left alone by a sign-out of nobody, and by a sign-in', () => {
    const browser = browserWith();
    browser.theirs(foreign, ['Domain=example.org; Path=/']);
    browser.signOut();
    browser.signIn(bob);
    expect(browser.user).toBe('bob');
    expect(browser.jar.getCookiesSync('https://example.org/').map(({ value }) => value)).toEqual([foreign]);
  });
});

describe('with a domain', () => {
  it('everything up to it is cleared, and the cookie is one', () => {
    const browser = browserWith({ domain: '.Example.org' }, 'https://a.app.example.org');
    for (const domain of ['a.app.example.org', 'app.example.org', 'example.org']) {
      browser.theirs(ticketFor('alice'), [`Domain=${domain}; Path=/`, 'Path=/']);
    }
    browser.signIn(bob);
    expect([browser.user, browser.count]).toEqual(['bob', 1]);
    browser.theirs(ticketFor('alice'), ['Domain=app.example.org; Path=/', 'Path=/']);
    browser.signOut();
    expect(browser.count).toBe(0);
  });

  it('of the host itself it is the cookie that peers set: a sign-out there counts here', () => {
    const browser = browserWith({ domain: 'app.example.org' });
    browser.signIn(bob);
    browser.theirs('INVALID', ['Max-Age=0; Path=/; Domain=app.example.org']);
    expect([browser.user, browser.count]).toEqual([undefined, 0]);
  });
});

it('with a path, what peers set for all paths is cleared as well', () => {
  const browser = browserWith({ path: '/app' });
  browser.theirs(ticketFor('alice'), PEERS['repoze.who'] ?? []);
  browser.signIn(bob);
  expect([browser.user, browser.count]).toEqual(['bob', 1]);
  browser.theirs(ticketFor('alice'), [...(PEERS['repoze.who'] ?? []), 'Domain=app.example.org; Path=/app']);
  browser.signOut();
  expect(browser.count).toBe(0);
});

describe('where browsers know no domain, none is named', () => {
  it.each<[string, Partial<AuthTktOptions>]>([
    ['http://localhost:3000', {}],
    ['http://127.0.0.1:3000', {}],
    ['http://[::1]:3000', {}],
    ['https://app.example.org', { cookieName: '__Host-auth_tkt' }],
  ])('%s %j', (publicUrl, options) => {
    const own = plugin(options);
    const name = options.cookieName ?? 'auth_tkt';
    const cookie = `${name}=${ticketFor('alice')}; ${name}=${ticketFor('carol')}`;
    const exchange = () => visit({ publicUrl, cookie });
    const all = [...setCookies(own.forget(exchange(), undefined)), ...setCookies(own.remember(exchange(), bob))];
    expect(all).toHaveLength(2);
    expect(all.join()).not.toContain('Domain=');
  });
});

it('a sign-in where no cookie is, and a re-issue, name no other cookie', () => {
  const own = plugin({ reissueSeconds: 60 });
  expect(setCookies(own.remember(visit(), bob))).toHaveLength(1);
  const cookie = `auth_tkt=${ticketFor('bob', { ageSeconds: 61 })}`;
  expect(setCookies(own.remember(visit({ cookie }), bob))).toHaveLength(1);
});

describe('of several cookies', () => {
  const cookieOf = (values: readonly string[]): string => values.map((value) => `auth_tkt=${value}`).join('; ');
  const userOf = (values: readonly string[], own = plugin()): string | undefined =>
    recognise(own, visit({ cookie: cookieOf(values) }))?.userid;
  const [alice, stale] = [ticketFor('alice'), ticketFor('carol', { ageSeconds: 9000 })];
  const foreign = ticketFor('dan', { secret: OTHER_SECRET });

  it('the first that counts does', () => {
    expect(userOf(['', 'INVALID', '"INVALID"', foreign, stale, alice, ticketFor('bob')])).toBe('alice');
  });

  it('so many are tried and no more', () => {
    const bad = (count: number) => Array.from({ length: count }, (_, i) => `${foreign}${i}`);
    expect(userOf([...bad(7), '', '', alice])).toBe('alice');
    expect(userOf([...bad(8), alice])).toBeUndefined();
    const own = plugin({ isRevoked: () => false });
    expect(userOf([...bad(7), alice], own)).toBe('alice');
    expect(userOf([...bad(8), alice], own)).toBeUndefined();
  });

  it('the memory knows the one behind a bad one', () => {
    const own = plugin();
    const see = (): unknown => own.identify(visit({ cookie: cookieOf([foreign, stale, alice]) }));
    see();
    expect(see()).toBe(see());
  });

  it('one that has been revoked stands in nobody’s way', async () => {
    const values = [ticketFor('gone'), alice];
    expect(userOf(values, plugin({ isRevoked: ({ userid }) => userid === 'gone' }))).toBe('alice');
    const isRevoked = vi.fn(async ({ userid }: { userid: string }) => userid === 'gone');
    const later = plugin({ isRevoked });
    const exchange = visit({ cookie: cookieOf(values) });
    await expect(later.identify(exchange)).resolves.toMatchObject({ ticket: { userid: 'alice' } });
    await expect(later.remember(exchange, identityOf('alice'))).resolves.toBeUndefined();
    expect(isRevoked).toHaveBeenCalledTimes(2);
    await expect(later.identify(visit({ cookie: cookieOf([ticketFor('gone')]) }))).resolves.toBeUndefined();
  });

  it('a fresh one behind an old one of the same user is not written again and again', () => {
    const own = plugin({ reissueSeconds: 60 });
    const [old, fresh] = [ticketFor('bob', { ageSeconds: 61 }), ticketFor('bob')];
    expect(own.remember(visit({ cookie: cookieOf([old, fresh]) }), bob)).toBeUndefined();
    expect(own.remember(visit({ cookie: cookieOf([old, old]) }), bob)).toHaveLength(1);
    expect(own.remember(visit({ cookie: cookieOf([old, alice]) }), bob)).toHaveLength(1);
  });
});
