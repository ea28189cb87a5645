import { generateKeyPairSync } from 'node:crypto';
import { ssoSessions } from '@who/sso';
import { describe, expect, it } from 'vitest';
import { type OidcOptions, oidc } from '../src/index.js';
import { CLIENT_ID, CLIENT_SECRET, ISSUER, STATE_SECRET } from './support.js';

const GOOD: OidcOptions = { issuer: ISSUER, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, rememberer: 'ticket' };
const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
const curve = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
const good = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const shared = ssoSessions({ store: new Map() as never });

describe('the options of oidc', () => {
  it.each<[string, Record<string, unknown>]>([
    ['issuer', { issuer: undefined }],
    ['issuer', { issuer: 'login.example.org' }],
    ['issuer', { issuer: 'http://login.example.org' }],
    ['issuer', { issuer: 'ftp://login.example.org' }],
    ['issuer', { issuer: `${ISSUER}?a=b` }],
    ['issuer', { issuer: `${ISSUER}#` }],
    ['issuer', { issuer: 'https://me@login.example.org' }],
    ['issuer', { issuer: `${ISSUER}/.well-known/openid-configuration` }],
    ['clientId', { clientId: '' }],
    ['clientSecret', { clientSecret: '' }],
    ['clientSecret', { clientSecret: 'change me' }],
    ['clientSecret', { clientAuthentication: 'none' }],
    ['clientSecret', { clientSecret: undefined, clientAuthentication: 'client_secret_post' }],
    ['clientKey', { clientAuthentication: 'private_key_jwt' }],
    ['clientKey', { clientKey: { key: 'no key' } }],
    ['clientKey', { clientKey: { key: small.privateKey } }],
    ['clientKey', { clientKey: { key: curve.privateKey } }],
    ['clientKey', { clientKey: { key: good.publicKey } }],
    ['clientKey.algorithm', { clientKey: { key: good.privateKey, algorithm: 'RS256' } }],
    ['clientKey.kid', { clientKey: { key: good.privateKey, kid: 7 } }],
    ['clientKey.id', { clientKey: { key: good.privateKey, id: 'x' } }],
    ['clientAuthentication', { clientAuthentication: 'tls_client_auth' }],
    ['algorithms', { algorithms: [] }],
    ['algorithms', { algorithms: ['none'] }],
    ['algorithms', { algorithms: ['RS256', 'HS256'], clientSecret: undefined }],
    ['clockToleranceSeconds', { clockToleranceSeconds: -1 }],
    ['scope', { scope: 'profile' }],
    ['scope', { scope: 'openid  profile' }],
    ['prompt', { prompt: 'none' }],
    ['prompt', { prompt: '' }],
    ['maxAgeSeconds', { maxAgeSeconds: 0.5 }],
    ['acrValues', { acrValues: ['a b'] }],
    ['acrValues', { acrValues: [] }],
    ['amrValues', { amrValues: 'pwd' }],
    ['authorizationParameters', { authorizationParameters: { state: 'x' } }],
    ['authorizationParameters', { authorizationParameters: { hint: 7 } }],
    ['responseMode', { responseMode: 'fragment' }],
    ['useridClaim', { useridClaim: '' }],
    ['mapClaims', { mapClaims: {} }],
    ['logoutChannel', { logoutChannel: 'side' }],
    ['keepTokens', { keepTokens: true }],
    ['tokenSecrets', { keepTokens: true, sessions: shared }],
    ['tokenSecrets', { tokenSecrets: [STATE_SECRET] }],
    ['acceptUnsolicited', { acceptUnsolicited: true }],
    ['issuerr', { issuerr: ISSUER }],
    ['policies[0].ask', { renew: true, policies: [{ path: '/', ask: 'gateway' }] }],
  ])('refuse a bad "%s": %j', (name, options) => {
    expect(() => oidc({ ...GOOD, ...options } as OidcOptions)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`"${name}"`) }),
    );
  });

  it('take what is good', () => {
    const keys = [
      good.privateKey,
      good.privateKey.export({ format: 'jwk' }),
      generateKeyPairSync('ed25519').privateKey,
    ];
    for (const key of keys) oidc({ ...GOOD, clientSecret: undefined, clientKey: { key } });
    oidc({ ...GOOD, issuer: 'http://localhost:3001' });
    oidc({ ...GOOD, issuer: 'http://[::1]:3001/', keepTokens: true, sessions: ssoSessions() });
    oidc({ ...GOOD, keepTokens: true, sessions: shared, tokenSecrets: [STATE_SECRET] });
  });

  it('never show a secret where they are refused', () => {
    const secret = 'a secret that must not be shown';
    for (const bad of [{ clientSecret: secret, clientAuthentication: 'none' }, { clientKey: { key: secret } }]) {
      let shown = '';
      try {
        oidc({ ...GOOD, ...bad } as OidcOptions);
      } catch (error) {
        shown = String(error);
      }
      expect(shown).toContain('Option');
      expect(shown).not.toContain(secret);
    }
  });
});
