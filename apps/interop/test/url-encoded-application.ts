import { nodeRequest, whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { headerSso, presets } from '@who/plugin-header-sso';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { serve, type TestServer } from '@who/testkit';
import connect from 'connect';
import { samlUsers } from './saml-sign-in.js';

/**
 * An application below `/url` that reads percent-encoded headers on `/url/sso`, says what it knows at
 * `/url/whoami` and signs out of Shibboleth, too, at `/url/logout`. The demo reads Shibboleth's usual ones, and signs
 * out of itself.
 */
export function startUrlEncodedApplication(publicUrl: string): Promise<TestServer> {
  const names = new Set(Object.values(samlUsers).flatMap(({ attributes }) => Object.keys(attributes)));
  const who = createWho({
    publicUrl,
    plugins: {
      ticket: authTkt({ secrets: ['0123456789abcdef 0123456789abcdef'], cookieName: 'url_tkt' }),
      sso: headerSso({
        ...presets.shibboleth,
        encoding: 'url',
        trustedPeers: ['127.0.0.1', '::1'],
        attributes: Object.fromEntries([...names].map((name) => [name, name])),
        rememberer: 'ticket',
        signInPath: '/url/sso',
        logoutPath: '/url/logout',
      }),
      attributes: memoryMetadataCache(),
    },
    identifiers: ['sso', 'ticket'],
    authenticators: ['sso', 'ticket'],
    metadataProviders: ['attributes'],
    challengers: ['sso'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use('/url/whoami', (req, res) => {
    const { identity } = who.api(nodeRequest(req));
    const attributes = identity?.metadata.attributes ?? {};
    res.end(JSON.stringify({ remoteUser: identity?.userid ?? null, metadata: { attributes } }));
  });
  return serve(app);
}
