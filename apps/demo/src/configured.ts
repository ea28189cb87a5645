import type { IncomingMessage, ServerResponse } from 'node:http';
import { loadWho } from '@who/config';
import { type HeaderList, isOwnRequest, sameOriginUrl } from '@who/core';
import type { Attributes } from '@who/metadata-cache';
import type { Addresses, Engine } from './engine.js';
import type { Page } from './pages/layout.js';
import { loginPage } from './pages/login.js';
import { messagePage } from './pages/message.js';
import type { Routes } from './routes.js';
import { SettingsError } from './settings.js';
import type { Site } from './site.js';

/** An engine out of the file that `WHO_CONFIG` names, in the place of `engine.ts`, and how to let go of it. */
export interface Configured {
  readonly who: Engine;
  close(): Promise<void>;
}

/**
 * Loads it. The file can name `${CAS_URL}`, which is the development server where there is no other, and what else is in
 * the environment.
 *
 * @throws {ConfigError} with everything that is wrong with the file
 * @throws {SettingsError}
 */
export async function openConfigured(file: string, { publicUrl, casUrl }: Addresses): Promise<Configured> {
  if (!/\.(?:ini|json|ya?ml)$/i.test(file)) throw new SettingsError('WHO_CONFIG must be a .ini, .json or .yaml file.');
  const env = { ...process.env, CAS_URL: casUrl, PUBLIC_URL: publicUrl };
  // What a file says has no type: pages take what they find.
  const who = await loadWho<{ attributes: Attributes }>(file, { publicUrl, env });
  return { who, close: () => who.close() };
}

/**
 * What the application does itself where no plugin of the file does: a form that signs in, and one that signs out. It goes
 * by the engine's API, and knows of no plugin.
 */
export function ownSignIn(site: Site, send: (req: IncomingMessage, res: ServerResponse, page: Page) => void): Routes {
  const home = `${site.base}/`;
  const others = (req: IncomingMessage, res: ServerResponse): boolean => {
    if (isOwnRequest(req.who.exchange)) return false;
    send(req, res, messagePage(site, 403, 'Not from there', 'Only a page of this site can ask for that.'));
    return true;
  };
  return new Map([
    [
      '/login',
      {
        GET: (req: IncomingMessage, res: ServerResponse) =>
          send(req, res, loginPage(site, { status: 200, cameFrom: req.who.exchange.query.get('came_from') ?? home })),
        async POST(req: IncomingMessage, res: ServerResponse) {
          if (others(req, res)) return;
          const form = await req.who.exchange.form();
          const [login, password] = [form.get('login') ?? '', form.get('password') ?? ''];
          const cameFrom = form.get('came_from') ?? home;
          const { identity, headers } = await req.who.login({ login, password });
          setHeaders(res, headers);
          if (!identity) return send(req, res, loginPage(site, { status: 401, cameFrom, login }));
          const to = sameOriginUrl(cameFrom, req.who.exchange.publicUrl) ?? home;
          res.writeHead(303, { Location: to }).end();
        },
      },
    ],
    [
      '/logout',
      {
        GET: (_req: IncomingMessage, res: ServerResponse) => res.writeHead(303, { Location: home }).end(),
        async POST(req: IncomingMessage, res: ServerResponse) {
          if (others(req, res)) return;
          setHeaders(res, await req.who.logout());
          res.writeHead(303, { Location: home }).end();
        },
      },
    ],
  ]);
}

function setHeaders(res: ServerResponse, headers: HeaderList): void {
  // A page of the application's own asks, so nobody has to ask in the way of HTTP.
  for (const [name, value] of headers) if (!/^www-authenticate$/i.test(name)) res.appendHeader(name, value);
}
