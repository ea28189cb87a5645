import { isPromise } from '@who/core';
import { describe, expect, it, vi } from 'vitest';
import { decodeCookieValue, type Pubtkt, type PubtktCredentials, readPubtkt, sealBauth } from '../src/index.js';
import {
  codeOf,
  cookieAfter,
  cookieOf,
  identityOf,
  NOW_SECONDS,
  PEM,
  PUBLIC,
  plugin,
  recognise,
  setCookies,
  signer,
  ticketOf,
  visit,
} from './support.js';

const alice = identityOf('alice', ['staff', 'admin'], 'x=y');

/** What the ticket of a `Cookie` header says. */
function ticketIn(cookie: string): Pubtkt {
  const value = cookie.slice(cookie.indexOf('=') + 1);
  const read = readPubtkt(decodeCookieValue(value) ?? '', [{ key: PUBLIC.rsa, digest: 'sha256' }]);
  if ('code' in read) throw new Error(read.code);
  return read;
}

describe('a login server', () => {
  it('makes tickets that others believe, and believes them itself', () => {
    const server = signer();
    const cookie = cookieAfter(server.remember(visit(), alice));
    for (const reader of [server, plugin()]) {
      expect(recognise(reader, visit({ cookie }))).toEqual({
        userid: 'alice',
        tokens: ['staff', 'admin'],
        userdata: 'x=y',
      });
    }
    expect(ticketIn(cookie)).toEqual({
      userid: 'alice',
      tokens: ['staff', 'admin'],
      userdata: 'x=y',
      multifactor: false,
      validUntilSeconds: NOW_SECONDS + 7200,
      graceAfterSeconds: NOW_SECONDS + 3600,
    });
  });

  it('says how long, for whom, and whether a second factor was given', () => {
    const server = signer({ timeoutSeconds: 100, graceSeconds: 0, includeIp: true });
    const bob = identityOf('bob', [], '', { multifactor: true });
    const cookie = cookieAfter(server.remember(visit({ remoteAddress: '2001:db8::7' }), bob));
    expect(ticketIn(cookie)).toMatchObject({
      validUntilSeconds: NOW_SECONDS + 100,
      multifactor: true,
      clientIp: '2001:db8::7',
    });
    expect(ticketIn(cookie)).not.toHaveProperty('graceAfterSeconds');
    expect(codeOf(() => server.remember(visit({ remoteAddress: '' }), bob))).toBe('PUBTKT_BAD_FIELD');
  });

  it('refuses users whom no ticket can carry', () => {
    expect(codeOf(() => signer().remember(visit(), identityOf('a;b')))).toBe('PUBTKT_BAD_USERID');
    expect(codeOf(() => signer().remember(visit(), identityOf('a'.repeat(65))))).toBe('PUBTKT_LONG_USERID');
    expect(codeOf(() => signer({ maxUseridBytes: 255 }).remember(visit(), identityOf('a'.repeat(65))))).toBeUndefined();
  });

  it('signs by a key that comes later, and is reloaded', async () => {
    let privateKey = PEM.rsa;
    const server = signer({ privateKey: async () => privateKey });
    const pending = server.remember(visit(), alice);
    expect(isPromise(pending)).toBe(true);
    const cookie = cookieAfter((await pending) ?? []);
    expect(recognise(plugin(), visit({ cookie }))?.userid).toBe('alice');
    privateKey = PEM.other;
    recognise(server, visit({ cookie, atSeconds: NOW_SECONDS + 60 }));
    await vi.waitFor(() => {
      const fresh = cookieAfter(server.remember(visit({ atSeconds: NOW_SECONDS + 61 }), alice));
      expect(recognise(plugin({ publicKeys: PEM.otherPublic }), visit({ cookie: fresh }))?.userid).toBe('alice');
    });
  });
});

describe('remember', () => {
  const server = signer({ timeoutSeconds: 1000, graceSeconds: 400 });
  const cookie = cookieAfter(server.remember(visit(), alice));
  const at = (age: number, from = cookie) => visit({ cookie: from, atSeconds: NOW_SECONDS + age });

  it('has nothing to do without a private key', () => {
    expect(plugin().remember(visit(), alice)).toBeUndefined();
    const found = plugin().identify(at(999)) as PubtktCredentials;
    expect(found.remembered).toBe(true);
  });

  it.each([
    [0, false],
    [600, false],
    [601, true],
    [1000, true],
  ])('replaces a ticket that is %d s old: %s', (age, replaced) => {
    for (const identified of [true, false]) {
      const exchange = at(age);
      if (identified) expect((server.identify(exchange) as PubtktCredentials).remembered).toBe(!replaced);
      const headers = server.remember(exchange, alice);
      expect(headers !== undefined).toBe(replaced);
      if (replaced) expect(ticketIn(cookieAfter(headers)).validUntilSeconds).toBe(NOW_SECONDS + age + 1000);
    }
  });

  it.each([
    ['userid', identityOf('bob', ['staff', 'admin'], 'x=y')],
    ['tokens', identityOf('alice', ['staff'], 'x=y')],
    ['order of tokens', identityOf('alice', ['admin', 'staff'], 'x=y')],
    ['userdata', identityOf('alice', ['staff', 'admin'], 'x=z')],
    ['second factor', identityOf('alice', ['staff', 'admin'], 'x=y', { multifactor: true })],
  ])('writes a cookie when the %s changed, and clears the others', (_what, identity) => {
    const headers = server.remember(at(0), identity);
    const { userid, tokens, userdata } = identity;
    expect(ticketIn(cookieAfter(headers))).toMatchObject({ userid, tokens, userdata });
    expect(setCookies(headers).length).toBeGreaterThan(1);
  });

  it('keeps the password, the address and the second factor of a ticket that it replaces', () => {
    const bauth = sealBauth({ login: 'alice', password: 'pw' });
    const more = { bauth, clientIp: '127.0.0.1', multifactor: true, graceAfterSeconds: 1 };
    const held = cookieOf(ticketOf('alice', more));
    const exchange = visit({ cookie: held });
    const identity = identityOf('alice', [], '', { multifactor: true });
    const fresh = ticketIn(cookieAfter(server.remember(exchange, identity)));
    expect(fresh).toMatchObject({ clientIp: '127.0.0.1', multifactor: true, validUntilSeconds: NOW_SECONDS + 1000 });
    expect(fresh.bauth?.text).toBe(bauth.text);
    const anew = ticketIn(cookieAfter(server.remember(visit({ cookie: held }), identityOf('alice'))));
    expect([anew.bauth, anew.clientIp, anew.multifactor]).toEqual([undefined, undefined, false]);
  });

  it('replaces a ticket of an old key at once', () => {
    const rotated = signer({ privateKey: PEM.other }, { publicKeys: PEM.rsaPublic });
    const headers = rotated.remember(at(0), alice);
    expect(recognise(plugin({ publicKeys: PEM.otherPublic }), visit({ cookie: cookieAfter(headers) }))?.userid).toBe(
      'alice',
    );
  });

  it('replaces none where a fresh one stands behind it', () => {
    const fresh = cookieAfter(server.remember(at(700), alice));
    expect(server.remember(at(700, `${cookie}; ${fresh}`), alice)).toBeUndefined();
  });
});

