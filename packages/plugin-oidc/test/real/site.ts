import type { ServerResponse } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho, type Identity, type Plugins, type WhoApi } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { type SsoSessions, ssoSessions } from '@who/sso';
import { type Page, serve, type TestBrowser, type TestServer, testBrowser } from '@who/testkit';
import connect from 'connect';
import { type OidcOptions, type OidcPlugin, oidc } from '../../src/index.js';

/** An application as people build it: Connect, auth_tkt, a metadata cache, providers, over HTTP. */
export interface Site extends TestServer {
  readonly plugin: OidcPlugin;
  readonly warnings: string[];
  /** What the application sees of who is there. */
  whoami(browser: TestBrowser): Promise<Whoami>;
  /** The access token of who is there; or `nobody`, or why there is none. */
  accessToken(browser: TestBrowser): Promise<string>;
  /** The same by so many requests, which ask for it when all of them have arrived. */
  accessTokensAtOnce(browser: TestBrowser, requests: number): Promise<string[]>;
}

export interface Whoami {
  readonly userid: string | null;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export interface SiteOptions {
  /** How its plugin is set up, once it is known where it is. */
  readonly options: (url: string) => Promise<Omit<OidcOptions, 'rememberer'>>;
  /** Another provider's plugin. */
  readonly second?: ((url: string) => Promise<Omit<OidcOptions, 'rememberer'>>) | undefined;
  readonly sessions?: SsoSessions | undefined;
}

export const TICKET_SECRET = 'a ticket secret of the tests, 32 bytes or more';
export const STATE_SECRET = 'a state secret of the tests, 32 bytes or more';

/** `/private…` and `/admin` want somebody; `/` says who is there. */
export async function startSite({ options, second, sessions = ssoSessions() }: SiteOptions): Promise<Site> {
  const app = connect();
  const server = await serve(app);
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  const make = async (more: Omit<OidcOptions, 'rememberer'>): Promise<OidcPlugin> =>
    oidc({ rememberer: 'ticket', stateSecrets: [STATE_SECRET], logoutPath: '/logout', sessions, ...more });
  const plugin = await make(await options(server.url));
  const other = second && (await make({ callbackPath: '/login/second', ...(await second(server.url)) }));
  const plugins: Plugins = {
    oidc: plugin,
    ...(other && { second: other }),
    ticket: authTkt({ secrets: [TICKET_SECRET], isRevoked: sessions.isRevoked }),
    attributes: memoryMetadataCache(),
  };
  const names = ['oidc', ...(other ? ['second'] : []), 'ticket'];
  const who = createWho({
    publicUrl: server.url,
    logger: { debug() {}, warn: note, error: note },
    plugins,
    identifiers: names,
    authenticators: names,
    metadataProviders: ['attributes'],
    challengers: ['oidc'],
  } as unknown as Parameters<typeof createWho>[0]);
  app.use(whoMiddleware(who));
  const arrived: (() => void)[] = [];
  app.use('/token/of', (req, _res, next) => {
    arrived.push(next);
    if (arrived.length < Number(req.url?.slice(1))) return;
    for (const goOn of arrived.splice(0)) goOn();
  });
  app.use((req, res) => {
    const { identity } = (req as { who: { identity: Identity | undefined } }).who;
    if (/^\/(?:private|admin)/.test(req.url ?? '') && !identity) return void res.writeHead(401).end();
    res.setHeader('Cache-Control', 'no-store');
    if (req.url?.startsWith('/token')) {
      if (!identity) return void res.end('nobody');
      const { exchange } = (req as unknown as { who: WhoApi }).who;
      plugin.accessTokenFor(exchange, identity).then(
        (token) => res.end(token),
        (error: { code: string }) => res.end(error.code),
      );
      return;
    }
    res.end(JSON.stringify({ userid: identity?.userid ?? null, attributes: attributesOf(identity) }));
  });
  app.use((error: { status?: number; code?: string }, _req: unknown, res: ServerResponse, _next: unknown) => {
    res.writeHead(error.status ?? 500).end(error.code);
  });
  return {
    ...server,
    plugin,
    warnings,
    async accessToken(browser) {
      return (await browser.get(`${server.url}/token`)).body;
    },
    async accessTokensAtOnce(browser, requests) {
      const pages = Array.from({ length: requests }, () => browser.get(`${server.url}/token/of/${requests}`));
      return (await Promise.all(pages)).map(({ body }) => body);
    },
    async whoami(browser) {
      return JSON.parse((await browser.get(`${server.url}/`)).body) as Whoami;
    },
  };
}

function attributesOf(identity: Identity | undefined): unknown {
  return (identity?.metadata as { attributes?: unknown } | undefined)?.attributes ?? {};
}

/** A browser that follows redirects, and posts the forms that a page sends by itself. */
export function newBrowser(): TestBrowser {
  return testBrowser({ maxRedirects: 10 });
}

/** Signs somebody in, from a page of an application to that page; at the provider's page, if there is one. */
export async function signIn(
  browser: TestBrowser,
  url: string,
  user: string,
  more: Record<string, string> = {},
): Promise<Page> {
  const page = await browser.get(url);
  if (!page.url.pathname.startsWith('/interaction/')) return page;
  return browser.post(page.url.href, { login: user, password: user, ...more });
}

/** Posts the form of a page as it stands. */
export function submit(browser: TestBrowser, page: Page, more: Record<string, string> = {}): Promise<Page> {
  const attribute = (tag: string, name: string): string =>
    new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const [form = ''] = /<form[^>]*>/.exec(page.body) ?? [];
  const fields = Array.from(page.body.matchAll(/<input[^>]*>/g), ([tag]) => [
    attribute(tag, 'name'),
    attribute(tag, 'value'),
  ]);
  const action = new URL(attribute(form, 'action') || page.url.href, page.url);
  return browser.post(action.href, { ...Object.fromEntries(fields), ...more });
}
