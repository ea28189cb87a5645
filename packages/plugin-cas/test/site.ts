import type { IncomingMessage, ServerResponse } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho, type Identity } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { serve, type TestBrowser, type TestServer, testBrowser } from '@who/testkit';
import connect, { type NextHandleFunction } from 'connect';
import { type CasFetch, type CasOptions, type CasPlugin, type CasSessions, cas, casSessions } from '../src/index.js';
import { CAS_URL, SECRET, success } from './support.js';

export const SECOND_CAS_URL = 'https://second.example.org/cas';

/** An application as people build it: Connect, auth_tkt, a metadata cache, two CAS servers, over HTTP. */
export interface Site extends TestServer {
  readonly plugin: CasPlugin;
  readonly warnings: string[];
  /** Codes of the errors that its error handler has seen. */
  readonly codes: string[];
  /** A browser that has signed in with a ticket; its user is {@link userOf} the ticket. */
  signIn(ticket: string, callbackPath?: string): Promise<TestBrowser>;
  /** Whom the application greets: `name, mail`, or `nobody`. */
  greeting(browser: TestBrowser): Promise<string>;
  /** What the CAS server sends when a session is over. */
  postLogout(body: string, headers?: Record<string, string>, path?: string): Promise<Response>;
}

export interface SiteOptions {
  readonly sessions?: CasSessions | undefined;
  readonly options?: Partial<CasOptions> | undefined;
  /** What runs before @who. */
  readonly before?: readonly NextHandleFunction[] | undefined;
  readonly handle?: (identity: Identity | undefined, request: IncomingMessage, plugin: CasPlugin) => Promise<string>;
}

/** `ST-dwho-1` belongs to `dwho`; a ticket that is only digits behind the dash to `user`. */
export const userOf = (ticket: string): string => /^[SP]T-([a-z]+)-\d+$/.exec(ticket)?.[1] ?? 'user';

/** A CAS server that knows every ticket. */
export const knowsAll: CasFetch = async (url) => {
  const user = userOf(new URL(url).searchParams.get('ticket') ?? '');
  return new Response(success(user, `<cas:attributes><cas:mail>${user}@example.org</cas:mail></cas:attributes>`));
};

export async function site({
  sessions = casSessions(),
  options = {},
  before = [],
  handle = async (identity) => greet(identity),
}: SiteOptions = {}): Promise<Site> {
  const app = connect();
  const server = await serve(app);
  const warnings: string[] = [];
  const codes: string[] = [];
  const common = { rememberer: 'ticket', stateSecrets: [SECRET], fetch: knowsAll, sessions } as const;
  const plugin = cas({ ...common, casUrl: CAS_URL, logoutPath: '/logout', ...options });
  const second = cas({ ...common, casUrl: SECOND_CAS_URL, callbackPath: '/login/second' });
  const who = createWho({
    publicUrl: server.url,
    logger: { debug() {}, warn: (message) => warnings.push(message), error() {} },
    plugins: {
      cas: plugin,
      second,
      ticket: authTkt({ secrets: [SECRET], isRevoked: sessions.isRevoked }),
      attributes: memoryMetadataCache(),
    },
    identifiers: ['cas', 'second', 'ticket'],
    authenticators: ['cas', 'second', 'ticket'],
    challengers: ['cas'],
    metadataProviders: ['attributes'],
  });
  for (const middleware of before) app.use(middleware);
  app.use(whoMiddleware(who));
  app.use((req, res, next) => {
    handle(req.who.identity, req, plugin).then((text) => res.end(text), next);
  });
  app.use((error: { status?: number; code?: string }, _req: unknown, res: ServerResponse, _next: unknown) => {
    codes.push(error.code ?? 'none');
    res.writeHead(error.status ?? 500).end(error.code);
  });

  return {
    ...server,
    plugin,
    warnings,
    codes,
    async signIn(ticket, callbackPath = '/login/cas') {
      const browser = testBrowser({ baseUrl: server.url, follow: false });
      const departure = await browser.get(callbackPath);
      const service = departure.location?.searchParams.get('service');
      await browser.visit(`${service}&ticket=${ticket}`, { from: CAS_URL });
      return browser;
    },
    greeting: async (browser) => (await browser.get('/')).body,
    postLogout: (body, headers = {}, path = '/login/cas?who_state=x') =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
        body,
      }),
  };
}

export function greet(identity: Identity | undefined): string {
  if (!identity) return 'nobody';
  const { attributes } = identity.metadata as { attributes?: { mail?: readonly string[] } };
  return `${identity.userid}, ${attributes?.mail?.[0] ?? 'no mail'}`;
}
