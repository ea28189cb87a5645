import { whoMiddleware } from '@who/connect';
import { createWho, type Identity } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { type OidcOptions, oidc } from '@who/plugin-oidc';
import { ssoSessions } from '@who/sso';
import { serve, type TestBrowser, type TestServer } from '@who/testkit';
import connect from 'connect';
import { startPeer } from '../peer.js';
import { freePort } from '../ports.js';

/** An application whose people sign in at LemonLDAP::NG by OpenID Connect. */
export interface OidcSite extends TestServer {
  /** The portal's address, with a slash at the end. */
  readonly portal: string;
  readonly warnings: string[];
  whoami(
    browser: TestBrowser,
  ): Promise<{ readonly userid: string | null; readonly attributes: Record<string, string[]> }>;
}

/** `/private` and `/admin` want somebody, the latter with a password; `/quiet` knows who is known there. */
export async function startOidcSite(options: Partial<OidcOptions> = {}): Promise<OidcSite> {
  const app = connect();
  const server = await serve(app);
  const callback = `${server.url}/login/oidc`;
  const peer = await startPeer('lemonldap', String(await freePort()), 'http', `the-app=${callback}`);
  const portal = peer.ready.replace(/cas$/, '');
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  const sessions = ssoSessions();
  const who = createWho({
    publicUrl: server.url,
    logger: { debug() {}, warn: note, error: note },
    plugins: {
      oidc: oidc({
        issuer: portal,
        clientId: 'the-app',
        clientSecret: 'the secret of the-app',
        // It does not decode what Basic encodes.
        clientAuthentication: 'client_secret_post',
        rememberer: 'ticket',
        logoutPath: '/logout',
        logoutChannel: 'both',
        sessions,
        policies: [
          { path: '/private', ask: 'always' },
          { path: '/admin', ask: 'renew' },
          { path: '/quiet', ask: 'gateway' },
        ],
        ...options,
      }),
      ticket: authTkt({
        secrets: ['a secret of the interop tests, 32 bytes or more'],
        isRevoked: sessions.isRevoked,
      }),
      attributes: memoryMetadataCache(),
    },
    identifiers: ['oidc', 'ticket'],
    authenticators: ['oidc', 'ticket'],
    metadataProviders: ['attributes'],
    challengers: ['oidc'],
  });
  app.use(whoMiddleware(who));
  app.use((req, res) => {
    const { identity } = req.who as { identity: Identity<{ attributes?: unknown }> | undefined };
    res.setHeader('Cache-Control', 'no-store');
    res.end(JSON.stringify({ userid: identity?.userid ?? null, attributes: identity?.metadata.attributes ?? {} }));
  });
  const close = async (): Promise<void> => {
    await Promise.all([server.close(), peer.stop()]);
  };
  return {
    ...server,
    close,
    portal,
    warnings,
    whoami: async (browser) => JSON.parse((await browser.get(`${server.url}/`)).body),
  };
}
