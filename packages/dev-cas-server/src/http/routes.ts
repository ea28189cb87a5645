import type { DevRequest, Route } from '@who/dev-server';
import type { CasContext, Handler } from '../context.js';
import { logout } from '../logout/logout.js';
import { redirect } from '../pages/pages.js';
import { proxy } from '../proxying/proxy.js';
import { showLogin, takeLogin } from '../sign-in/login.js';
import { samlValidate } from '../validation/saml-validate.js';
import { type ValidationEndpoint, validation } from '../validation/validate.js';
import type { Reply } from './reply.js';

/** Every path below the base path. */
export function createRoutes(context: CasContext): ReadonlyMap<string, Route<Bound>> {
  const { options } = context;
  const toLogin: Handler = () => redirect(302, `${options.basePath}/login`);
  const attributes = options.attributesInServiceValidate;
  const validations: readonly ValidationEndpoint[] = [
    { path: '/validate', text: true, proxyTickets: false, attributes: false },
    { path: '/serviceValidate', proxyTickets: false, attributes },
    { path: '/proxyValidate', proxyTickets: true, attributes },
    { path: '/p3/serviceValidate', proxyTickets: false, attributes: true },
    { path: '/p3/proxyValidate', proxyTickets: true, attributes: true },
  ];
  const below: readonly (readonly [string, Route<Handler>])[] = [
    ['', { GET: toLogin }],
    ['/', { GET: toLogin }],
    ['/login', { GET: showLogin, POST: takeLogin }],
    ['/logout', { GET: logout, POST: logout }],
    ['/samlValidate', { POST: samlValidate }],
    ['/proxy', { GET: proxy }],
    ...validations.map((endpoint) => [endpoint.path, { GET: validation(endpoint) }] as const),
  ];
  const bind = (route: Route<Handler>): Route<Bound> =>
    Object.fromEntries(
      Object.entries(route).map(([method, handler]) => [method, (request: DevRequest) => handler(request, context)]),
    );
  const all = [
    ['/', { GET: toLogin }],
    ...below.map(([path, route]) => [options.basePath + path, route] as const),
  ] as const;
  return new Map(all.map(([path, route]) => [path, bind(route)]));
}

type Bound = (request: DevRequest) => Reply | Promise<Reply>;
