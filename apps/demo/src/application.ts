import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { checkTargets, whoMiddleware } from '@who/connect';
import { WhoError } from '@who/core';
import { fromThisMachine, type Trace, traceMiddleware } from '@who/trace';
import connect from 'connect';
import { ownSignIn } from './configured.js';
import type { Addresses, Engine } from './engine.js';
import { type Page, pageHeaders, renderPage } from './pages/layout.js';
import { messagePage } from './pages/message.js';
import { createRoutes, type Route } from './routes.js';
import { siteAt, targetBelow } from './site.js';
import type { Tour } from './tour/tour.js';

export interface ApplicationOptions extends Addresses {
  /** Whether a front-end server signs people in, too. */
  readonly sso: boolean;
  /** Where people sign in by SAML and OpenID Connect: a form that signs out leads there, too. @default nowhere */
  readonly elsewhere?: readonly string[] | undefined;
  /** Whether requests come with the path of the public URL in front. */
  readonly keepsPath: boolean;
  /** Where journeys are kept: the pages that show them, and what can be tried. */
  readonly tour?: Tour | undefined;
  /** Where journeys are kept, where there is no tour. */
  readonly trace?: Trace | undefined;
  /** Whether the application signs people in itself, where plugins do not. */
  readonly signsIn?: boolean | undefined;
}

/** The application itself. Nothing in here knows how people sign in, but for the ways that its pages offer. */
export function createApplication(who: Engine, options: ApplicationOptions): RequestListener {
  const { publicUrl, casUrl, sso, keepsPath, tour } = options;
  const site = siteAt(publicUrl, sso, options.elsewhere !== undefined);
  const headers = pageHeaders([casUrl, ...(options.elsewhere ?? [])].map((url) => new URL(url).origin));

  const send = (req: IncomingMessage, res: ServerResponse, page: Page): void => {
    res.writeHead(page.status, headers);
    const journey = tour && fromThisMachine(req) ? req.who?.exchange.number : undefined;
    res.end(renderPage(site, page, { path: req.who?.exchange.path ?? '', userid: req.remoteUser, journey }));
  };
  const routes = createRoutes(site, send, tour, options.signsIn ? ownSignIn(site, send) : undefined);

  /** The one reading of the address: what guards a page is found where the page is. */
  const routeOf = (req: IncomingMessage): Route | undefined => routes.get(req.who.exchange.path);

  const app = connect();
  const trace = tour?.trace ?? options.trace;
  if (trace) app.use(traceMiddleware(trace, { allow: fromThisMachine }));
  app.use(whoMiddleware(who));
  app.use((req: IncomingMessage, res: ServerResponse, next: connect.NextFunction) => {
    const guard = req.method === 'OPTIONS' ? undefined : routeOf(req)?.guard;
    if (guard) guard(req, res, next);
    else next();
  });
  app.use((req: IncomingMessage, res: ServerResponse, next: connect.NextFunction) => {
    const route = routeOf(req);
    if (!route) return send(req, res, messagePage(site, 404, 'Nothing here', 'There is no page at this address.'));
    const handler = { GET: route.GET, HEAD: route.GET, POST: route.POST }[req.method as string];
    if (handler) return Promise.resolve(handler(req, res)).catch(next);
    res.setHeader('Allow', route.POST ? 'GET, HEAD, POST, OPTIONS' : 'GET, HEAD, OPTIONS');
    if (req.method === 'OPTIONS') return res.writeHead(204).end();
    send(req, res, messagePage(site, 405, 'Not like this', 'This page does not take requests of that kind.'));
  });
  app.use((error: unknown, req: IncomingMessage, res: ServerResponse, _next: connect.NextFunction) => {
    const { status, code, headers: extra } = describe(error);
    for (const [name, value] of Object.entries(extra)) res.setHeader(name, value);
    console.error(
      `${req.method} failed with ${status} ${code}: ${error instanceof Error ? error.message : 'no reason'}`,
    );
    const isName = code === 'TICKET_BAD_USERID';
    const text = isName ? 'Sign-ins cannot be kept here under your name.' : 'Please try again in a moment.';
    send(req, res, messagePage(site, status, 'That did not work', text, code));
  });

  if (!keepsPath) return checkTargets(app);
  return checkTargets((req: IncomingMessage, res: ServerResponse) => {
    const target = targetBelow(site.base, req.url ?? '');
    if (target === undefined) return res.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found');
    req.url = target;
    return app(req, res);
  });
}

/** What an error page may say about an error. */
function describe(error: unknown): Pick<WhoError, 'status' | 'code' | 'headers'> {
  return error instanceof WhoError ? error : { status: 500, code: 'INTERNAL_ERROR', headers: {} };
}
