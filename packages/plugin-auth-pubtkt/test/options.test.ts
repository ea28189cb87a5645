import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { authPubtkt } from '../src/index.js';
import { given, PEM } from './support.js';

const signing = { privateKey: PEM.rsa };

describe('options', () => {
  it.each<[string, object]>([
    ['digest', { digest: 'md5' }],
    ['digest', { digest: 'SHA256' }],
    ['oldDigests', { oldDigests: ['md5'] }],
    ['oldDigests', { oldDigests: 'sha1' }],
    ['keyTypes', { keyTypes: ['ec'] }],
    ['keyTypes', { keyTypes: 'rsa' }],
    ['reloadSeconds', { reloadSeconds: 0 }],
    ['reloadSeconds', { reloadSeconds: '60' }],
    ['tokens', { tokens: [] }],
    ['tokens', { tokens: 'staff' }],
    ['tokens', { tokens: [''] }],
    ['tokens', { tokens: ['a,b'] }],
    ['tokens', { tokens: [42] }],
    ['requireMultifactor', { requireMultifactor: 1 }],
    ['checkIp', { checkIp: 'no' }],
    ['clockSkewSeconds', { clockSkewSeconds: -1 }],
    ['clockSkewSeconds', { clockSkewSeconds: 0.5 }],
    ['bauth', { bauth: true }],
    ['bauth', { bauth: { key: 'short' } }],
    ['bauth', { bauth: { key: 'é'.repeat(16) } }],
    ['bauth', { bauth: {} }],
    ['isUserAllowed', { isUserAllowed: 'alice' }],
    ['isRevoked', { isRevoked: {} }],
    ['verifiedTickets', { verifiedTickets: -1 }],
    ['verifiedTickets', { verifiedTickets: Number.POSITIVE_INFINITY }],
    ['loginUrl', { loginUrl: '//evil.example/' }],
    ['loginUrl', { loginUrl: '/\\evil.example/' }],
    ['loginUrl', { loginUrl: 'login' }],
    ['loginUrl', { loginUrl: 'javascript:alert(1)' }],
    ['loginUrl', { loginUrl: 'https://user:pw@login.example.org/' }],
    ['loginUrl', { loginUrl: '/a b' }],
    ['loginUrl', { loginUrl: '/login?back=x' }],
    ['loginUrl', { loginUrl: 42 }],
    ['timeoutUrl', { timeoutUrl: '' }],
    ['postTimeoutUrl', { postTimeoutUrl: 'x' }],
    ['unauthUrl', { unauthUrl: 'x' }],
    ['multifactorUrl', { multifactorUrl: 'x' }],
    ['badIpUrl', { badIpUrl: 'x' }],
    ['refreshUrl', { refreshUrl: 'x' }],
    ['refreshUrl', { refreshUrl: '/refresh', signing }],
    ['backParam', { backParam: '' }],
    ['backParam', { backParam: 'a&b' }],
    ['backParam', { backParam: null }],
    ['cookieName', { cookieName: 'a b' }],
    ['path', { path: 'app' }],
    ['domain', { domain: 'a.org; Secure' }],
    ['domain', { domain: 42 }],
    ['secure', { secure: 'yes' }],
    ['httpOnly', { httpOnly: 'no' }],
    ['sameSite', { sameSite: 'Lax' }],
    ['secure', { sameSite: 'none', secure: false }],
    ['secure', { cookieName: '__Host-t', secure: false }],
    ['path', { cookieName: '__Host-t', path: '/app' }],
    ['domain', { cookieName: '__host-t', domain: 'example.org' }],
    ['signing', { signing: PEM.rsa }],
    ['signing.privateKey', { signing: { privateKey: 42 } }],
    ['signing.timeoutSeconds', { signing: { ...signing, timeoutSeconds: 0 } }],
    ['signing.graceSeconds', { signing: { ...signing, graceSeconds: 7200 } }],
    ['signing.graceSeconds', { signing: { ...signing, graceSeconds: -1 } }],
    ['signing.includeIp', { signing: { ...signing, includeIp: 'yes' } }],
    ['signing.maxUseridBytes', { signing: { ...signing, maxUseridBytes: 256 } }],
    ['signing.maxUseridBytes', { signing: { ...signing, maxUseridBytes: 0 } }],
    ['signing.maxAgeSeconds', { signing: { ...signing, maxAgeSeconds: 0 } }],
  ])('%s is refused: %j', (option, options) => {
    const refusal = { code: 'BAD_OPTION', plugin: '@who/plugin-auth-pubtkt', message: expect.any(String) };
    expect(() => authPubtkt(given(options))).toThrow(expect.objectContaining(refusal));
    expect(() => authPubtkt(given(options))).toThrow(`Option "${option}" must`);
  });

  it.each<object>([
    { cookieName: '__Host-t', secure: true, path: '/' },
    { cookieName: '__Secure-t', domain: '.example.org', path: '/app' },
    { loginUrl: '/login?a=b#c', refreshUrl: false, backParam: 'next' },
    { loginUrl: 'http://localhost:8080/', timeoutUrl: 'HTTPS://login.example.org' },
    { signing, refreshUrl: false },
    { signing: { ...signing, timeoutSeconds: 1, graceSeconds: 0, maxUseridBytes: 255 }, publicKeys: undefined },
    { verifiedTickets: 0, clockSkewSeconds: 0, tokens: ['a'], bauth: 'plain' },
    { digest: undefined, tokens: undefined, bauth: undefined, signing: undefined, secure: undefined },
  ])('are accepted: %j', (options) => {
    expect(() => authPubtkt(given(options))).not.toThrow();
  });
});

describe('names that are not known', () => {
  it.each([
    ['publicKey', 'publicKeys'],
    ['TKTAuthPublicKey', 'publicKeys'],
    ['TKTAuthLoginURL', 'loginUrl'],
    ['TKTAuthPostTimeoutURL', 'postTimeoutUrl'],
    ['TKTAuthBadIPURL', 'badIpUrl'],
    ['TKTAuthToken', 'tokens'],
    ['TKTAuthPassthruBasicKey', 'bauth'],
    ['badIPUrl', 'badIpUrl'],
    ['token', 'tokens'],
  ])('%s is refused, and %s named', (name, meant) => {
    expect(() => authPubtkt(given({ [name]: 'x' }))).toThrow(`Option "${name}" is not known.`);
    expect(() => authPubtkt(given({ [name]: 'x' }))).toThrow(`"${meant}"`);
  });

  it('are refused within "signing", too', () => {
    const options = given({ signing: { ...signing, timeout: 60 } });
    expect(() => authPubtkt(options)).toThrow('Option "signing.timeout" is not known. Did you mean "timeoutSeconds"?');
  });

  it.each([undefined, null, 'key', [PEM.rsa]])('are all of them where the options are no object: %j', (options) => {
    expect(() => Reflect.apply(authPubtkt, undefined, [options])).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION' }),
    );
  });
});

describe('warnings', () => {
  const emit = vi.spyOn(process, 'emitWarning');
  beforeEach(() => {
    emit.mockReset().mockImplementation(() => undefined);
  });
  afterEach(() => {
    emit.mockReset();
  });

  it('do not come for good options', () => {
    authPubtkt(given({ digest: 'sha512', oldDigests: ['sha256'], signing }));
    expect(emit).not.toHaveBeenCalled();
  });
});
