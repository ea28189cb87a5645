import { type Credentials, Identity } from '@who/core';
import { type FakeRequestOptions, type Scene, testAuthenticator, testChallenger, testIdentifier } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { AuthPubtkt, AuthPubtktOptions, PubtktCredentials } from '../src/index.js';
import { cookieAfter, cookieOf, PEM, plugin, signer, ticketOf } from './support.js';

const runner = { describe, it, expect };
const secrets = ['the-staff', 'session of', 'alice', 'bob', PEM.rsaPublic.slice(60, 100), PEM.rsa.slice(60, 100)];
const LOGIN = 'https://login.example.org';

const identity = (userid: string): Identity =>
  new Identity({ userid, tokens: ['the-staff'], userdata: `session of ${userid}` }, 'ticket', 'ticket');

/** A ticket by the clock of the scene. */
function cookie(userid: string, { clock }: Scene<AuthPubtkt>, key: 'rsa' | 'other' = 'rsa'): string {
  const nowSeconds = Math.floor(clock.now() / 1000);
  const times = { validUntilSeconds: nowSeconds + 600, graceAfterSeconds: nowSeconds + 300 };
  return cookieOf(ticketOf(userid, { tokens: ['the-staff'], userdata: `session of ${userid}`, ...times }), key);
}

function claims(credentials: Credentials): string {
  const { userid, tokens, userdata } = (credentials as PubtktCredentials).ticket;
  expect({ tokens, userdata }).toEqual({ tokens: identity(userid).tokens, userdata: identity(userid).userdata });
  return userid;
}

type Case = [string, () => AuthPubtkt, { promises?: boolean; signs?: boolean }?];

const reading = (options: Partial<AuthPubtktOptions> = {}) => plugin({ loginUrl: `${LOGIN}/`, ...options });

describe.each<Case>([
  ['that reads', () => reading()],
  ['that demands tokens', () => reading({ tokens: ['the-admins', 'the-staff'], domain: 'example.org' })],
  ['with keys that come later', () => reading({ publicKeys: async () => PEM.rsaPublic }), { promises: true }],
  [
    'that asks about tickets and users',
    () => reading({ isRevoked: async () => false, isUserAllowed: async () => true }),
    { promises: true },
  ],
  ['that signs', () => signer({ maxUseridBytes: 255 }, { loginUrl: `${LOGIN}/` }), { signs: true }],
  ['that signs for an address', () => signer({ includeIp: true }, { loginUrl: '/login' }), { signs: true }],
])('a plugin %s', (_what, create, { promises = false, signs = false } = {}) => {
  const subject = { name: 'ticket', create, secrets };

  testIdentifier(runner, {
    ...subject,
    request: async (userid, scene): Promise<FakeRequestOptions> => ({
      headers: {
        Cookie: signs
          ? cookieAfter(await scene.plugin.remember(scene.exchange(), identity(userid)))
          : cookie(userid, scene),
      },
    }),
    claims,
    identity,
    memory: signs ? 'own' : 'none',
    promises: promises ? ['identify', 'remember', 'forget'] : [],
  });

  const credentials = async (userid: string, scene: Scene<AuthPubtkt>): Promise<Credentials> => {
    const found = await scene.plugin.identify(scene.exchange({ headers: { Cookie: cookie(userid, scene) } }));
    expect(found).toBeDefined();
    return found as Credentials;
  };

  testAuthenticator(runner, {
    ...subject,
    users: ['alice', 'bob'],
    credentials,
    // Found by another plugin with the same keys.
    wrong: (userid, scene) => credentials(userid, { ...scene, plugin: reading() }),
    promises: promises ? ['authenticate'] : [],
  });

  testChallenger(runner, {
    ...subject,
    status: 302,
    origins: [LOGIN],
    examples: [
      { status: 303, request: { method: 'POST', url: '/page' } },
      {
        status: 302,
        request: { url: '/page', headers: { Cookie: cookieOf(ticketOf('alice', { validUntilSeconds: 1 })) } },
      },
    ],
    promises: promises ? ['challenge'] : [],
  });
});
