import { type Credentials, type Identification, Identity, responseHead } from '@who/core';
import { SsoCredentials } from '@who/sso';
import {
  type Clock,
  type FakeRequestOptions,
  plainRememberer,
  type Scene,
  testAuthenticator,
  testChallenger,
  testIdentifier,
} from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type OidcOptions, type OidcPlugin, oidc } from '../src/index.js';
import type { OidcAnswer } from '../src/sign-in/receive.js';
import { accessTokenOf, type FakeProvider, fakeProvider } from './fake-provider.js';
import { CLIENT_ID, CLIENT_SECRET, ISSUER, STATE_SECRET } from './support.js';

const runner = { describe, it, expect };

/** The provider that a plugin of a check works with. */
const providers = new WeakMap<OidcPlugin, FakeProvider>();

function create(clock: Clock, options: Partial<OidcOptions> = {}): OidcPlugin {
  const provider = fakeProvider(clock.now);
  const plugin = oidc({
    issuer: ISSUER,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    rememberer: 'ticket',
    stateSecrets: [STATE_SECRET],
    logoutPath: '/logout',
    fetch: provider.fetch,
    ...options,
  });
  providers.set(plugin, provider);
  return plugin;
}

/** A request of a browser that comes back from the provider. */
async function arrival(userid: string, { plugin, exchange }: Scene<OidcPlugin>): Promise<FakeRequestOptions> {
  const departure = await plugin.challenge(exchange({ url: '/page' }));
  const head = responseHead(302, departure?.headers);
  const back = providers.get(plugin)?.visit(new URL(head.header('location') ?? ''), userid);
  const [cookie = ''] = head.setCookies[0]?.split(';') ?? [];
  return { url: `${back?.pathname}${back?.search}`, headers: { Cookie: cookie } };
}

async function credentials(userid: string, scene: Scene<OidcPlugin>): Promise<Credentials> {
  const found = await scene.plugin.identify(scene.exchange(await arrival(userid, scene)));
  expect(found?.credentials).toBeDefined();
  return (found as Identification & { readonly credentials: Credentials }).credentials;
}

/** The same, with a code that the provider does not take. */
async function wrong(userid: string, scene: Scene<OidcPlugin>): Promise<Credentials> {
  const request = await arrival(userid, scene);
  const found = await scene.plugin.identify(
    scene.exchange({ ...request, url: String(request.url).replace('code=', 'code=wrong-') }),
  );
  return (found as Identification & { readonly credentials: Credentials }).credentials;
}

function userOf(found: Credentials): string {
  const { answer } = found as SsoCredentials<OidcAnswer>;
  return Buffer.from(answer.code?.split('-')[0] ?? '', 'hex').toString();
}

const hex = (userid: string): string => Buffer.from(userid).toString('hex');

const subject = {
  name: 'oidc',
  plugins: { ticket: plainRememberer() },
  create,
  secrets: [
    STATE_SECRET,
    CLIENT_SECRET,
    accessTokenOf('alice'),
    accessTokenOf('bob'),
    `${hex('alice')}-`,
    `${hex('bob')}-`,
  ],
};

testIdentifier(runner, {
  ...subject,
  request: arrival,
  claims: userOf,
  identity: (userid) => new Identity({ userid }, 'oidc', 'oidc'),
  memory: 'delegated',
});

describe('with answers that are posted, and policies', () => {
  testIdentifier(runner, {
    ...subject,
    create: (clock) => create(clock, { responseMode: 'form_post', policies: [{ path: '/members', ask: 'always' }] }),
    async request(userid, scene) {
      const { url = '', headers } = await arrival(userid, scene);
      const { pathname, searchParams } = new URL(url, 'https://app.example.org');
      return {
        method: 'POST',
        url: pathname,
        headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: searchParams.toString(),
      };
    },
    claims: userOf,
    identity: (userid) => new Identity({ userid }, 'oidc', 'oidc'),
    memory: 'delegated',
    promises: ['identify'],
  });
});

testChallenger(runner, { ...subject, status: 302, origins: [ISSUER], promises: ['challenge'] });

testAuthenticator(runner, {
  ...subject,
  users: ['alice', 'bob'],
  credentials,
  wrong,
  promises: ['authenticate'],
});

describe.each<[string, (path: string) => Response | Promise<never> | undefined]>([
  [
    'does not answer',
    (path) => (path === '/token' ? Promise.reject(new Error(`ENOTFOUND ${accessTokenOf('alice')}`)) : undefined),
  ],
  [
    'says that it is down',
    (path) => (path === '/token' ? new Response(accessTokenOf('alice'), { status: 502 }) : undefined),
  ],
  ['answers with a page', (path) => (path === '/token' ? new Response(`<html>${accessTokenOf('alice')}`) : undefined)],
  ['has no keys', (path) => (path === '/keys' ? new Response(accessTokenOf('alice'), { status: 500 }) : undefined)],
  ['has keys that are none', (path) => (path === '/keys' ? new Response('{}') : undefined)],
  ['knows nothing about anybody', (path) => (path === '/userinfo' ? new Response(accessTokenOf('alice')) : undefined)],
])('where the provider %s', (_, trouble) => {
  testAuthenticator(runner, {
    ...subject,
    broken() {
      const plugin = create({ now: Date.now, advance() {} });
      const provider = providers.get(plugin);
      if (provider) provider.change = { response: (path, response) => trouble(path) ?? response };
      return plugin;
    },
    users: ['alice', 'bob'],
    credentials,
    wrong,
    promises: ['authenticate'],
  });
});

it('has credentials of a class that hides them', () => {
  const answer = { code: 'a code', error: undefined, issuer: undefined };
  const made = new SsoCredentials({ answer, signIn: undefined, callbackUrl: ISSUER }, {});
  expect(JSON.stringify(made)).not.toContain('a code');
});
