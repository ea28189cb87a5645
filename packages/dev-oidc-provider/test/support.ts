import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { type OidcOptions, oidc } from '@who/plugin-oidc';
import { ssoSessions } from '@who/sso';
import { type Page, serve, type TestBrowser, type TestServer, testBrowser } from '@who/testkit';
import connect from 'connect';
import { onTestFinished } from 'vitest';
import { sendForm } from '../../testkit/test/send-form.js';
import {
  type DevOidcClient,
  type DevOidcProvider,
  type DevOidcProviderOptions,
  startDevOidcProvider,
} from '../src/index.js';

/** A provider that ends with the test. */
export async function start(options: DevOidcProviderOptions = {}): Promise<DevOidcProvider> {
  const provider = await startDevOidcProvider(options);
  onTestFinished(() => provider.close());
  return provider;
}

/** An application, and the provider at which its people sign in. */
export interface Site extends TestServer {
  readonly provider: DevOidcProvider;
  /** What has gone wrong in the application or at the provider. */
  readonly warnings: string[];
  /** How often the application has got a logout token. */
  logoutTokens(): number;
}

export interface SiteOptions {
  readonly plugin?: Partial<OidcOptions> | undefined;
  readonly client?: Partial<DevOidcClient> | undefined;
  /** How the application is told of logouts. @default 'back' */
  readonly channel?: 'back' | 'front' | undefined;
  readonly provider?: DevOidcProviderOptions | undefined;
}

const SECRET = 'a client secret: of the tests, 100% + encoded';

/** `/private` wants somebody, `/open` and `/strict` as they say; every page says who is there. */
export async function site({
  plugin = {},
  client = {},
  channel = 'back',
  ...options
}: SiteOptions = {}): Promise<Site> {
  const app = connect();
  const server = await serve(app);
  onTestFinished(() => server.close());
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  const logger = { debug() {}, warn: note, error: note };
  const callback = `${server.url}/login/oidc`;
  const provider = await start({
    logger,
    clients: [
      {
        clientId: 'app',
        clientSecret: SECRET,
        redirectUris: [callback],
        postLogoutRedirectUris: [`${server.url}/`],
        [channel === 'back' ? 'backchannelLogoutUri' : 'frontchannelLogoutUri']: callback,
        ...client,
      },
    ],
    ...options.provider,
  });
  const sessions = ssoSessions();
  const who = createWho({
    publicUrl: server.url,
    logger,
    plugins: {
      oidc: oidc({
        issuer: provider.issuer,
        clientId: 'app',
        clientSecret: SECRET,
        rememberer: 'ticket',
        // A busy machine takes its time to make the provider's key.
        timeoutMs: 20_000,
        sessions,
        logoutPath: '/logout',
        policies: [
          { path: '/open', ask: 'gateway' },
          { path: '/strict', ask: 'renew' },
        ],
        ...plugin,
      }),
      ticket: authTkt({
        secrets: ['a secret of the tests, which has 32 bytes or more'],
        isRevoked: sessions.isRevoked,
      }),
      attributes: memoryMetadataCache(),
    },
    identifiers: ['oidc', 'ticket'],
    authenticators: ['oidc', 'ticket'],
    metadataProviders: ['attributes'],
    challengers: ['oidc'],
  });
  let tokens = 0;
  app.use((req, _res, next) => {
    if (req.method === 'POST' && req.url === '/login/oidc') tokens++;
    next();
  });
  app.use(whoMiddleware(who));
  app.use((req, res) => {
    const { identity, exchange } = req.who;
    if (!identity && exchange.path === '/private') res.statusCode = 401;
    res.end(JSON.stringify([identity?.userid ?? null, identity?.metadata.attributes ?? {}]));
  });
  return { ...server, provider, warnings, logoutTokens: () => tokens };
}

/** Signs in from a page that wants it. */
export async function signIn(browser: TestBrowser, url: string, user = 'zoe'): Promise<Page> {
  return sendForm(browser, await browser.get(url), { username: user, password: user });
}

export const newBrowser = (): TestBrowser => testBrowser({ maxRedirects: 10 });

/** Who an application's page says is there. */
export const userOf = ({ body }: Page): unknown => JSON.parse(body)[0];
