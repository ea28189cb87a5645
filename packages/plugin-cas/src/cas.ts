import {
  type Authenticator,
  type Challenger,
  chain,
  type Exchange,
  type Identification,
  type Identifier,
  type MaybePromise,
  type PluginNeeds,
  WhoError,
} from '@who/core';
import { callback } from './callback.js';
import type { CasContext } from './context.js';
import { CasTicketCredentials } from './credentials.js';
import { PACKAGE } from './errors.js';
import { logout } from './logout.js';
import { type CasOptions, resolveOptions } from './options.js';
import { takeDelivery } from './proxying/delivery.js';
import { grantingTickets } from './proxying/granting-tickets.js';
import { type ProxyTicketFor, proxyTickets } from './proxying/proxy-tickets.js';
import { reasons } from './reasons.js';
import { beginSession } from './sessions/begin-session.js';
import { claim, LOGOUT } from './sign-in/answered.js';
import { accepted, keptHeaders, outcomeOf, tellOfRefusal } from './sign-in/conclusion.js';
import { challenge, forgetLandings } from './sign-in/departure.js';
import { enforcement } from './sign-in/enforcement.js';
import { gatewayMarker } from './sign-in/gateway.js';
import { policyOf } from './sign-in/policies.js';
import { stateCookies } from './sign-in/state-cookie.js';
import { endOwnSession } from './single-logout/end-session.js';
import { casLogoutUrl } from './urls.js';
import { validator } from './validation/validator.js';

/** Signs people in through a CAS server. */
export interface CasPlugin extends Identifier, Authenticator, Challenger, Required<Pick<PluginNeeds, 'needs'>> {
  identify(exchange: Exchange): MaybePromise<Identification | undefined>;
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
  const { callbackPath, logoutPath, rememberer, proxy } = settings;
  const granting = proxy && grantingTickets(proxy.sessions.settings, settings.casUrl);
  const logoutMethods = settings.logoutByGet ? ['POST', 'GET'] : ['POST'];
  const context: CasContext = {
    settings,
    cookies: stateCookies(settings),
    marker: gatewayMarker(settings),
    validator: validator(settings),
    policyOf: policyOf(settings.policies),
    granting,
    nameIn(exchange) {
      const name = exchange.nameOf(plugin);
      if (name !== undefined) return name;
      throw new WhoError('Register the very object that cas() has made.', { code: 'BAD_PLUGIN', plugin: PACKAGE });
    },
    rememberer: (exchange) => exchange.plugin(settings.rememberer, 'identifier'),
  };

  const enforce = enforcement(context);
  const usesGateway = settings.policies.some(({ ask }) => ask === 'gateway');

  const plugin: CasPlugin = {
    needs: { [rememberer]: 'identifier' },

    identify(exchange) {
      const { path } = exchange;
      if (path === callbackPath) {
        claim(exchange, settings);
        return callback(exchange, context);
      }
      if (path === logoutPath && logoutMethods.includes(exchange.method)) {
        claim(exchange, LOGOUT);
        return logout(exchange, context);
      }
      if (granting && path === proxy?.callbackPath && exchange.method === 'GET') {
        claim(exchange, settings);
        return takeDelivery(exchange, context, granting);
      }
      return settings.policies.length === 0 ? exchange.explain?.(reasons.CAS_NOT_ITS_PATH) : enforce(exchange);
    },

    authenticate(exchange, credentials) {
      if (!(credentials instanceof CasTicketCredentials) || credentials.owner !== settings) {
        return exchange.explain?.(reasons.CAS_OTHER_CREDENTIALS);
      }
      return outcomeOf(exchange, context, credentials).then((outcome) => {
        const success = accepted(outcome, settings, credentials);
        if (!success) return tellOfRefusal(exchange, context, credentials, outcome);
        const { user, attributes } = success;
        return chain(beginSession(exchange, context, credentials, success), (userdata) => {
          exchange.explain?.(userdata === undefined ? reasons.CAS_SESSION_OVER : reasons.CAS_ACCEPTED);
          return userdata === undefined ? undefined : { userid: user, userdata, metadata: { attributes } };
        });
      });
    },

    challenge: (exchange) => challenge(exchange, context),

    /** At a password login the engine asks every identifier, but then the rememberer speaks for itself. */
    remember(exchange, identity) {
      if (identity.authenticator === undefined || identity.authenticator !== exchange.nameOf(plugin)) {
        return exchange.explain?.(reasons.CAS_OTHER_SIGN_IN);
      }
      exchange.explain?.(reasons.CAS_KEPT_BY, { rememberer });
      const remembered = context.rememberer(exchange).remember(exchange, identity);
      return chain(remembered, (headers = []) => [...headers, ...keptHeaders(exchange, context)]);
    },

    forget(exchange, identity) {
      exchange.explain?.(reasons.CAS_FORGOTTEN_BY, { rememberer });
      const ended = endOwnSession(exchange, context, identity);
      const forgotten = chain(ended, () => context.rememberer(exchange).forget(exchange, identity));
      return chain(forgotten, (headers = []) => [
        ...headers,
        ...forgetLandings(exchange, context),
        ...(usesGateway ? context.marker.set(exchange) : []),
      ]);
    },

    logoutUrl: (exchange, { returnTo } = {}) => casLogoutUrl(exchange, settings, returnTo),

    proxyTicketFor: proxyTickets(settings, context.validator, granting),
  };
  return plugin;
}
