import {
  type Authenticator,
  type Challenger,
  chain,
  type Exchange,
  type Identification,
  type Identifier,
  type Identity,
  type MaybePromise,
  type PluginNeeds,
  type Reply,
  type ResponseHead,
  sameOriginUrl,
  WhoError,
} from '@who/core';
import { callback } from './callback.js';
import type { SsoContext } from './context.js';
import type { SsoCredentials } from './credentials.js';
import { endOwnSession } from './logout/end-session.js';
import { logout, logoutUrl } from './logout/logout.js';
import type { SsoRoute } from './protocol.js';
import { beginSession } from './sessions/begin-session.js';
import { claim, LOGOUT } from './sign-in/answered.js';
import { judgedOf, keptHeaders } from './sign-in/conclusion.js';
import { challenge, forgetLandings } from './sign-in/departure.js';
import { enforcement } from './sign-in/enforcement.js';
import { homeUrl } from './urls.js';

/** Signs people in elsewhere. */
export interface SsoPlugin extends Identifier, Authenticator, Challenger, Required<Pick<PluginNeeds, 'needs'>> {
  identify(exchange: Exchange): MaybePromise<Identification | undefined>;
  challenge(exchange: Exchange, response?: ResponseHead): MaybePromise<Reply | undefined>;
  /**
   * The other side's logout page, for applications that sign out themselves; where there is none, where it would lead.
   *
   * @returns an absolute URL; send the browser there after `logout()`
   */
  logoutUrl(exchange: Exchange, options?: SsoReturnOptions): MaybePromise<string>;
}

/** Where a logout leads. */
export interface SsoReturnOptions {
  /** A path or URL of this application; others count as the front page. @default the front page */
  readonly returnTo?: string | undefined;
  /** Who signs out, where the other side wants to be told. @default nobody is named */
  readonly identity?: Identity | undefined;
}

/** What a plugin needs of its context while that is being made. */
export type PluginParts = Omit<SsoContext, 'nameIn' | 'rememberer'> & {
  /** What the credentials of this plugin belong to. */
  readonly owner: object;
  readonly isOwn: (credentials: unknown) => credentials is SsoCredentials;
};

/** Makes the plugin, and the context that belongs to it. */
export function makePlugin({ owner, isOwn, ...parts }: PluginParts): { plugin: SsoPlugin; context: SsoContext } {
  const { names, protocol, reasons, settings } = parts;
  const { callbackPath, logoutPath, rememberer } = settings;
  const logoutMethods = settings.logoutByGet ? ['POST', 'GET'] : ['POST'];
  const routes: readonly SsoRoute[] = protocol.routes ?? [];
  const usesGateway = settings.policies.some(({ ask }) => ask === 'gateway');

  const context: SsoContext = {
    ...parts,
    nameIn(exchange) {
      const name = exchange.nameOf(plugin);
      if (name !== undefined) return name;
      const problem = `Register the very object that ${names.short}() has made.`;
      throw new WhoError(problem, { code: 'BAD_PLUGIN', plugin: names.package });
    },
    rememberer: (exchange) => exchange.plugin(rememberer, 'identifier'),
  };
  const enforce = enforcement(context);

  /** What is neither the callback path's nor the logout path's. */
  function elsewhere(exchange: Exchange): Identification | undefined {
    return settings.policies.length === 0 ? exchange.explain?.(reasons.NOT_ITS_PATH) : enforce(exchange);
  }

  function routeOf({ path, method }: Exchange): SsoRoute | undefined {
    for (const route of routes) if (route.path === path && route.method === method) return route;
    return undefined;
  }

  const plugin: SsoPlugin = {
    needs: { [rememberer]: 'identifier' },

    identify(exchange) {
      const { path } = exchange;
      if (path === callbackPath) {
        claim(exchange, owner, names);
        return chain(routeOf(exchange)?.answer(exchange), (found) => found ?? callback(exchange, context));
      }
      if (path === logoutPath && logoutMethods.includes(exchange.method)) {
        claim(exchange, LOGOUT, names);
        return logout(exchange, context);
      }
      const route = routeOf(exchange);
      if (!route) return elsewhere(exchange);
      claim(exchange, owner, names);
      return route.answer(exchange);
    },

    authenticate(exchange, credentials) {
      if (!isOwn(credentials)) return exchange.explain?.(reasons.OTHER_CREDENTIALS);
      return chain(judgedOf(exchange, context, credentials), ({ verdict, sinceMs }) => {
        if ('refused' in verdict) {
          const [reason, facts] = verdict.refused.told ?? [reasons.ANSWER_REJECTED];
          return exchange.explain?.(reason, facts);
        }
        return chain(beginSession(exchange, context, verdict, sinceMs), (userdata) => {
          exchange.explain?.(userdata === undefined ? reasons.SESSION_OVER : reasons.ACCEPTED);
          if (userdata === undefined) return undefined;
          const { userid, tokens, attributes } = verdict;
          return { userid, tokens, userdata, metadata: attributes && { attributes } };
        });
      });
    },

    challenge: (exchange) => challenge(exchange, context),

    /** At a password login the engine asks every identifier, but then the rememberer speaks for itself. */
    remember(exchange, identity) {
      if (identity.authenticator === undefined || identity.authenticator !== exchange.nameOf(plugin)) {
        return exchange.explain?.(reasons.OTHER_SIGN_IN);
      }
      exchange.explain?.(reasons.KEPT_BY, { rememberer });
      const remembered = context.rememberer(exchange).remember(exchange, identity);
      return chain(remembered, (headers = []) => [...headers, ...keptHeaders(exchange, context)]);
    },

    forget(exchange, identity) {
      exchange.explain?.(reasons.FORGOTTEN_BY, { rememberer });
      const ended = endOwnSession(exchange, context, identity);
      const forgotten = chain(ended, () => context.rememberer(exchange).forget(exchange, identity));
      return chain(forgotten, (headers = []) => [
        ...headers,
        ...forgetLandings(exchange, context),
        ...(usesGateway ? context.marker.set(exchange) : []),
      ]);
    },

    logoutUrl(exchange, { returnTo, identity } = {}) {
      const target = sameOriginUrl(returnTo, exchange.publicUrl) ?? homeUrl(exchange);
      return logoutUrl(exchange, context, identity, target);
    },
  };
  return { plugin, context };
}