describe('a request that is under way when its user signs out', () => {
  const old = cookieOf(ticketOf('alice', { graceAfterSeconds: 1 }));
  const bob = cookieOf(ticketOf('bob'));
  const identity = identityOf('alice');

  it('does not sign in again by its answer; one that came later does', () => {
    const server = signer();
    const slow = visit({ cookie: old });
    recognise(server, slow);
    server.forget(visit({ cookie: bob }), undefined);
    server.forget(visit({ cookie: old }), identity);
    expect(server.remember(slow, identity)).toBeUndefined();
    const later = visit({ cookie: old });
    recognise(server, later);
    expect(server.remember(later, identity)).toHaveLength(1);
  });

  it('does not put her in the place of somebody who signed in meanwhile', () => {
    const server = signer();
    const slow = visit({ cookie: old });
    recognise(server, slow);
    server.remember(visit({ cookie: old }), identityOf('bob'));
    expect(server.remember(slow, identity)).toBeUndefined();
  });

  it('is asked about again where another process may know', async () => {
    const isRevoked = vi.fn(async () => false);
    const server = signer({}, { isRevoked });
    const slow = visit({ cookie: old });
    await server.identify(slow);
    isRevoked.mockResolvedValue(true);
    await expect(server.remember(slow, identity)).resolves.toBeUndefined();
    expect(isRevoked).toHaveBeenCalledTimes(2);
  });
});

describe('forget', () => {
  const bob = cookieOf(ticketOf('bob'));
  const publicUrl = 'https://wiki.corp.example.org';
  const cleared = (headers: Parameters<typeof setCookies>[0]): (string | undefined)[] =>
    setCookies(headers).map((cookie) => {
      expect(cookie).toMatch(/^auth_pubtkt=; .*Max-Age=0; .*Expires=Thu, 01 Jan 1970 00:00:00 GMT/);
      return `${/Domain=([^;]*)/.exec(cookie)?.[1] ?? 'host'} ${/Path=([^;]*)/.exec(cookie)?.[1]}`;
    });

  it('clears the cookie where the login server may have set it', () => {
    const ticket = plugin();
    expect(cleared(ticket.forget(visit({ publicUrl }), undefined))).toEqual(['host /', 'wiki.corp.example.org /']);
    const genuine = ['host /', 'wiki.corp.example.org /', 'corp.example.org /'];
    expect(cleared(ticket.forget(visit({ publicUrl, cookie: bob }), undefined))).toEqual(genuine);
    const wide = plugin({ domain: '.example.org', path: '/app' });
    const places = ['host', 'wiki.corp.example.org', 'corp.example.org', 'example.org'];
    expect(cleared(wide.forget(visit({ publicUrl }), undefined))).toEqual(
      places.flatMap((place) => [`${place} /app`, `${place} /`]),
    );
  });

  it('does so where no keys can be had', async () => {
    const broken = (): string => {
      throw new Error('gone');
    };
    expect(setCookies(plugin({ publicKeys: broken }).forget(visit({ cookie: bob }), undefined)).length).toBeGreaterThan(
      0,
    );
    const later = plugin({ publicKeys: async () => broken() });
    expect(setCookies((await later.forget(visit({ cookie: bob }), undefined)) ?? []).length).toBeGreaterThan(0);
  });

  it('names the attributes that the cookie has', () => {
    const [cookie = ''] = setCookies(
      signer({ maxAgeSeconds: 60 }, { domain: 'example.org' }).remember(visit(), identityOf('bob')),
    );
    expect(cookie.slice(cookie.indexOf('; '))).toBe(
      '; Max-Age=60; Domain=example.org; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    const http = setCookies(signer().remember(visit({ publicUrl: 'http://localhost' }), identityOf('bob')));
    expect(http[0]).not.toContain('Secure');
  });
});
