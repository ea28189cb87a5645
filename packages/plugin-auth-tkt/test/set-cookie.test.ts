import { type Identity, WhoError } from '@who/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthTktOptions } from '../src/index.js';
import { anyString } from './arbitraries.js';
import { identityOf, plugin, setCookies, visit } from './support.js';

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
