import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve, type TestServer } from '@who/testkit';
import type { JWK } from 'jose';
import type { ClientMetadata, Configuration } from 'oidc-provider';
import { vi } from 'vitest';
import { MemoryAdapter } from './memory-adapter.js';
import { makeSigningKey } from './signing-key.js';

/** `oidc-provider` on a free port: everybody may sign in there, whose password is their name. */
export interface RealProvider extends TestServer {
  readonly issuer: string;
  /** Signs with another key from now on. */
  rotateKeys(): Promise<void>;
  /** What has gone wrong in it. */
  readonly troubles: string[];
  /** Tokens that it has given. */
  readonly given: string[];
  /** Paths that were asked for, in order. */
  readonly asked: string[];
}

export interface RealProviderOptions {
  readonly clients: readonly ClientMetadata[];
  readonly configuration?: Configuration | undefined;
}

// On Node 20 it warns that it wants a newer one, and works all the same.
const warn = vi.spyOn(console, 'warn').mockReturnValue();
const { default: Provider } = await import('oidc-provider');
warn.mockRestore();

/** What the provider says about everybody; the rest is made of their names. */
const claimsOf = (sub: string): Record<string, unknown> & { sub: string } => ({
  sub,
  name: `${sub} Łukasz`,
  email: `${sub}@example.org`,
  email_verified: true,
  groups: ['staff', 'users'],
  address: { country: 'FR' },
});

export async function startRealProvider({ clients, configuration }: RealProviderOptions): Promise<RealProvider> {
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const asked: string[] = [];
  const server = await serve((request, response) => {
    asked.push((request.url ?? '').split('?')[0] ?? '');
    handle(request, response);
  });
  const troubles: string[] = [];
  const given: string[] = [];

  function start(key: JWK): void {
    const provider = new Provider(server.url, { ...settings(clients, key), ...configuration });
    provider.on('server_error', (_context, error) => troubles.push(error.message));
    provider.on('backchannel.error' as 'server_error', (_context, error) => troubles.push(error.message));
    provider.use(async (context, next) => {
      await next();
      const { id_token, access_token } = Object(context.body) as Record<string, unknown>;
      for (const token of [id_token, access_token]) if (typeof token === 'string') given.push(token);
    });
    const answer = provider.callback();
    handle = (request, response) => {
      if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
      interact(provider, request, response).catch((error: Error) => {
        troubles.push(error.message);
        response.writeHead(500).end();
      });
    };
  }

  start(await makeSigningKey());
  return {
    ...server,
    issuer: server.url,
    troubles,
    given,
    asked,
    rotateKeys: async () => start(await makeSigningKey()),
  };
}

function settings(clients: readonly ClientMetadata[], key: JWK): Configuration {
  return {
    clients: clients.map((client) => ({ ...client })),
    jwks: { keys: [key] } as NonNullable<Configuration['jwks']>,
    cookies: { keys: ['a key of the tests'] },
    // Said, so that it says nothing about them.
    adapter: MemoryAdapter,
    ttl: { AccessToken: 3600, AuthorizationCode: 60, Grant: 3600, IdToken: 3600, Interaction: 3600, Session: 3600 },
    claims: {
      openid: ['sub'],
      profile: ['name', 'groups', 'address'],
      email: ['email', 'email_verified'],
      acr: null,
      amr: null,
      auth_time: null,
      iss: null,
      sid: null,
    },
    acrValues: ['gold', 'silver'],
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      jwtUserinfo: { enabled: true },
      claimsParameter: { enabled: true },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => claimsOf(sub) }),
    // Nobody is asked whether they agree.
    async loadExistingGrant({ oidc }) {
      const { client, session, result } = oidc;
      const grantId = result?.consent?.grantId ?? session?.grantIdFor(client?.clientId ?? '');
      if (grantId !== undefined) return oidc.provider.Grant.find(grantId);
      const grant = new oidc.provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope('openid profile email offline_access');
      await grant.save();
      return grant;
    },
    // Its own guard against addresses of private networks would keep logout tokens from this machine.
    fetch: (url, { dispatcher: _, ...options }: RequestInit & { dispatcher?: unknown }) => fetch(url, options),
  } as Configuration;
}

/** The page on which people sign in. */
async function interact(
  provider: InstanceType<typeof Provider>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html');
    response.end('<form method="post"><input name="login"><input name="password"><button>Sign in</button></form>');
    return;
  }
  const form = new URLSearchParams(await text(request));
  const login = form.get('login') ?? '';
  const isGood = login !== '' && form.get('password') === login;
  const result = isGood
    ? { login: { accountId: login, acr: form.get('acr') ?? 'silver', amr: ['pwd'] } }
    : { error: 'access_denied', error_description: 'wrong password' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}
