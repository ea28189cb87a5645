import type { IncomingMessage, ServerResponse } from 'node:http';
import { addHeaders, guard, whoMiddleware } from '@who/connect';
import { authenticated, isOwnRequest, sameOriginUrl, WhoError } from '@who/core';
import connect from 'connect';
import type { Addresses, Engine } from './engine.js';
import { homePage } from './pages/home.js';
import { type Page, pageHeaders, renderPage } from './pages/layout.js';
import { loginPage } from './pages/login.js';
import { messagePage, privatePage } from './pages/message.js';

type Handler = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

/** The application itself. Nothing in here knows how people sign in, but for the ways that its pages offer. */
export function createApplication(who: Engine, { publicUrl, casUrl }: Addresses, sso: boolean): connect.Server {
  const headers = pageHeaders(new URL(casUrl).origin);

  /** Where a sign-in leads: back to where it started, if that was here. A path, so that any name of the demo will do. */
  const returnPath = (cameFrom: string | null): string => {
    const { pathname, search, hash } = new URL(sameOriginUrl(cameFrom, publicUrl) ?? `${publicUrl}/`);
    return pathname.startsWith('//') ? '/' : pathname + search + hash;
  };

  const send = (req: IncomingMessage, res: ServerResponse, page: Page): void => {
    const path = req.who?.exchange.path ?? '';
    res.writeHead(page.status, headers);
    res.end(renderPage(page, { path, userid: req.remoteUser }));
  };

  const routes: Readonly<Record<string, Handler>> = {
    'GET /': (req, res) => send(req, res, homePage(req.who.identity, sso)),

    'GET /whoami'(req, res) {
      const { exchange, identity } = req.who;
      json(res, {
        remoteUser: req.remoteUser ?? null,
        classification: exchange.classification,
        identifier: identity?.identifier ?? null,
        authenticator: identity?.authenticator ?? null,
        tokens: identity?.tokens ?? [],
        metadata: { attributes: identity?.metadata.attributes ?? {} },
      });
    },

    'GET /private': (req, res) => send(req, res, privatePage(req.remoteUser ?? '')),

    'GET /login'(req, res) {
      send(req, res, loginPage({ sso, cameFrom: returnPath(req.who.exchange.query.get('came_from')) }));
    },

    async 'POST /login'(req, res) {
      if (!isOwnRequest(req.who.exchange)) {
        return send(req, res, messagePage(403, 'Not from here', 'This form was sent by another site.', 'CROSS_SITE'));
      }
      const form = await req.who.exchange.form();
      const login = form.get('login') ?? '';
      const cameFrom = returnPath(form.get('came_from'));
      const result = await req.who.login({ login, password: form.get('password') ?? '' }, 'ticket');
      addHeaders(res, result.headers);
      if (!result.identity) return send(req, res, loginPage({ sso, cameFrom, login, failed: true }));
      res.writeHead(303, { Location: cameFrom, 'Cache-Control': 'no-store' }).end();
    },

    // Only where the plugin does not answer.
    'GET /login/sso': (req, res) =>
      send(req, res, messagePage(501, 'Not configured', 'Sign-in through a front-end server is not configured here.')),
  };

  const app = connect();
  app.use('/healthz', (_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok');
  });
  app.use(whoMiddleware(who));
  app.use('/private', guard(authenticated()));
  app.use((req: IncomingMessage, res: ServerResponse, next: connect.NextFunction) => {
    const method = req.method === 'HEAD' ? 'GET' : req.method;
    const route = routes[`${method} ${req.who.exchange.path}`];
    if (!route) return send(req, res, messagePage(404, 'Nothing here', 'There is no page at this address.'));
    Promise.resolve(route(req, res)).catch(next);
  });
  app.use((error: unknown, req: IncomingMessage, res: ServerResponse, _next: connect.NextFunction) => {
    const { status, code, headers: extra } = describe(error);
    for (const [name, value] of Object.entries(extra)) res.setHeader(name, value);
    console.error(
      `${req.method} failed with ${status} ${code}: ${error instanceof Error ? error.message : 'no reason'}`,
    );
    const isName = code === 'TICKET_BAD_USERID';
    const text = isName ? 'Sign-ins cannot be kept here under your name.' : 'Please try again in a moment.';
    send(req, res, messagePage(status, 'That did not work', text, code));
  });
  return app;
}

function json(res: ServerResponse, value: unknown): void {
  res.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(value));
}

/** What an error page may say about an error. */
function describe(error: unknown): Pick<WhoError, 'status' | 'code' | 'headers'> {
  return error instanceof WhoError ? error : { status: 500, code: 'INTERNAL_ERROR', headers: {} };
}
