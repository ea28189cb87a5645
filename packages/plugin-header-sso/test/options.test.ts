import { WhoError } from '@who/core';
import { describe, expect, it } from 'vitest';
import { type HeaderSsoOptions, headerSso, presets } from '../src/index.js';
import { shibboleth } from './support.js';

const secret = { header: 'X-Front-End', values: ['x'.repeat(32)] } as const;
const everybody: Partial<HeaderSsoOptions> = { trustedPeers: undefined, unsafeTrustEveryPeer: true };

/** What the factory says about options, or nothing. */
function complaint(options: object): WhoError | undefined {
  try {
    headerSso({ ...shibboleth, ...options });
    return undefined;
  } catch (error) {
    return error as WhoError;
  }
}

describe('headerSso', () => {
  it.each<[string, object, RegExp]>([
    ['nobody to trust', { trustedPeers: undefined }, /"trustedPeers" must name/],
    ['an empty list', { trustedPeers: [] }, /"trustedPeers" must name/],
    ['a text for a list', { trustedPeers: '*' }, /"trustedPeers" must name/],
    ['a star', { trustedPeers: ['*'] }, /"trustedPeers" "\*" is neither/],
    ['a name', { trustedPeers: ['localhost'] }, /neither an address/],
    ['every IPv4 address', { trustedPeers: ['0.0.0.0/0'] }, /half the world/],
    ['half of them', { trustedPeers: ['0.0.0.0/1', '128.0.0.0/1'] }, /half the world/],
    ['every IPv6 address', { trustedPeers: ['::/0'] }, /half the world/],
    ['every IPv4 address inside IPv6', { trustedPeers: ['::ffff:0:0/96'] }, /half the world/],
    ['bits behind a prefix', { trustedPeers: ['10.0.0.1/8'] }, /write "10\.0\.0\.0\/8"/],
    ['a prefix that is too long', { trustedPeers: ['10.0.0.0/33'] }, /0 to 32 bits/],
    ['an octal address', { trustedPeers: ['012.0.0.1'] }, /neither an address/],
    ['everybody, and nothing else', everybody, /"unsafeTrustEveryPeer" needs/],
    ['everybody, and somebody', { unsafeTrustEveryPeer: true, secret }, /makes "trustedPeers" pointless/],
    ['no paths', { paths: undefined }, /"paths" must name/],
    ['an empty list of paths', { paths: [] }, /"paths" must name/],
    ['a path with a query', { paths: ['/a?b'] }, /"paths" must be an absolute path/],
    ['a path with dots', { paths: ['/a/../b/*'] }, /"paths" must be an absolute path/],
    ['a star in the middle', { paths: ['/a/*/b'] }, /"paths" must be an absolute path/],
    [
      'a preset whose name is misspelt',
      { userHeaders: undefined },
      /"userHeaders" is missing\. .* \.\.\.presets\.shibboleth,/,
    ],
    ['no user header', { userHeaders: [] }, /"userHeaders" must name/],
    ['a user header that is none', { userHeaders: ['a b'] }, /"userHeaders" must hold names/],
    ['a header with another meaning', { userHeaders: ['Authorization'] }, /must not claim "Authorization"/],
    ['cookies as an attribute', { attributes: { Cookie: 'cookie' } }, /must not claim "Cookie"/],
    ['a header in two spellings', { attributes: { 'X-A': 'a', X_A: 'b' } }, /"attributes" names a header/],
    ['two spellings in two options', { attributes: { 'Remote-User': 'user' } }, /"_" here and "-" there/],
    ['an attribute twice', { attributes: { 'X-A': 'a', 'X-B': 'a' } }, /"attributes" must give each/],
    ['a magic attribute', { attributes: JSON.parse('{"X-A":"__proto__"}') }, /"attributes" must give/],
    ['a short secret', { secret: { header: 'X-A', values: ['short'] } }, /"secret" must have/],
    [
      'a printed secret',
      { secret: { header: 'X-A', values: ['a secret of at least thirty-two bytes'] } },
      /documentation/,
    ],
    ['no secret', { secret: { header: 'X-A', values: [] } }, /"secret" must have/],
    ['a secret in the user header', { secret: { ...secret, header: 'Remote-User' } }, /"secret" names a header/],
    ['no certificate', { clientCertificate: {} }, /"clientCertificate" must say which/],
    ['half a fingerprint', { clientCertificate: { fingerprints: ['AB:CD'] } }, /needs SHA-256/],
    ['a scope with its @', { scopes: ['@example.org'] }, /"scopes" must hold/],
    ['a pattern with a memory', { userPattern: /a/g }, /"userPattern" must be/],
    ['a pattern for lines', { userPattern: /^a$/m }, /"userPattern" must be/],
    ['a mapper that is none', { mapUser: 'lower' }, /"mapUser" must be/],
    ['a long separator', { separator: ', ' }, /"separator" must be/],
    ['a letter as the separator', { separator: 'a' }, /"separator" must be/],
    ['an unknown encoding', { encoding: 'base64' }, /"encoding" must be one of/],
    ['no values', { maxValues: 0 }, /"maxValues" must be/],
    ['an unknown treatment', { untrusted: 'believe' }, /"untrusted" must be one of/],
    ['a sign-in that nobody remembers', { signInPath: '/login/sso' }, /"rememberer" must be there/],
    [
      'a sign-in that nobody protects',
      { signInPath: '/login', paths: ['/a'], rememberer: 't' },
      /"signInPath" must stand/,
    ],
    ['a script for a login', { loginUrl: 'javascript:alert(1)' }, /"loginUrl" must be/],
    ['a foreign login without a scheme', { loginUrl: '//evil.example/' }, /"loginUrl" must be/],
    ['a logout at the sign-in', { signInPath: '/a', logoutPath: '/a', rememberer: 't' }, /"logoutPath" must not/],
  ])('refuses %s', (_, options, message) => {
    const error = complaint(options);
    expect(error).toBeInstanceOf(WhoError);
    expect(error?.code).toBe('BAD_OPTION');
    expect(error?.message).toMatch(message);
    expect(error?.message).not.toContain(secret.values[0]);
  });

  it.each<[object, RegExp]>([
    [{ trustedPeer: ['127.0.0.1'] }, /"trustedPeer" is not known. Did you mean "trustedPeers"\?/],
    [{ secret: { header: 'X-A', value: ['x'] } }, /"value" is not known. Did you mean "values"\?/],
    [{ clientCertificate: { commonName: 'front' } }, /"commonName" is not known. Did you mean "commonNames"\?/],
  ])('refuses what nobody knows, by name: %j', (options, message) => {
    expect(complaint(options)?.message).toMatch(message);
  });

  it.each<[string, object]>([
    [
      'addresses and ranges',
      { trustedPeers: ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8', '::ffff:10.1.2.0/120', 'unix'] },
    ],
    ['everybody with a secret', { ...everybody, secret }],
    ['a user header that is an attribute, too', { userHeaders: ['eppn'], attributes: { eppn: 'eppn' } }],
    ['a sign-in path for the only path', { paths: undefined, signInPath: '/login/sso', rememberer: 'ticket' }],
    ['a sign-in path below others', { paths: ['/login/*'], signInPath: '/login/sso', rememberer: 'ticket' }],
    ['a login elsewhere', { loginUrl: 'https://login.example.org/start?tenant=1' }],
  ])('takes %s', (_, options) => {
    expect(complaint(options)).toBeUndefined();
  });

  it.each(Object.entries(presets))('takes the preset %s', (_, preset) => {
    expect(() => headerSso({ ...preset, trustedPeers: ['127.0.0.1'], paths: 'all' })).not.toThrow();
  });
});
