import type { ServerResponse } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import {
  type CasOptions,
  type CasVersion,
  cas,
  casSessions,
  type LogoutChannel,
  type ProxyChain,
} from '@who/plugin-cas';
import { serve, type TestServer } from '@who/testkit';
import connect from 'connect';
import { Agent, fetch } from 'undici';

/** An application that may act at others in its users' names, and at which others may. */
export interface Site extends TestServer {
  /** What it calls itself at the CAS server. */
  readonly service: string;
  /** Where it takes proxy-granting tickets: what others know it by as a proxy. */
  readonly pgtUrl: string;
}

export interface SiteOptions {
  readonly casUrl: string;
  /** The certificate of the authority of the CAS server, where it has one of its own. */
  readonly ca?: string | undefined;
  /** Other versions than 2 and 3 know no proxies. @default '3' */
  readonly version?: CasVersion | undefined;
  readonly format?: 'xml' | 'json' | undefined;
  readonly logoutChannel?: LogoutChannel | undefined;
  readonly acceptProxies?: readonly ProxyChain[] | undefined;
  /** Pages that want a sign-in by themselves. */
  readonly policies?: CasOptions['policies'];
}

/** `/` says who is there, `/ticket?for=…` gives a proxy ticket for another service, errors are their code. */
export async function startSite({ casUrl, ca, ...options }: SiteOptions): Promise<Site> {
  const knowsProxies = options.version === undefined || options.version === '2' || options.version === '3';
  const app = connect();
  const server = await serve(app);
  const sessions = casSessions();
  // One host, several ports: browsers keep cookies by the host alone.
  const suffix = new URL(server.url).port;
  const dispatcher = ca === undefined ? undefined : new Agent({ connect: { ca } });
  const plugin = cas({
    casUrl,
    fetch: (url, init) => fetch(url, dispatcher ? { ...init, dispatcher } : init),
    ...options,
    rememberer: 'ticket',
    stateCookieName: `who_cas_${suffix}`,
    sessions,
    proxy: knowsProxies ? { callbackPath: '/login/proxy' } : undefined,
  });
  const who = createWho({
    publicUrl: server.url,
    logger: { debug() {}, warn() {}, error() {} },
    plugins: {
      cas: plugin,
      ticket: authTkt({
        secrets: ['a secret of the interop tests, 32 bytes or more'],
        cookieName: `auth_tkt_${suffix}`,
        isRevoked: sessions.isRevoked,
      }),
    },
    identifiers: ['cas', 'ticket'],
    authenticators: ['cas', 'ticket'],
    challengers: ['cas'],
  });
  app.use(whoMiddleware(who));
  app.use((req, res, next) => {
    const { identity, exchange } = req.who;
    if (exchange.path !== '/ticket' || !identity) return void res.end(identity?.userid ?? 'nobody');
    plugin.proxyTicketFor(identity, exchange.query.get('for') ?? '').then((ticket) => res.end(ticket), next);
  });
  app.use((error: { status?: number; code?: string }, _req: unknown, res: ServerResponse, _next: unknown) => {
    res.writeHead(error.status ?? 500).end(error.code);
  });
  const close = async (): Promise<void> => {
    await Promise.all([server.close(), dispatcher?.destroy()]);
  };
  return { ...server, close, service: `${server.url}/login/cas`, pgtUrl: `${server.url}/login/proxy` };
}
