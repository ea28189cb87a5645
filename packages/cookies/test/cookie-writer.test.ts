import type { HeaderList } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type CookieSettings, cookieWriter } from '../src/index.js';

const settings: CookieSettings = {
  name: 'stamp',
  path: '/app',
  domain: undefined,
  secure: undefined,
  httpOnly: true,
  sameSite: 'lax',
  partitioned: false,
  priority: undefined,
  former: [],
};
const tooLarge = (): Error => new Error('too large');
const writer = (changed: Partial<CookieSettings> = {}) => cookieWriter({ ...settings, ...changed }, tooLarge);
const visit = (cookie = '') =>
  fakeExchange({ publicUrl: 'https://app.example.org', headers: cookie ? { cookie } : {} });
const lines = (headers: HeaderList): string[] => headers.map(([, value]) => value);
const GONE = 'Max-Age=0';

describe('a cookie', () => {
  it('is set with its attributes, and for as long as it is told to', () => {
    expect(lines(writer().set(visit(), 'v', 60))).toEqual([
      'stamp=v; Max-Age=60; Path=/app; HttpOnly; Secure; SameSite=Lax',
    ]);
    expect(lines(writer().set(visit(), 'v', undefined))).toEqual([
      'stamp=v; Path=/app; HttpOnly; Secure; SameSite=Lax',
    ]);
  });

  it('that browsers would drop is an error of the caller', () => {
    expect(() => writer().set(visit(), 'v'.repeat(4096), undefined)).toThrow('too large');
  });

  it('alone leaves what came alone where it is, unless that was one of ours', () => {
    expect(lines(writer().replace(visit('stamp=theirs'), 'v', undefined, false))).toHaveLength(1);
    expect(lines(writer().replace(visit('stamp=1; stamp=2'), 'v', undefined, false)).length).toBeGreaterThan(1);
    expect(lines(writer().replace(visit('stamp=ours'), 'v', undefined, true)).at(-1)).toMatch(/^stamp=v;/);
  });

  it('is cleared at each path and domain, under former names too', () => {
    const cleared = lines(writer({ former: [{ name: 'old', path: '/old' }] }).clear(visit(), true));
    expect(cleared.every((line) => line.includes(GONE))).toBe(true);
    const places = cleared.map((line) =>
      [line.split('=')[0], ...(line.match(/Domain=[^;]*|Path=[^;]*/g) ?? [])].join(' '),
    );
    expect(places).toEqual([
      'stamp Path=/app',
      'stamp Path=/',
      'stamp Domain=app.example.org Path=/app',
      'stamp Domain=app.example.org Path=/',
      'stamp Domain=example.org Path=/app',
      'stamp Domain=example.org Path=/',
      'old Path=/old',
      'old Path=/',
      'old Domain=app.example.org Path=/old',
      'old Domain=app.example.org Path=/',
      'old Domain=example.org Path=/old',
      'old Domain=example.org Path=/',
    ]);
  });

  it('of the host alone is nowhere else', () => {
    const cleared = lines(writer({ name: '__Host-stamp', path: '/' }).clear(visit(), true));
    expect(cleared).toHaveLength(1);
    expect(cleared[0]).toContain('Secure');
  });
});
