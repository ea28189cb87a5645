import type { ServerMetadata } from 'openid-client';
import { describe, expect, it } from 'vitest';
import { checkMetadata } from '../../src/provider/metadata.js';

const ISSUER = 'https://login.example.org/realms/staff';

function metadata(changes: Record<string, unknown> = {}, base = ISSUER): ServerMetadata {
  return {
    issuer: base,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/keys`,
    userinfo_endpoint: `${base}/userinfo`,
    ...changes,
  } as ServerMetadata;
}

describe('what a provider says about itself', () => {
  it('says where it is asked, and what it can do', () => {
    expect(checkMetadata(metadata(), ISSUER)).toMatchObject({
      issuer: ISSUER,
      endSessionUrl: undefined,
      takesPushedRequests: false,
      namesItself: false,
    });
    const more = {
      pushed_authorization_request_endpoint: `${ISSUER}/par`,
      end_session_endpoint: `${ISSUER}/logout`,
      authorization_response_iss_parameter_supported: true,
    };
    expect(checkMetadata(metadata(more), ISSUER)).toMatchObject({ takesPushedRequests: true, namesItself: true });
  });

  it('may write its name with a slash at the end of the host', () => {
    const found = checkMetadata(metadata({}, 'https://login.example.org/'), 'https://login.example.org');
    expect(found.issuer).toBe('https://login.example.org/');
  });

  it.each<[string, Record<string, unknown>]>([
    ['is another issuer', { issuer: 'https://evil.example' }],
    ['is an issuer with another path', { issuer: `${ISSUER}/` }],
    ['is any tenant', { issuer: 'https://login.example.org/{tenantid}/v2.0' }],
    ['has no keys', { jwks_uri: undefined }],
    ['has keys that are no address', { jwks_uri: 7 }],
    ['has no page', { authorization_endpoint: undefined }],
    ['gives no tokens', { token_endpoint: undefined }],
    ['gives tokens over plain http', { token_endpoint: 'http://login.example.org/token' }],
    ['has a page over plain http', { authorization_endpoint: 'http://login.example.org/authorize' }],
    ['has a page that is a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['has keys on this machine', { jwks_uri: 'http://localhost/keys' }],
    ['has keys in a file', { jwks_uri: 'file:///etc/keys' }],
    ['has UserInfo over plain http', { userinfo_endpoint: 'http://login.example.org/userinfo' }],
    ['signs out over plain http', { end_session_endpoint: 'http://login.example.org/logout' }],
    ['takes requests over plain http', { pushed_authorization_request_endpoint: 'http://login.example.org/par' }],
  ])('cannot be used where it %s', (_, changes) => {
    expect(() => checkMetadata(metadata(changes), ISSUER)).toThrow(
      expect.objectContaining({ code: 'OIDC_METADATA_UNUSABLE', status: 503 }),
    );
  });

  it('may be plain http where all of it is on this machine', () => {
    const here = 'http://127.0.0.1:3002';
    expect(checkMetadata(metadata({}, here), here)).toMatchObject({ issuer: here });
    const elsewhere = metadata({ token_endpoint: 'http://login.example.org/token' }, here);
    expect(() => checkMetadata(elsewhere, here)).toThrow(expect.objectContaining({ code: 'OIDC_METADATA_UNUSABLE' }));
  });
});
