import type { PageMaker } from '../pages/page.js';
import { errorPage } from '../pages/parts.js';
import type { Reply } from './reply.js';

/** What a path answers to, by method. */
export type Route<Handler> = Readonly<Record<string, Handler>>;

/** The handler of a request, or the answer when there is none. HEAD is GET: node leaves the body out. */
export function findHandler<Handler>(
  routes: ReadonlyMap<string, Route<Handler>>,
  method: string,
  path: string,
  page: PageMaker,
): { readonly handler: Handler } | { readonly reply: Reply } {
  const route = routes.get(path);
  if (!route) return { reply: errorPage(page, 404, 'Not found', 'There is nothing at this address.') };
  const handler = route[method === 'HEAD' ? 'GET' : method];
  if (handler) return { handler };
  const allowed = Object.keys(route).flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
  const { headers, ...rest } = errorPage(page, 405, 'Not allowed', `This address answers to ${allowed.join(' and ')}.`);
  return { reply: { ...rest, headers: [...headers, ['Allow', allowed.join(', ')]] } };
}
