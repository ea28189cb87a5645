import { type Identity, WhoError } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthTktOptions } from '../src/index.js';
import { anyString } from './arbitraries.js';
import { cookieAfter, identityOf, NOW_SECONDS, plugin, setCookies, visit } from './support.js';

const PAST = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';

/** The attributes of the one cookie that `remember` sets. */
function attributes(options: Partial<AuthTktOptions>, publicUrl?: string): string {
  const cookies = setCookies(plugin(options).remember(visit({ publicUrl }), identityOf('bob')));
  expect(cookies).toHaveLength(1);
  const [cookie = ''] = cookies;
  expect(cookie.startsWith(`${options.cookieName ?? 'auth_tkt'}="`)).toBe(true);
  return cookie.slice(cookie.indexOf('; ') + 2);
}

function cleared(options: Partial<AuthTktOptions>, publicUrl?: string): string[] {
  return setCookies(plugin(options).forget(visit({ publicUrl }), undefined));
}

describe('the cookie', () => {
  it('is for the host, HttpOnly, Lax, and Secure over https', () => {
    expect(attributes({})).toBe('Path=/; HttpOnly; Secure; SameSite=Lax');
    expect(attributes({}, 'http://app.example.org')).toBe('Path=/; HttpOnly; SameSite=Lax');
  });

  it('has the attributes that it is told to', () => {
    const options = { path: '/app', domain: 'example.org', httpOnly: false, maxAgeSeconds: 3600 };
    expect(attributes({ ...options, sameSite: 'strict' })).toBe(
      'Max-Age=3600; Domain=example.org; Path=/app; Secure; SameSite=Strict',
    );
    expect(attributes({ secure: false })).toBe('Path=/; HttpOnly; SameSite=Lax');
    expect(attributes({ secure: true }, 'http://app.example.org')).toContain('Secure');
  });

  it('may be partitioned, and have a priority', () => {
    expect(attributes({ partitioned: true, sameSite: 'none', priority: 'high' }, 'http://localhost:3000')).toBe(
      'Path=/; HttpOnly; Secure; Partitioned; Priority=High; SameSite=None',
    );
  });

  it.each([{ cookieName: '__Host-ticket' }, { cookieName: '__Secure-ticket' }, { sameSite: 'none' as const }])(
    'is Secure always with %j',
    (options) => {
      expect(attributes(options, 'http://app.example.org')).toContain('; Secure;');
    },
  );

  it('is in base64 for mod_auth_tkt', () => {
    const [cookie] = setCookies(plugin({ compat: 'mod_auth_tkt' }).remember(visit(), identityOf('bob')));
    expect(cookie).toMatch(/^auth_tkt=[A-Za-z0-9+/]+={0,2}; Path=/);
  });

  it('stays in its line, or is refused, whatever an identity says', () => {
    const plugins = [plugin({ compat: 'repoze' }), plugin({ compat: 'mod_auth_tkt' })];
    /** The line that is sent, or the code of the refusal. */
    const answer = (own: (typeof plugins)[number], identity: Identity): string => {
      try {
        return setCookies(own.remember(visit(), identity)).join('\n');
      } catch (error) {
        return error instanceof WhoError ? error.code : String(error);
      }
    };
    const expected =
      /^(auth_tkt=[\x20-\x3a\x3c-\x7e]+; Path=\/; HttpOnly; Secure; SameSite=Lax|TICKET_BAD_(USERID|TOKEN|USERDATA))$/;
    fc.assert(
      fc.property(anyString, fc.array(anyString, { maxLength: 3 }), anyString, (...fields) => {
        for (const own of plugins) expect(answer(own, identityOf(...fields))).toMatch(expected);
      }),
    );
  });
});

describe('forget', () => {
  it('clears the cookie with the attributes under which it was set, whether there was one or not', () => {
    expect(cleared({ cookieName: '__Host-t' })).toEqual([
      `__Host-t=; Max-Age=0; Path=/; ${PAST}; HttpOnly; Secure; SameSite=Lax`,
    ]);
    expect(cleared({ cookieName: 't', maxAgeSeconds: 9 }, 'http://localhost:3000')).toEqual([
      `t=; Max-Age=0; Path=/; ${PAST}; HttpOnly; SameSite=Lax`,
    ]);
  });

  it('clears the host’s, that for its domain, which peers set, and the configured domain’s', () => {
    expect(cleared({ domain: 'example.org' })).toEqual([
      `auth_tkt=; Max-Age=0; Path=/; ${PAST}; HttpOnly; Secure; SameSite=Lax`,
      `auth_tkt=; Max-Age=0; Domain=app.example.org; Path=/; ${PAST}; HttpOnly; Secure; SameSite=Lax`,
      `auth_tkt=; Max-Age=0; Domain=example.org; Path=/; ${PAST}; HttpOnly; Secure; SameSite=Lax`,
    ]);
  });
});

