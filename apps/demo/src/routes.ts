import type { IncomingMessage, ServerResponse } from 'node:http';
import { addHeaders, guard } from '@who/connect';
import { authenticated, isOwnRequest, sameOriginUrl } from '@who/core';
import { homePage } from './pages/home.js';
import type { Page } from './pages/layout.js';
import { loginPage } from './pages/login.js';
import { messagePage, privatePage } from './pages/message.js';
import type { Site } from './site.js';

type Handler = (req: IncomingMessage, res: ServerResponse) => unknown;

/** What is at a path: who may see it, and what is answered. */
export interface Route {
  readonly guard?: ReturnType<typeof guard>;
  readonly GET: Handler;
  readonly POST?: Handler;
}

/** A path counts as it came, to the letter. */
export type Routes = ReadonlyMap<string, Route>;

export function createRoutes(
  site: Site,
  publicUrl: string,
  send: (req: IncomingMessage, res: ServerResponse, page: Page) => void,
): Routes {
  /** Where a sign-in leads: back to where it started, if that was here. A path, so that any name of the demo will do. */
  const returnPath = (cameFrom: string | null): string => {
    const { pathname, search, hash } = new URL(sameOriginUrl(cameFrom, publicUrl) ?? `${publicUrl}/`);
    const isHere = pathname.startsWith(`${site.base}/`) && !pathname.startsWith('//');
    return isHere ? pathname + search + hash : `${site.base}/`;
  };

  const signIn = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (!isOwnRequest(req.who.exchange)) {
      const page = messagePage(site, 403, 'Not from here', 'This form was sent by another site.', 'CROSS_SITE');
      return send(req, res, page);
    }
    const form = await req.who.exchange.form();
    const login = form.get('login') ?? '';
    const cameFrom = returnPath(form.get('came_from'));
    const result = await req.who.login({ login, password: form.get('password') ?? '' }, 'ticket');
    addHeaders(res, result.headers);
    if (!result.identity) return send(req, res, loginPage(site, { cameFrom, login, failed: true }));
    res.writeHead(303, { Location: cameFrom, 'Cache-Control': 'no-store' }).end();
  };

  return new Map<string, Route>(
    Object.entries({
      '/': { GET: (req, res) => send(req, res, homePage(site, req.who.identity)) },
      '/whoami': { GET: (req, res) => json(res, whoIs(req)) },
      '/private': {
        guard: guard(authenticated()),
        GET: (req, res) => send(req, res, privatePage(site, req.remoteUser ?? '')),
      },
      '/login': {
        GET(req, res) {
          send(req, res, loginPage(site, { cameFrom: returnPath(req.who.exchange.query.get('came_from')) }));
        },
        POST: signIn,
      },
      // Only where the plugin does not answer.
      '/login/sso': {
        GET(req, res) {
          const text = 'Sign-in through a front-end server is not configured here.';
          send(req, res, messagePage(site, 501, 'Not configured', text));
        },
      },
      '/healthz': { GET: (_req, res) => res.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok') },
    } satisfies Record<string, Route>),
  );
}

function whoIs(req: IncomingMessage): object {
  const { exchange, identity } = req.who;
  return {
    remoteUser: req.remoteUser ?? null,
    classification: exchange.classification,
    identifier: identity?.identifier ?? null,
    authenticator: identity?.authenticator ?? null,
    tokens: identity?.tokens ?? [],
    metadata: { attributes: identity?.metadata.attributes ?? {} },
  };
}

function json(res: ServerResponse, value: unknown): void {
  res.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(value));
}
