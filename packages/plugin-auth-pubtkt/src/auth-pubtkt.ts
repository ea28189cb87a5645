import {
  type Authentication,
  type Authenticator,
  type Challenger,
  chain,
  type Exchange,
  type Identifier,
  type PasswordCredentials,
} from '@who/core';
import { keeper } from './keeper.js';
import { type AuthPubtktOptions, resolveOptions } from './options.js';
import { reasons } from './reasons.js';
import { challengeFor } from './redirects.js';
import { refresher } from './refresher.js';
import { ticketSight } from './sight.js';
import { openBauth } from './ticket/bauth.js';
import { bauthOf, PubtktCredentials } from './ticket/credentials.js';
import type { Pubtkt } from './ticket/pubtkt.js';
import { nowSecondsOf, ticketVerifier } from './ticket/verifier.js';

/** What {@link authPubtkt} makes. */
export interface AuthPubtkt extends Identifier, Authenticator, Challenger {
  /**
   * The user name and password in the ticket that was accepted, to be passed on to another server; only with the option
   * `bauth`.
   */
  passwordOf(exchange: Exchange): PasswordCredentials | undefined;
}

/**
 * Believes the tickets of a login server, signed by its private key, as Apache's mod_auth_pubtkt does; and sends people
 * there to sign in, or for a fresh ticket. A login server makes them with it, too.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const ticket = authPubtkt({ publicKeys: { file: 'tkt_pubkey.pem' }, loginUrl: 'https://login.example.org/' });
 */
export function authPubtkt(options: AuthPubtktOptions): AuthPubtkt {
  const settings = resolveOptions(options);
  const { bauth, isUserAllowed } = settings;
  const verifier = ticketVerifier(settings);
  const sight = ticketSight(verifier, settings.isRevoked);
  const keep = keeper(settings, verifier, sight);
  const refreshed = refresher(settings, (exchange) => exchange.nameOf(plugin));
  const accepted = Symbol('@who/plugin-auth-pubtkt');

  function accept(credentials: PubtktCredentials, exchange: Exchange): Authentication {
    if (bauth) exchange.scratch.set(accepted, bauthOf(credentials));
    return authenticationOf(credentials.ticket);
  }

  const plugin: AuthPubtkt = {
    identify: (exchange) =>
      chain(sight.of(exchange).seen, (seen) => {
        if (typeof seen === 'string') return exchange.explain?.(reasons[seen], { cookie: settings.cookie.name });
        const { validUntilSeconds } = seen.ticket;
        exchange.explain?.(reasons.PUBTKT_FOUND, { seconds: validUntilSeconds - nowSecondsOf(exchange) });
        return refreshed(seen, exchange);
      }),

    authenticate(exchange, credentials) {
      if (!(credentials instanceof PubtktCredentials) || !verifier.isOwn(credentials)) {
        return exchange.explain?.(reasons.PUBTKT_OTHER_CREDENTIALS);
      }
      if (!isUserAllowed) return accept(credentials, exchange);
      return chain(isUserAllowed(credentials.ticket.userid), (allowed) =>
        allowed === true ? accept(credentials, exchange) : exchange.explain?.(reasons.PUBTKT_USER_NOT_ALLOWED),
      );
    },

    challenge: (exchange) =>
      chain(sight.of(exchange).seen, (seen) => {
        const doubt = typeof seen === 'string' ? seen : undefined;
        const reply = challengeFor(doubt, exchange, settings);
        exchange.explain?.(reply ? reasons.PUBTKT_SENT : reasons.PUBTKT_NO_PLACE, { why: doubt ?? 'another user' });
        return reply;
      }),

    remember: keep.remember,
    forget: keep.forget,

    passwordOf(exchange) {
      const carried = exchange.scratch.get(accepted) as ReturnType<typeof bauthOf>;
      return carried && bauth && openBauth(carried, bauth === 'plain' ? undefined : bauth.key);
    },
  };
  return plugin;
}

function authenticationOf({ userid, tokens, userdata, multifactor }: Pubtkt): Authentication {
  return { userid, tokens, userdata, ...(multifactor && { metadata: MULTIFACTOR }) };
}

const MULTIFACTOR = Object.freeze({ multifactor: true });
