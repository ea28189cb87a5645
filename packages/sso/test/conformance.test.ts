import { type Credentials, type Identification, Identity, responseHead } from '@who/core';
import {
  type FakeRequestOptions,
  plainRememberer,
  type Scene,
  testAuthenticator,
  testChallenger,
  testIdentifier,
} from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { SsoCredentials, SsoPlugin } from '../src/index.js';
import { doorman } from './doorman.js';
import { DOOR_URL, SECRET } from './support.js';

const runner = { describe, it, expect };

/** A pass with a user's name in it. */
const passOf = (userid: string): string => `P-${Buffer.from(userid).toString('hex')}`;
const userOf = (pass: string): string => Buffer.from(pass.slice(2), 'hex').toString();

const known: typeof globalThis.fetch = async (url) => {
  const pass = new URL(String(url)).searchParams.get('pass') ?? '';
  const user = userOf(pass);
  const isKnown = pass === passOf(user) && user !== '' && !user.includes(' ');
  return new Response(isKnown ? `${user} house ${user}@example.org` : '');
};

async function arrival(pass: string, { plugin, exchange }: Scene<SsoPlugin>): Promise<FakeRequestOptions> {
  const departure = await plugin.challenge(exchange({ url: '/page' }));
  const head = responseHead(302, departure?.headers);
  const id = new URL(head.header('location') ?? '').searchParams.get('id') ?? '';
  const [cookie = ''] = head.setCookies[0]?.split(';') ?? [];
  return { url: `/login/door?${new URLSearchParams({ id, pass })}`, headers: { Cookie: cookie } };
}

async function credentials(pass: string, scene: Scene<SsoPlugin>): Promise<Credentials> {
  const found = await scene.plugin.identify(scene.exchange(await arrival(pass, scene)));
  expect(found?.credentials).toBeDefined();
  return (found as Identification & { readonly credentials: Credentials }).credentials;
}

const make = (fetch = known): SsoPlugin =>
  doorman({ doorUrl: DOOR_URL, rememberer: 'ticket', stateSecrets: [SECRET], logoutPath: '/logout', fetch });

const subject = {
  name: 'door',
  plugins: { ticket: plainRememberer() },
  create: () => make(),
  secrets: [SECRET, passOf('alice'), passOf('bob')],
};

testIdentifier(runner, {
  ...subject,
  request: (userid, scene) => arrival(passOf(userid), scene),
  claims: (found) => userOf((found as SsoCredentials<string>).answer),
  identity: (userid) => new Identity({ userid }, 'door', 'door'),
  memory: 'delegated',
  promises: ['identify'],
});

testChallenger(runner, { ...subject, status: 302, origins: [DOOR_URL] });

testAuthenticator(runner, {
  ...subject,
  broken: () => make(() => Promise.reject(new Error(`${DOOR_URL} ${passOf('alice')}`))),
  users: ['alice', 'bob'],
  credentials: (userid, scene) => credentials(passOf(userid), scene),
  wrong: (userid, scene) => credentials(`wrong-${passOf(userid)}`, scene),
  promises: ['authenticate'],
});
