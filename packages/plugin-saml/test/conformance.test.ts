import { type Credentials, type Identification, Identity } from '@who/core';
import { SsoCredentials } from '@who/sso';
import { plainRememberer, type Scene, testAuthenticator, testChallenger, testIdentifier } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import type { ReadResponse } from '../src/answer/response.js';
import type { SamlPlugin } from '../src/index.js';
import { SIGN_ON } from './idp/idp.js';
import { SECRET } from './site.js';
import { arrival, make, named } from './support.js';

const runner = { describe, it, expect };

async function credentials(
  userid: string,
  { plugin, exchange }: Scene<SamlPlugin>,
  spoil?: (xml: string) => string,
): Promise<Credentials> {
  const request = await arrival(plugin, exchange({ url: '/page' }), { nameId: named(userid) }, spoil);
  const found = await plugin.identify(exchange(request));
  expect(found?.credentials).toBeDefined();
  return (found as Identification & { readonly credentials: Credentials }).credentials;
}

/** Whom a response names, as the identity provider wrote it. */
function userIn(found: Credentials): string {
  expect(found).toBeInstanceOf(SsoCredentials);
  const { text } = (found as SsoCredentials<ReadResponse>).answer;
  return /<saml:NameID[^>]*>([^<]*)/.exec(text)?.[1] ?? '';
}

const subject = {
  name: 'saml',
  plugins: { ticket: plainRememberer() },
  create: () => make(),
  secrets: [SECRET],
};

testIdentifier(runner, {
  ...subject,
  request: (userid, { plugin, exchange }) => arrival(plugin, exchange({ url: '/page' }), { nameId: named(userid) }),
  claims: userIn,
  identity: (userid) => new Identity({ userid }, 'saml', 'saml'),
  memory: 'delegated',
  promises: ['identify'],
});

testChallenger(runner, { ...subject, status: 302, origins: [new URL(SIGN_ON).origin], promises: ['challenge'] });

testAuthenticator(runner, {
  ...subject,
  users: ['alice', 'bob'],
  credentials,
  wrong: (userid, scene) => credentials(userid, scene, (xml) => xml.replace('_session', '_other')),
  promises: ['authenticate'],
});
