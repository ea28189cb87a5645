import { type Credentials, type Identification, Identity, responseHead } from '@who/core';
import type { SsoCredentials, SsoPlugin } from '@who/sso';
import {
  type FakeRequestOptions,
  plainRememberer,
  type Scene,
  testAuthenticator,
  testChallenger,
  testIdentifier,
} from '@who/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { type SesameOptions, sesame } from '../src/index.js';
import { SECRET, sesameServer } from './sesame-server.js';

const runner = { describe, it, expect };
const server = await sesameServer();
afterAll(() => server.close());

const options = {
  sesameUrl: server.url,
  secrets: [SECRET],
  rememberer: 'ticket',
  stateSecrets: [SECRET],
  logoutPath: '/logout',
} as const satisfies SesameOptions;

const subject = {
  name: 'sesame',
  plugins: { ticket: plainRememberer() },
  create: () => sesame(options),
  secrets: [SECRET],
};

/** A request of a browser that comes back from Sesame. */
async function arrival(userid: string, { plugin, exchange }: Scene<SsoPlugin>): Promise<FakeRequestOptions> {
  const departure = await plugin.challenge(exchange({ url: '/page' }));
  const head = responseHead(302, departure?.headers);
  const { pathname, search } = server.letIn(new URL(head.header('location') ?? ''), userid);
  const [cookie = ''] = head.setCookies[0]?.split(';') ?? [];
  return { url: pathname + search, headers: { Cookie: cookie } };
}

async function credentials(request: FakeRequestOptions, { plugin, exchange }: Scene<SsoPlugin>): Promise<Credentials> {
  const found = await plugin.identify(exchange(request));
  expect(found?.credentials).toBeDefined();
  return (found as Identification & { readonly credentials: Credentials }).credentials;
}

testIdentifier(runner, {
  ...subject,
  request: arrival,
  claims: (found) => server.userOf((found as SsoCredentials<string>).answer) ?? '',
  identity: (userid) => new Identity({ userid }, 'sesame', 'sesame'),
  memory: 'delegated',
  promises: ['identify'],
});

testChallenger(runner, { ...subject, status: 302, origins: [server.url] });

testAuthenticator(runner, {
  ...subject,
  // Clients quote in their errors what they were asked to send.
  broken: () => sesame({ ...options, fetch: async (_url, init) => Promise.reject(new Error(JSON.stringify(init))) }),
  users: ['alice', 'bob'],
  credentials: async (userid, scene) => credentials(await arrival(userid, scene), scene),
  async wrong(userid, scene) {
    const request = await arrival(userid, scene);
    return credentials({ ...request, url: request.url?.replace(/pass=.*/, 'pass=a-pass-of-nobody-') }, scene);
  },
  promises: ['authenticate'],
});
