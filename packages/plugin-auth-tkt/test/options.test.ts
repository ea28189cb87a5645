import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuthTktOptions, authTkt } from '../src/index.js';
import { OTHER_SECRET, SECRET } from './support.js';

/** What JavaScript can pass, where TypeScript would complain. */
const given = (options: object): AuthTktOptions => ({ secrets: [SECRET], ...options });

describe('options', () => {
  it.each<[string, object]>([
    ['secrets', { secrets: undefined }],
    ['secrets', { secrets: [] }],
    ['secrets', { secrets: [''] }],
    ['secrets', { secrets: [SECRET, ''] }],
    ['secrets', { secrets: SECRET }],
    ['secrets', { secrets: [42] }],
    ['secrets', { secrets: [Buffer.alloc(32, 7)] }],
    ['secrets', { secrets: [SECRET, 'a secret of at least thirty-two bytes'] }],
    ['secrets', { secrets: null }],
    ['secrets', { secrets: {} }],
    ['secrets', { secrets: { file: 7 } }],
    ['secrets', { secrets: { file: 'x', path: 'y' } }],
    ['secrets', { secrets: [SECRET, { file: '' }] }],
    ['secrets', { secrets: [SECRET, null] }],
    ['reloadSeconds', { secrets: () => SECRET, reloadSeconds: 0 }],
    ['reloadSeconds', { secrets: () => SECRET, reloadSeconds: '5' }],
    ['format', { format: 'who2' }],
    ['format', { format: 'toString' }],
    ['oldFormats', { oldFormats: 'who1' }],
    ['oldFormats', { oldFormats: ['who2'] }],
    ['audience', { format: 'who1', audience: 7 }],
    ['encryptUserdata', { format: 'who1', encryptUserdata: 'yes' }],
    ['digest', { digest: 'sha1' }],
    ['digest', { digest: 'toString' }],
    ['oldDigests', { oldDigests: ['sha1'] }],
    ['oldDigests', { oldDigests: 'md5' }],
    ['compat', { compat: 'pyramid' }],
    ['useridTypes', { useridTypes: 'repoze' }],
    ['useridTypes', { useridTypes: 'pyramid', compat: 'mod_auth_tkt' }],
    ['cookieName', { cookieName: '' }],
    ['cookieName', { cookieName: 'a b' }],
    ['cookieName', { cookieName: 'a=b' }],
    ['cookieName', { cookieName: 'a\r\nb' }],
    ['path', { path: 'app' }],
    ['path', { path: '/a;b' }],
    ['path', { path: '/a\r\nb' }],
    ['path', { path: '/é' }],
    ['path', { path: '/a<b' }],
    ['domain', { domain: 'a b' }],
    ['domain', { domain: '' }],
    ['domain', { domain: 'a.org; Secure' }],
    ['domain', { domain: 'a.org:80' }],
    ['domain', { domain: 42 }],
    ['domain', { domain: 'a'.repeat(64) }],
    ['secure', { secure: 'yes' }],
    ['httpOnly', { httpOnly: 'no' }],
    ['sameSite', { sameSite: 'Lax' }],
    ['sameSite', { sameSite: true }],
    ['secure', { sameSite: 'none', secure: false }],
    ['secure', { cookieName: '__Secure-t', secure: false }],
    ['secure', { cookieName: '__Host-t', secure: false }],
    ['path', { cookieName: '__Host-t', path: '/app' }],
    ['domain', { cookieName: '__host-t', domain: 'example.org' }],
    ['includeIp', { includeIp: 1 }],
    ['timeoutSeconds', { timeoutSeconds: 0 }],
    ['timeoutSeconds', { timeoutSeconds: -1 }],
    ['timeoutSeconds', { timeoutSeconds: null }],
    ['timeoutSeconds', { timeoutSeconds: '0' }],
    ['timeoutSeconds', { timeoutSeconds: '2 h' }],
    ['timeoutSeconds', { timeoutSeconds: '2hours' }],
    ['timeoutSeconds', { timeoutSeconds: '1w 30' }],
    ['timeoutSeconds', { timeoutSeconds: '1.5h' }],
    ['timeoutSeconds', { timeoutSeconds: '' }],
    ['timeoutSeconds', { timeoutSeconds: Number.NaN }],
    ['timeoutSeconds', { timeoutSeconds: Number.POSITIVE_INFINITY }],
    ['reissueSeconds', { reissueSeconds: -1 }],
    ['reissueSeconds', { reissueSeconds: 7200 }],
    ['reissueSeconds', { timeoutSeconds: 60, reissueSeconds: 61 }],
    ['reissueSeconds', { timeoutSeconds: '1m', reissueSeconds: '1m' }],
    ['reissueSeconds', { reissueSeconds: '3h' }],
    ['reissueFraction', { reissueFraction: -0.1 }],
    ['reissueFraction', { reissueFraction: 1.1 }],
    ['reissueFraction', { reissueFraction: '0.5' }],
    ['reissueFraction', { reissueFraction: Number.NaN }],
    ['partitioned', { partitioned: 'yes' }],
    ['secure', { partitioned: true, secure: false }],
    ['priority', { priority: 'High' }],
    ['formerCookies', { formerCookies: 'old' }],
    ['formerCookies', { formerCookies: [null] }],
    ['formerCookies', { formerCookies: [{}] }],
    ['formerCookies', { formerCookies: [{ nmae: 'old' }] }],
    ['formerCookies', { formerCookies: [{ name: 'a b' }] }],
    ['formerCookies', { formerCookies: [{ path: 'app' }] }],
    ['formerCookies', { formerCookies: [{ domain: 'a b' }] }],
    ['formerCookies', { formerCookies: [{ partitioned: 1 }] }],
    ['maxAgeSeconds', { maxAgeSeconds: 0 }],
    ['maxAgeSeconds', { maxAgeSeconds: 1.5 }],
    ['maxAgeSeconds', { maxAgeSeconds: '0' }],
    ['maxAgeSeconds', { maxAgeSeconds: '4 weeks' }],
    ['maxAgeSeconds', { maxAgeSeconds: {} }],
    ['clockSkewSeconds', { clockSkewSeconds: -1 }],
    ['clockSkewSeconds', { clockSkewSeconds: Number.NaN }],
    ['isUserAllowed', { isUserAllowed: 'alice' }],
    ['isRevoked', { isRevoked: {} }],
    ['verifiedTickets', { verifiedTickets: -1 }],
    ['verifiedTickets', { verifiedTickets: 1.5 }],
    ['verifiedTickets', { verifiedTickets: Number.POSITIVE_INFINITY }],
  ])('%s is refused: %j', (option, options) => {
    const refusal = { code: 'BAD_OPTION', plugin: '@who/plugin-auth-tkt', message: expect.any(String) };
    expect(() => authTkt(given(options))).toThrow(expect.objectContaining(refusal));
    expect(() => authTkt(given(options))).toThrow(`Option "${option}" must`);
    expect(() => authTkt(given(options))).not.toThrow(SECRET);
  });

  it('that say the same are refused together', () => {
    expect(() => authTkt(given({ reissueSeconds: 60, reissueFraction: 0.5 }))).toThrow(
      '"reissueFraction" says the same',
    );
    expect(() => authTkt(given({ timeoutSeconds: false, reissueFraction: 0.5 }))).toThrow('"reissueFraction" needs a');
  });

  it('that count for files and functions are refused for fixed secrets', () => {
    expect(() => authTkt(given({ reloadSeconds: 5 }))).toThrow('Option "reloadSeconds" is for secrets from files');
  });

  it('that count for one format only are refused in the other', () => {
    expect(() => authTkt(given({ audience: 'a' }))).toThrow('Option "audience" counts for the format "who1" only');
    expect(() => authTkt(given({ encryptUserdata: true, oldFormats: ['who1'] }))).toThrow('"encryptUserdata" needs');
  });

  it.each<object>([
    { format: 'who1', oldFormats: ['auth_tkt'], audience: 'a', encryptUserdata: true },
    { format: 'who1', oldFormats: ['who1'], audience: '' },
    { format: 'auth_tkt', oldFormats: ['who1'], audience: 'a', encryptUserdata: false },
    { cookieName: '__Host-t' },
    { cookieName: '__Host-t', secure: true, path: '/' },
    { cookieName: '__Secure-t', domain: '.example.org', path: '/app' },
    { domain: 'localhost' },
    { domain: 'xn--bcher-kva.example' },
    { timeoutSeconds: false },
    { timeoutSeconds: false, reissueSeconds: 60 },
    { timeoutSeconds: 1 },
    { timeoutSeconds: '1y 1M 1w 1d 1h 1m 1s', reissueSeconds: '1M', maxAgeSeconds: '1y' },
    { reissueFraction: 0 },
    { reissueFraction: 1, timeoutSeconds: '5m' },
    { partitioned: true, sameSite: 'none', cookieName: '__Host-t', priority: 'high', formerCookies: [{ name: 'old' }] },
    { maxAgeSeconds: () => undefined },
    { timeoutSeconds: 60, reissueSeconds: false },
    { verifiedTickets: 0, clockSkewSeconds: 0, reissueSeconds: 0 },
    { digest: undefined, path: undefined, domain: undefined, secure: undefined, timeoutSeconds: undefined },
  ])('are accepted: %j', (options) => {
    expect(() => authTkt(given(options))).not.toThrow();
  });
});

