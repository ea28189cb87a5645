import { once } from 'node:events';
import { createServer } from 'node:https';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { cas } from '@who/plugin-cas';
import { memoryMetadataCache } from '@who/plugin-metadata-cache-memory';
import { oidc } from '@who/plugin-oidc';
import { saml } from '@who/plugin-saml';
import { type SsoFetch, type SsoSessionStore, ssoSessions } from '@who/sso';
import type { TestBrowser } from '@who/testkit';
import connect from 'connect';

export const PROTOCOLS = ['cas', 'oidc', 'saml'] as const;
export type ProtocolName = (typeof PROTOCOLS)[number];

/** What an application has to know of the portal, and of itself. */
export interface ApplicationOptions {
  readonly name: string;
  readonly port: number;
  /** The portal's address, with a slash at the end. */
  readonly portal: string;
  /** How the portal is asked. */
  readonly fetch: SsoFetch;
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
}

/** An application with three ways in at one portal, in two processes over one store that take turns. */
export interface Application {
  readonly url: string;
  readonly warnings: string[];
  /** Its metadata as a service provider. */
  readonly metadata: string;
  listen(tls: { readonly key: string; readonly cert: string }): Promise<void>;
  /** Whom each process takes a browser for. */
  whoami(browser: Pick<TestBrowser, 'get'>): Promise<readonly Seen[]>;
  stop(): Promise<void>;
}

export interface Seen {
  readonly user: string | null;
  /** There in the process that has signed somebody in. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

type Handler = ReturnType<typeof connect>;

export function application(options: ApplicationOptions): Application {
  const url = `https://127.0.0.1:${options.port}`;
  const store = outside();
  const warnings: string[] = [];
  const note = (message: string): void => void warnings.push(message);
  // Whatever stands first: no plugin may take what is another one's.
  const processes = [PROTOCOLS, PROTOCOLS.toReversed()].map((order) =>
    process(order, url, { ...options, store, note }),
  );
  let turn = 0;
  const next = (): Handler => (processes[turn++ % processes.length] as (typeof processes)[number]).handler;
  let server: ReturnType<typeof createServer> | undefined;
  return {
    url,
    warnings,
    metadata: processes[0]?.metadata ?? '',
    async listen(tls) {
      server = createServer(tls, (req, res) => next()(req, res)).listen(options.port, '127.0.0.1');
      await once(server, 'listening');
    },
    async whoami(browser) {
      const seen: Seen[] = [];
      for (const _ of processes) seen.push(JSON.parse((await browser.get(`${url}/`)).body) as Seen);
      return seen;
    },
    async stop() {
      server?.close();
      server?.closeAllConnections();
    },
  };
}

/** What several processes can reach, and answers later. */
function outside(): SsoSessionStore {
  const entries = new Map<string, unknown>();
  return {
    get: async (key) => entries.get(key),
    set: async (key, value) => void entries.set(key, value),
    delete: async (key) => entries.delete(key),
  };
}

interface ProcessOptions extends ApplicationOptions {
  readonly store: SsoSessionStore;
  readonly note: (message: string) => void;
}

function process(
  order: readonly ProtocolName[],
  publicUrl: string,
  { name, portal, fetch, key, certificate, store, note }: ProcessOptions,
): { readonly handler: Handler; readonly metadata: string } {
  const sessions = ssoSessions({ store });
  const common = { rememberer: 'ticket', stateSecrets: [SECRET], sessions, fetch, logoutPath: '/logout' } as const;
  const plugins = {
    cas: cas({ ...common, casUrl: `${portal}cas`, stateCookieName: `${name}_cas` }),
    oidc: oidc({
      ...common,
      issuer: portal,
      clientId: name,
      clientSecret: `the secret of ${name}`,
      // It does not decode what Basic encodes.
      clientAuthentication: 'client_secret_post',
      logoutChannel: 'both',
      stateCookieName: `${name}_oidc`,
    }),
    saml: saml({
      ...common,
      idpMetadata: `${portal}saml/metadata`,
      userid: 'uid',
      privateKey: key,
      certificates: [certificate],
      stateCookieName: `${name}_saml`,
    }),
    // One host, several ports: browsers keep cookies by the host alone.
    ticket: authTkt({ secrets: [SECRET], cookieName: `${name}_ticket`, isRevoked: sessions.isRevoked }),
    attributes: memoryMetadataCache(),
  };
  const who = createWho({
    publicUrl,
    logger: { debug() {}, warn: note, error: note },
    plugins,
    identifiers: [...order, 'ticket'],
    authenticators: [...order, 'ticket'],
    challengers: order,
    metadataProviders: ['attributes'],
  });
  const handler = connect();
  handler.use(whoMiddleware(who));
  handler.use((req, res) => {
    res.setHeader('Cache-Control', 'no-store');
    const { identity } = req.who;
    const { attributes } = (identity?.metadata ?? {}) as Partial<Seen>;
    res.end(JSON.stringify({ user: identity?.userid ?? null, attributes: attributes ?? {} }));
  });
  return { handler, metadata: plugins.saml.metadata(publicUrl) };
}

const SECRET = 'a secret of the interop tests, 32 bytes or more';
