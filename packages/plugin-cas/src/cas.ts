import type { Exchange } from '@who/core';
import type { SsoPlugin, SsoRoute } from '@who/sso';
import type { CasTicketCredentials } from './credentials.js';
import { type CasOptions, resolveOptions } from './options.js';
import { takeDelivery } from './proxying/delivery.js';
import { grantingTickets } from './proxying/granting-tickets.js';
import { type ProxyTicketFor, proxyTickets } from './proxying/proxy-tickets.js';
import { receive } from './sign-in/ticket.js';
import { credentialsOf, verify } from './sign-in/verify.js';
import { backChannel } from './single-logout/back-channel.js';
import { frontChannel } from './single-logout/front-channel.js';
import { casLogoutUrl, loginUrl, serviceUrl } from './urls.js';
import { validator } from './validation/validator.js';

/** Signs people in through a CAS server. */
export interface CasPlugin extends Omit<SsoPlugin, 'logoutUrl'> {
  /**
   * The CAS server's logout page, for applications that sign out themselves.
   *
   * @returns an absolute URL; send the browser there after `logout()`
   */
  logoutUrl(exchange: Exchange, options?: CasLogoutOptions): string;
  /**
   * A ticket for another service, in the name of somebody who signed in through this plugin. It is good for one use,
   * and as secret as a password until then.
   *
   * @param identity as `who.identity` has it
   * @param targetService the other service's URL, as it will name itself to CAS
   * @throws {WhoError} CAS_PGT_MISSING, CAS_PGT_REJECTED (401: sign in again), CAS_TARGET_REFUSED, CAS_TARGET_INVALID,
   * CAS_PROXY_FAILED, CAS_SESSION_STORE_FAILED, and what a validation may throw
   */
  readonly proxyTicketFor: ProxyTicketFor;
}

/** Where a logout leads. */
export interface CasLogoutOptions {
  /** A path or URL of this application; others count as the front page. @default the front page */
  readonly returnTo?: string | undefined;
}

/**
 * Makes a plugin that signs people in through a CAS server (protocol 1, 2 or 3, or SAML 1.1).
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const who = createWho({
 *   publicUrl: 'https://app.example.org',
 *   plugins: {
 *     cas: cas({ casUrl: 'https://cas.example.org/cas', rememberer: 'ticket' }),
 *     ticket: authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''] }),
 *   },
 *   identifiers: ['cas', 'ticket'],
 *   authenticators: ['cas', 'ticket'],
 *   challengers: ['cas'],
 * });
 */
export function cas(options: CasOptions): CasPlugin {
  const settings = resolveOptions(options);
  const { base, casUrl, proxy } = settings;
  const { callbackPath } = base.settings;
  const asker = validator(settings);
  const granting = proxy && grantingTickets(proxy.store, casUrl);

  const routes: SsoRoute[] = [];
  const addRoute = (method: SsoRoute['method'], path: string, answer: SsoRoute['answer']): unknown =>
    routes.push({ method, path, answer });
  if (settings.frontChannel) addRoute('GET', callbackPath, (exchange) => frontChannel(exchange, settings));
  if (settings.backChannel) addRoute('POST', callbackPath, (exchange) => backChannel(exchange, settings));
  if (granting) addRoute('GET', proxy.callbackPath, (exchange) => takeDelivery(exchange, settings, granting));

  const plugin = base.plugin<string>(
    {
      leave(_exchange, signIn) {
        const service = serviceUrl(signIn.callbackUrl, settings, signIn);
        return { location: loginUrl(settings, service, signIn.mode) };
      },
      receive: (exchange, form) => receive(exchange, settings, form),
      // Its credentials are those that are made below.
      verify: (exchange, credentials) =>
        verify(exchange, credentials as CasTicketCredentials, settings, asker, granting),
      logoutUrl: (exchange, _identity, returnTo) => casLogoutUrl(exchange, settings, returnTo),
      routes,
      isDown: settings.connection.isDown,
    },
    (arrival, owner) => credentialsOf(arrival, settings, owner),
  );
  return Object.assign(plugin, {
    logoutUrl: (exchange: Exchange, { returnTo }: CasLogoutOptions = {}) => casLogoutUrl(exchange, settings, returnTo),
    proxyTicketFor: proxyTickets(settings, asker, granting),
  });
}
