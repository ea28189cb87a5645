import { createHash, randomUUID } from 'node:crypto';
import type { SsoFetch } from '@who/sso';
import { type JWTPayload, SignJWT } from 'jose';
import { CLIENT_ID, ISSUER } from './support.js';
import { makeKey, type TestKey } from './tokens/keys.js';

/** A provider without a network: what `fetch` answers, and what may be changed of it. */
export interface FakeProvider {
  readonly fetch: SsoFetch;
  readonly key: TestKey;
  readonly issuer: string;
  /** What it was asked: paths and forms. */
  readonly asked: { readonly path: string; readonly form: URLSearchParams; readonly headers: Record<string, string> }[];
  /** Takes the way of a browser that was sent to it: gives the address that it comes back to. */
  visit(location: URL, user: string): URL;
  /** Changes what it says; anything may be thrown or left as it is. */
  change: Changes;
}

export interface Changes {
  /** About itself. */
  metadata?: ((metadata: Record<string, unknown>) => unknown) | undefined;
  keys?: ((keys: Record<string, unknown>) => unknown) | undefined;
  /** What is in the ID token. */
  claims?: ((claims: JWTPayload) => JWTPayload) | undefined;
  /** The ID token itself. */
  idToken?: ((token: string) => string | Promise<string>) | undefined;
  /** The whole answer of the token endpoint. */
  tokens?: ((tokens: Record<string, unknown>) => unknown) | undefined;
  userInfo?: ((claims: Record<string, unknown>) => unknown) | undefined;
  /** The answer to anything. */
  response?: ((path: string, response: Response) => Response | Promise<Response>) | undefined;
  header?: Record<string, unknown> | undefined;
}

const SHARED_KEY = makeKey('RS256', 'usual');

/** @param now milliseconds since 1970 */
export function fakeProvider(
  now: () => number,
  { issuer = ISSUER, key = SHARED_KEY }: { readonly issuer?: string; readonly key?: TestKey } = {},
): FakeProvider {
  const codes = new Map<string, Readonly<Record<'nonce' | 'challenge' | 'user' | 'redirect', string>>>();
  const asked: FakeProvider['asked'] = [];

  async function tokens(form: URLSearchParams): Promise<Response> {
    const code = form.get('code') ?? '';
    const sent = codes.get(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!sent || challenge !== sent.challenge || form.get('redirect_uri') !== sent.redirect) {
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    }
    const seconds = Math.floor(now() / 1000);
    const times = { iat: seconds, exp: seconds + 300, auth_time: seconds };
    const usual = {
      iss: issuer,
      aud: CLIENT_ID,
      sub: sent.user,
      sid: `session of ${sent.user}`,
      nonce: sent.nonce,
      ...times,
    };
    const claims = provider.change.claims?.(usual) ?? usual;
    const header = { alg: String(key.jwk.alg), kid: String(key.jwk.kid), ...provider.change.header };
    const signed = await new SignJWT(JSON.parse(JSON.stringify(claims)))
      .setProtectedHeader(header)
      .sign(key.privateKey);
    const idToken = (await provider.change.idToken?.(signed)) ?? signed;
    const answer = { access_token: accessTokenOf(sent.user), token_type: 'Bearer', expires_in: 300, id_token: idToken };
    return Response.json(provider.change.tokens?.(answer) ?? answer);
  }

  const answers: Readonly<Record<string, (form: URLSearchParams, headers: Record<string, string>) => unknown>> = {
    '/.well-known/openid-configuration': () => {
      const metadata = {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/keys`,
        end_session_endpoint: `${issuer}/logout`,
      };
      return provider.change.metadata?.(metadata) ?? metadata;
    },
    '/keys': () => {
      const keys = { keys: [key.jwk] };
      return provider.change.keys?.(keys) ?? keys;
    },
    '/token': tokens,
    '/userinfo': (_form, { authorization = '' }) => {
      const user = Buffer.from(authorization.replace(/^Bearer access-/, ''), 'hex').toString();
      const claims = { sub: user, name: `${user} Doe`, email: `${user}@example.org` };
      return provider.change.userInfo?.(claims) ?? claims;
    },
  };

  const provider: FakeProvider = {
    issuer,
    key,
    asked,
    change: {},
    async fetch(url, { headers, body }) {
      const path = new URL(url).pathname;
      const form = new URLSearchParams(body);
      asked.push({ path, form, headers });
      const answer = await answers[path]?.(form, headers);
      const response =
        answer instanceof Response ? answer : Response.json(answer ?? {}, { status: answer ? 200 : 404 });
      return (await provider.change.response?.(path, response)) ?? response;
    },
    visit(location, user) {
      const { searchParams: sent } = location;
      const code = `${Buffer.from(user).toString('hex')}-${randomUUID()}`;
      const redirect = sent.get('redirect_uri') ?? '';
      codes.set(code, { nonce: sent.get('nonce') ?? '', challenge: sent.get('code_challenge') ?? '', user, redirect });
      const back = new URL(redirect);
      back.searchParams.set('code', code);
      back.searchParams.set('state', sent.get('state') ?? '');
      return back;
    },
  };
  return provider;
}

/** The access token that somebody gets. */
export const accessTokenOf = (user: string): string => `access-${Buffer.from(user).toString('hex')}`;