describe('names that are not known', () => {
  it.each([
    ['secret', 'secrets'],
    ['secretfile', 'secrets'],
    ['cookie_name', 'cookieName'],
    ['include_ip', 'includeIp'],
    ['timeout', 'timeoutSeconds'],
    ['reissue_time', 'reissueSeconds'],
    ['userid_checker', 'isUserAllowed'],
    ['digest_algo', 'digest'],
    ['hashalg', 'digest'],
    ['max_age', 'maxAgeSeconds'],
    ['http_only', 'httpOnly'],
    ['samesite', 'sameSite'],
    ['parent_domain', 'domain'],
    ['wild_domain', 'domain'],
    ['callback', 'isUserAllowed'],
    ['TKTAuthTimeoutRefresh', 'reissueFraction'],
    ['isRevokd', 'isRevoked'],
  ])('%s is refused, and %s named', (name, meant) => {
    expect(() => authTkt(given({ [name]: 60 }))).toThrow(`Option "${name}" is not known.`);
    expect(() => authTkt(given({ [name]: 60 }))).toThrow(`"${meant}"`);
  });

  it.each([undefined, null, 'secret', [SECRET]])('are all of them where the options are no object: %j', (options) => {
    expect(() => Reflect.apply(authTkt, undefined, [options])).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});

describe('warnings', () => {
  const emit = vi.spyOn(process, 'emitWarning');
  beforeEach(() => {
    emit.mockImplementation(() => undefined);
  });
  afterEach(() => {
    emit.mockReset();
  });

  const codes = (): unknown[] => emit.mock.calls.map(([, options]) => (options as { code?: unknown }).code);

  it('come once for short secrets, which old installations share', () => {
    authTkt({ secrets: ['short', SECRET, 'shorter'] });
    expect(codes()).toEqual(['AUTH_TKT_SHORT_SECRET']);
    expect(emit.mock.calls[0]?.[0]).not.toMatch(/'short/);
  });

  it('count bytes, not characters', () => {
    authTkt({ secrets: ['é'.repeat(16)] });
    expect(codes()).toEqual([]);
    authTkt({ secrets: ['é'.repeat(15)] });
    expect(codes()).toEqual(['AUTH_TKT_SHORT_SECRET']);
  });

  it('come once for MD5, signed or accepted', () => {
    authTkt({ secrets: [SECRET], digest: 'md5', oldDigests: ['md5'] });
    authTkt({ secrets: [SECRET], oldDigests: ['sha512', 'md5'] });
    expect(codes()).toEqual(['AUTH_TKT_MD5', 'AUTH_TKT_MD5']);
  });

  it('do not come for MD5 where no ticket in it is accepted', () => {
    authTkt({ secrets: [SECRET], format: 'who1', digest: 'md5' });
    expect(codes()).toEqual([]);
    authTkt({ secrets: [SECRET], format: 'who1', oldFormats: ['auth_tkt'], digest: 'md5' });
    expect(codes()).toEqual(['AUTH_TKT_MD5']);
  });

  it('do not come for good options, and never say a secret', () => {
    authTkt({ secrets: [SECRET, OTHER_SECRET], digest: 'sha512', oldDigests: ['sha256'] });
    expect(codes()).toEqual([]);
    authTkt({ secrets: ['hunter2'], digest: 'md5' });
    expect(JSON.stringify(emit.mock.calls)).not.toContain('hunter2');
  });
});
