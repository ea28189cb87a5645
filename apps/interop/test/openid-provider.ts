import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve, type TestServer } from '@who/testkit';

/**
 * A provider of OpenID Connect, as far as a relying party needs one to sign somebody in: everybody who comes by is the
 * same user, and is not asked.
 *
 * @param claims what is said about the user
 */
export async function startOpenidProvider(claims: Readonly<Record<string, string>>): Promise<TestServer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'only', alg: 'RS256', use: 'sig' };
  /** Nonces and clients, by code. */
  const codes = new Map<string, { readonly nonce: string; readonly client: string }>();

  function idToken(nonce: string, client: string): string {
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: server.url, aud: client, nonce, iat: now, exp: now + 300, ...claims };
    const signed = [{ alg: 'RS256', kid: key.kid }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  const answers: Readonly<Record<string, (request: IncomingMessage, query: URLSearchParams) => unknown>> = {
    '/.well-known/openid-configuration': () => ({
      issuer: server.url,
      authorization_endpoint: `${server.url}/authorize`,
      token_endpoint: `${server.url}/token`,
      userinfo_endpoint: `${server.url}/userinfo`,
      jwks_uri: `${server.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    }),
    '/keys': () => ({ keys: [key] }),
    '/userinfo': () => claims,
    '/token': async (request) => {
      const form = new URLSearchParams(await text(request));
      const { nonce = '', client = '' } = codes.get(form.get('code') ?? '') ?? {};
      const id_token = idToken(nonce, client);
      const access_token = createHash('sha256').update(id_token).digest('hex');
      return { access_token, token_type: 'Bearer', expires_in: 300, id_token };
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', server.url);
    if (pathname === '/authorize') {
      const code = randomUUID();
      codes.set(code, { nonce: searchParams.get('nonce') ?? '', client: searchParams.get('client_id') ?? '' });
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', searchParams.get('state') ?? '');
      response.writeHead(302, { Location: back.href }).end();
      return;
    }
    const found = await answers[pathname]?.(request, searchParams);
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' }).end(JSON.stringify(found ?? {}));
  }

  const server = await serve((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  return server;
}
