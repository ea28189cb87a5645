import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { makeSigningKey } from '@who/dev-server';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { type SamlOptions, saml } from '@who/plugin-saml';
import { ssoSessions } from '@who/sso';
import { type Page, serve, type TestBrowser, type TestServer } from '@who/testkit';
import connect from 'connect';
import { sendForm } from '../../testkit/test/send-form.js';
import { type DevSamlIdp, startDevSamlIdp } from '../src/index.js';

/** An application, and the identity provider at which its people sign in. */
export interface Site extends TestServer {
  readonly idp: DevSamlIdp;
}

export async function site(options: Partial<SamlOptions> = {}): Promise<Site> {
  const app = connect();
  const server = await serve(app);
  const idp = await startDevSamlIdp({
    serviceProviders: [{ entityId: `${server.url}/login/saml/metadata`, logoutUrl: `${server.url}/login/saml/logout` }],
  });
  const { key, certificate } = await makeSigningKey('app', Date.now());
  const sessions = ssoSessions();
  const who = createWho({
    publicUrl: server.url,
    logger: { debug() {}, warn() {}, error() {} },
    plugins: {
      saml: saml({
        idpMetadata: idp.metadataUrl,
        rememberer: 'ticket',
        sessions,
        privateKey: key,
        certificates: [certificate],
        logoutPath: '/logout',
        ...options,
      }),
      ticket: authTkt({
        secrets: ['a secret of the tests, which has 32 bytes or more'],
        isRevoked: sessions.isRevoked,
      }),
      attributes: memoryMetadataCache(),
    },
    identifiers: ['saml', 'ticket'],
    authenticators: ['saml', 'ticket'],
    metadataProviders: ['attributes'],
    challengers: ['saml'],
  });
  app.use(whoMiddleware(who));
  app.use((req, res) => {
    const { identity, exchange } = req.who;
    if (!identity && exchange.path === '/private') res.statusCode = 401;
    res.end(JSON.stringify([identity?.userid ?? null, identity?.metadata ?? {}]));
  });
  const close = async (): Promise<void> => {
    await Promise.all([server.close(), idp.close()]);
  };
  return { ...server, idp, close, [Symbol.asyncDispose]: close };
}

/** Signs in from a page that wants it. */
export async function signIn(browser: TestBrowser, url: string, user = 'zoe'): Promise<Page> {
  const sent = await sendForm(browser, await browser.get(url), { username: user, password: user });
  return sendForm(browser, sent);
}
