import {
  type Authenticator,
  chain,
  type Exchange,
  type HeaderList,
  type Identifier,
  type Identity,
  isPromise,
  type MaybePromise,
} from '@who/core';
import { encodeCookieValue } from './cookie-value.js';
import { ANY_ADDRESS, ipv4Of } from './ip-address.js';
import { type AuthTktOptions, resolveOptions } from './options.js';
import { cookieWriter } from './set-cookie.js';
import { mintTicket, type Ticket } from './ticket.js';
import { TicketCredentials } from './ticket-credentials.js';
import { ageSeconds, ticketVerifier } from './ticket-verifier.js';

/**
 * Keeps people signed in by a signed cookie that mod_auth_tkt and repoze.who understand. Nothing is kept on the server.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const ticket = authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''], timeoutSeconds: 3600 });
 */
export function authTkt(options: AuthTktOptions): Identifier & Authenticator {
  const settings = resolveOptions(options);
  const { isUserAllowed, isRevoked } = settings;
  const [signingKey] = settings.keys;
  const verifier = ticketVerifier(settings);
  const cookie = cookieWriter(settings.cookie);
  /** Under this key, `identify` leaves what it found for `remember`. */
  const found = Symbol('@who/plugin-auth-tkt');

  function identify(exchange: Exchange): MaybePromise<TicketCredentials | undefined> {
    const credentials = verifier.verify(exchange);
    if (credentials === undefined) return undefined;
    const unrevoked = isRevoked
      ? chain(isRevoked(credentials.ticket), (revoked) => (revoked === false ? credentials : undefined))
      : credentials;
    exchange.scratch.set(found, unrevoked);
    return unrevoked;
  }

  function isUpToDate({ ticket, outdated }: TicketCredentials, identity: Identity, exchange: Exchange): boolean {
    return !outdated && says(ticket, identity) && ageSeconds(ticket, exchange) <= settings.reissueSeconds;
  }

  function renew(exchange: Exchange, identity: Identity, held: TicketCredentials | undefined): HeaderList | undefined {
    if (held && isUpToDate(held, identity, exchange)) return undefined;
    const { userid, tokens, userdata } = identity;
    const ticket = { userid, tokens, userdata, timestampSeconds: Math.floor(exchange.now() / 1000) };
    const address = settings.includeIp ? (ipv4Of(exchange.remoteAddress) ?? '') : ANY_ADDRESS;
    return cookie.set(exchange, encodeCookieValue(mintTicket(ticket, signingKey, address), signingKey.compat));
  }

  return {
    identify,

    authenticate(_exchange, credentials) {
      if (!(credentials instanceof TicketCredentials) || !verifier.isOwn(credentials)) return undefined;
      const { userid, tokens, userdata } = credentials.ticket;
      if (!isUserAllowed) return { userid, tokens, userdata };
      return chain(isUserAllowed(userid), (allowed) => (allowed === true ? { userid, tokens, userdata } : undefined));
    },

    remember(exchange, identity) {
      const held = (exchange.scratch.get(found) as ReturnType<typeof identify>) ?? identify(exchange);
      // Not `chain`: its closure would be made on every request of everybody who is signed in.
      if (isPromise(held)) return held.then((credentials) => renew(exchange, identity, credentials));
      return renew(exchange, identity, held);
    },

    forget: (exchange) => cookie.clear(exchange),
  };
}

/** Whether a ticket says about somebody what there is to say. */
function says({ userid, tokens, userdata }: Ticket, identity: Identity): boolean {
  if (userid !== identity.userid || userdata !== identity.userdata) return false;
  if (tokens === identity.tokens) return true;
  return tokens.length === identity.tokens.length && tokens.every((token, i) => token === identity.tokens[i]);
}
