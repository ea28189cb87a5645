import { type Credentials, Identity } from '@who/core';
import { type FakeRequestOptions, type Scene, testAuthenticator, testIdentifier } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { AuthTktOptions, authTkt, TicketCredentials } from '../src/index.js';
import { cookieAfter, OTHER_SECRET, plugin, SECRET } from './support.js';

type AuthTkt = ReturnType<typeof authTkt>;

const identity = (userid: string): Identity =>
  new Identity({ userid, tokens: ['the-staff', 'the-admins'], userdata: `session of ${userid}` }, 'ticket', 'ticket');

/** A request of somebody who has signed in by ticket. */
async function request(userid: string, { plugin, exchange }: Scene<AuthTkt>): Promise<FakeRequestOptions> {
  return { headers: { Cookie: cookieAfter(await plugin.remember(exchange(), identity(userid))) } };
}

/** The credentials that this plugin itself finds. */
async function credentials(userid: string, scene: Scene<AuthTkt>): Promise<Credentials> {
  const found = await scene.plugin.identify(scene.exchange(await request(userid, scene)));
  expect(found).toBeDefined();
  return found as Credentials;
}

function claims(credentials: Credentials): string {
  const { userid, tokens, userdata } = (credentials as TicketCredentials).ticket;
  expect({ tokens, userdata }).toEqual({ tokens: identity(userid).tokens, userdata: identity(userid).userdata });
  return userid;
}

describe.each<[string, Partial<AuthTktOptions>]>([
  ['in repoze mode', { compat: 'repoze' }],
  ['in mod_auth_tkt mode', { compat: 'mod_auth_tkt' }],
  ['bound to an address', { includeIp: true }],
  ['in our own format', { format: 'who1' }],
  ['in our own format, bound and encrypted', { format: 'who1', includeIp: true, encryptUserdata: true }],
  ['with a cookie for a domain', { domain: 'example.org' }],
  ['with tickets that can be revoked', { isRevoked: async () => false, isUserAllowed: async () => true }],
])('%s', (_mode, options) => {
  const runner = { describe, it, expect };
  const isAsync = options.isRevoked !== undefined;
  const subject = {
    name: 'ticket',
    create: () => plugin(options),
    secrets: [SECRET, OTHER_SECRET, 'alice', 'bob', 'the-staff', 'session of'],
  };

  testIdentifier(runner, {
    ...subject,
    request,
    claims,
    identity,
    memory: 'own',
    promises: isAsync ? ['identify', 'remember'] : [],
  });

  testAuthenticator(runner, {
    ...subject,
    users: ['alice', 'bob'],
    credentials,
    wrong: (userid, { exchange }) =>
      credentials(userid, { exchange, plugin: plugin({ ...options, secrets: [OTHER_SECRET] }) } as Scene<AuthTkt>),
    promises: isAsync ? ['authenticate'] : [],
  });
});
