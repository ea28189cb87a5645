import type { ServerResponse } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho, type Identity } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { type SsoSessions, ssoSessions } from '@who/sso';
import { type Page, serve, type TestBrowser, type TestServer, testBrowser } from '@who/testkit';
import connect from 'connect';
import { type SamlOptions, type SamlPlugin, saml } from '../src/index.js';
import { type KeyPair, makeKeyPair } from './idp/certificate.js';
import { formOf, type IdpServer } from './idp/server.js';

export const SECRET = 'a secret of the tests, which has 32 bytes or more';

/** The key of the application. */
export const ownKeys: KeyPair = makeKeyPair('app.example.test');

/** An application as people build it, over HTTP. */
export interface Site extends TestServer {
  readonly plugin: SamlPlugin;
  readonly warnings: string[];
  readonly sessions: SsoSessions;
}

/** The clock of all sites; the identity provider has its own. */
export const clock = { aheadMs: 0 };

export interface SiteOptions {
  readonly options?: Partial<SamlOptions> | undefined;
  readonly sessions?: SsoSessions | undefined;
  /** The other process's: both are the same application at one address. */
  readonly publicUrl?: string | undefined;
}

export async function site(idp: Pick<IdpServer, 'entityId'>, given: SiteOptions = {}): Promise<Site> {
  const { options = {}, sessions = ssoSessions() } = given;
  const app = connect();
  const server = await serve(app);
  const warnings: string[] = [];
  const plugin = saml({
    idpMetadata: idp.entityId,
    rememberer: 'ticket',
    stateSecrets: [SECRET],
    sessions,
    privateKey: ownKeys.key,
    certificates: [ownKeys.certificate],
    logoutPath: '/logout',
    ...options,
  });
  const who = createWho({
    publicUrl: given.publicUrl ?? server.url,
    now: () => Date.now() + clock.aheadMs,
    logger: { debug() {}, warn: (message) => warnings.push(message), error() {} },
    plugins: {
      saml: plugin,
      ticket: authTkt({ secrets: [SECRET], isRevoked: sessions.isRevoked }),
      attributes: memoryMetadataCache(),
    },
    identifiers: ['saml', 'ticket'],
    authenticators: ['saml', 'ticket'],
    challengers: ['saml'],
    metadataProviders: ['attributes'],
  });
  app.use(whoMiddleware(who));
  app.use((req, res) => {
    const { identity, exchange } = req.who;
    if (!identity && exchange.path.startsWith('/private')) res.statusCode = 401;
    res.end(greet(identity));
  });
  app.use((error: { status?: number; code?: string }, _req: unknown, res: ServerResponse, _next: unknown) => {
    res.writeHead(error.status ?? 500).end(error.code);
  });
  return { ...server, plugin, warnings, sessions };
}

/** `userid, mail`, or `nobody`. */
export function greet(identity: Identity | undefined): string {
  if (!identity) return 'nobody';
  const { attributes = {} } = identity.metadata as { attributes?: Readonly<Record<string, readonly string[]>> };
  return `${identity.userid}, ${attributes['mail']?.join(' ') ?? 'no mail'}`;
}

export function browserAt({ url }: Pick<Site, 'url'>): TestBrowser {
  return testBrowser({ baseUrl: url });
}

/** Sends the form that a page shows. */
export function sendForm(browser: TestBrowser, page: Page): Promise<Page> {
  const { action, fields } = formOf(page.body);
  return browser.post(new URL(action, page.url).href, fields);
}

/** Opens a page that wants a sign-in, and comes back from the identity provider. */
export async function signIn(browser: TestBrowser, path = '/private'): Promise<Page> {
  return sendForm(browser, await browser.get(path));
}
