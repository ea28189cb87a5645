import type { IncomingMessage, ServerResponse } from 'node:http';
import { guard } from '@who/connect';
import { authenticated, isOwnRequest } from '@who/core';
import { fromThisMachine } from '@who/trace';
import { homePage } from './pages/home.js';
import { howSection } from './pages/how.js';
import type { Html } from './pages/html.js';
import type { Page } from './pages/layout.js';
import { messagePage, privatePage } from './pages/message.js';
import type { Site } from './site.js';
import type { Experiment } from './tour/experiments.js';
import type { Tour } from './tour/tour.js';

type Handler = (req: IncomingMessage, res: ServerResponse) => unknown;

/** What is at a path: who may see it, and what is answered. */
export interface Route {
  readonly guard?: ReturnType<typeof guard>;
  readonly GET: Handler;
  readonly POST?: Handler;
}

/** A path counts as it came, to the letter. */
export type Routes = ReadonlyMap<string, Route>;

/** @param own what the application does itself, where nobody knows what plugins there are */
export function createRoutes(
  site: Site,
  send: (req: IncomingMessage, res: ServerResponse, page: Page) => void,
  tour: Tour | undefined,
  own: Routes | undefined,
): Routes {
  /** A plugin answers before the application is reached. */
  const byPlugin: Handler = (_req, res) => res.writeHead(404).end();

  /** Who is not on this machine could not follow the links. */
  const howItCame = (req: IncomingMessage): Html | undefined => {
    const journey = tour && fromThisMachine(req) ? tour.trace.journey(req.who.exchange.number) : undefined;
    return tour && journey && howSection(site, journey, tour.experiments);
  };

  const trying = (experiment: Experiment): Route => ({
    GET: (_req, res) => res.writeHead(303, { Location: `${site.base}/#try` }).end(),
    async POST(req, res) {
      if (!fromThisMachine(req) || !isOwnRequest(req.who.exchange)) {
        return send(req, res, messagePage(site, 403, 'Not from there', 'Only this page itself can try that.'));
      }
      const { journey, setCookies } = await experiment.run(req);
      if (setCookies.length > 0) res.setHeader('Set-Cookie', setCookies);
      res.writeHead(303, { Location: `${site.base}/__who${journey === undefined ? '' : `/${journey}`}` }).end();
    },
  });
  const tries = (tour?.experiments ?? []).map((experiment) => [`/try/${experiment.name}`, trying(experiment)] as const);

  return new Map<string, Route>([
    ...Object.entries({
      ...Object.fromEntries(tries),
      '/': { GET: (req, res) => send(req, res, homePage(site, req.who.identity, howItCame(req))) },
      '/whoami': { GET: (req, res) => json(res, whoIs(req)) },
      '/private': {
        guard: guard(authenticated()),
        GET: (req, res) => send(req, res, privatePage(site, req.remoteUser ?? '')),
      },
      '/login': { GET: byPlugin, POST: byPlugin },
      // Only where the plugin does not answer.
      '/login/sso': {
        GET(req, res) {
          const text = 'Sign-in through a front-end server is not configured here.';
          send(req, res, messagePage(site, 501, 'Not configured', text));
        },
      },
      '/healthz': { GET: (_req, res) => res.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok') },
    } satisfies Record<string, Route>),
    ...(own ?? []),
  ]);
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