describe('how long a browser keeps it', () => {
  const bob = identityOf('bob', ['remember-me']);
  const maxAgeSeconds = ({ tokens }: Identity): number | undefined =>
    tokens.includes('remember-me') ? 86_400 : undefined;

  it('may depend on whose it is, also at a re-issue', () => {
    const own = plugin({ maxAgeSeconds, reissueSeconds: 60 });
    const [cookie = ''] = setCookies(own.remember(visit(), bob));
    expect(cookie).toContain('; Max-Age=86400; Path=/');
    expect(setCookies(own.remember(visit(), identityOf('eve'))).join()).not.toContain('Max-Age');
    const later = visit({ cookie: cookie.split('; ', 1)[0], atSeconds: NOW_SECONDS + 61 });
    expect(setCookies(own.remember(later, bob))).toEqual([expect.stringContaining('; Max-Age=86400; ')]);
  });

  it('may take its time to find out, and then does not bring back who has signed out meanwhile', async () => {
    const own = plugin({ maxAgeSeconds: async () => 7, reissueSeconds: 60 });
    const cookie = cookieAfter((await own.remember(visit(), bob)) ?? []);
    expect(cookie).toMatch(/^auth_tkt="/);
    const due = () => visit({ cookie, atSeconds: NOW_SECONDS + 61 });
    expect(setCookies((await own.remember(due(), bob)) ?? [])).toEqual([expect.stringContaining('; Max-Age=7; ')]);
    const slow = due();
    own.identify(slow);
    const pending = own.remember(slow, bob);
    own.forget(due(), bob);
    expect(await pending).toBeUndefined();
  });

  it.each([0, -1, 1.5, Number.NaN, '60'])('is no %j: the sign-in fails', (wrong) => {
    const own = plugin({ maxAgeSeconds: () => wrong as number });
    expect(() => own.remember(visit(), bob)).toThrow(expect.objectContaining({ code: 'BAD_OPTION', status: 500 }));
  });
});

describe('where it was before', () => {
  const forget = (options: Partial<AuthTktOptions>): string[] =>
    cleared(options).map((cookie) => cookie.replace(`Max-Age=0; `, '').replace(`; ${PAST}; HttpOnly`, ''));

  it('is cleared with every sign-out, for the host and its domain', () => {
    const own = 'auth_tkt=; Path=/; Secure; SameSite=Lax';
    const shared = 'auth_tkt=; Domain=app.example.org; Path=/; Secure; SameSite=Lax';
    expect(forget({ formerCookies: [{ name: 'old' }] })).toEqual([
      own,
      shared,
      'old=; Path=/; Secure; SameSite=Lax',
      'old=; Domain=app.example.org; Path=/; Secure; SameSite=Lax',
    ]);
    expect(forget({ formerCookies: [{ path: '/app', domain: 'example.org' }] })).toEqual([
      own,
      shared,
      'auth_tkt=; Path=/app; Secure; SameSite=Lax',
      'auth_tkt=; Domain=app.example.org; Path=/app; Secure; SameSite=Lax',
      'auth_tkt=; Domain=example.org; Path=/app; Secure; SameSite=Lax',
      'auth_tkt=; Domain=example.org; Path=/; Secure; SameSite=Lax',
    ]);
    expect(forget({ cookieName: '__Host-t', formerCookies: [{ partitioned: true }] })).toEqual([
      '__Host-t=; Path=/; Secure; SameSite=Lax',
      '__Host-t=; Path=/; Secure; Partitioned; SameSite=Lax',
    ]);
  });

  it('partitioned now, it may have been there without', () => {
    expect(forget({ cookieName: '__Host-t', partitioned: true })).toEqual([
      '__Host-t=; Path=/; Secure; SameSite=Lax',
      '__Host-t=; Path=/; Secure; Partitioned; SameSite=Lax',
    ]);
  });
});
