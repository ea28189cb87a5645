import type { Handler } from '../context.js';
import { logout } from '../logout/logout.js';
import type { ResolvedOptions } from '../options.js';
import { errorPage, redirect } from '../pages/pages.js';
import { proxy } from '../proxying/proxy.js';
import { showLogin, takeLogin } from '../sign-in/login.js';
import { samlValidate } from '../validation/saml-validate.js';
import { type ValidationEndpoint, validation } from '../validation/validate.js';
import type { Reply } from './reply.js';

/** What a path answers to, by method. */
export type Route = Readonly<Record<string, Handler>>;

/** Every path below the base path. */
export function createRoutes(options: ResolvedOptions): ReadonlyMap<string, Route> {
  const toLogin: Handler = () => redirect(302, `${options.basePath}/login`);
  const attributes = options.attributesInServiceValidate;
  const validations: readonly ValidationEndpoint[] = [
    { path: '/validate', text: true, proxyTickets: false, attributes: false },
    { path: '/serviceValidate', proxyTickets: false, attributes },
    { path: '/proxyValidate', proxyTickets: true, attributes },
    { path: '/p3/serviceValidate', proxyTickets: false, attributes: true },
    { path: '/p3/proxyValidate', proxyTickets: true, attributes: true },
  ];
  const below: readonly (readonly [string, Route])[] = [
    ['', { GET: toLogin }],
    ['/', { GET: toLogin }],
    ['/login', { GET: showLogin, POST: takeLogin }],
    ['/logout', { GET: logout, POST: logout }],
    ['/samlValidate', { POST: samlValidate }],
    ['/proxy', { GET: proxy }],
    ...validations.map((endpoint) => [endpoint.path, { GET: validation(endpoint) }] as const),
  ];
  return new Map([['/', { GET: toLogin }], ...below.map(([path, route]) => [options.basePath + path, route] as const)]);
}

/** The handler of a request, or the answer when there is none. HEAD is GET: node leaves the body out. */
export function findHandler(routes: ReadonlyMap<string, Route>, method: string, path: string): Handler | Reply {
  const route = routes.get(path);
  if (!route) return errorPage(404, 'Not found', 'There is nothing at this address.');
  const handler = route[method === 'HEAD' ? 'GET' : method];
  if (handler) return handler;
  const allowed = Object.keys(route).flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
  const { headers, ...page } = errorPage(405, 'Not allowed', `This address answers to ${allowed.join(' and ')}.`);
  return { ...page, headers: [...headers, ['Allow', allowed.join(', ')]] };
}
