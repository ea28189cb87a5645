import {
  type Authentication,
  type Authenticator,
  chain,
  type Exchange,
  type HeaderList,
  type Identifier,
  type Identity,
  type MaybePromise,
} from '@who/core';
import { cookieWriter } from './cookie/set-cookie.js';
import { checkMaxAge } from './options/cookie.js';
import type { AuthTktOptions } from './options/options.js';
import { resolveOptions } from './options/settings.js';
import { signOuts } from './sign-outs.js';
import { writeTicket } from './ticket/key-ring.js';
import type { Ticket } from './ticket/ticket.js';
import { TicketCredentials } from './ticket/ticket-credentials.js';
import { ageSeconds, nowSecondsOf, ticketVerifier } from './ticket/ticket-verifier.js';

/** What `identify` leaves for `remember`. */
interface Found {
  readonly credentials: MaybePromise<TicketCredentials | undefined>;
  /** The moment, among the sign-outs. */
  readonly moment: number;
}

/**
 * Keeps people signed in by a signed cookie that mod_auth_tkt, repoze.who and Pyramid understand. Nothing is kept on
 * the server.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const ticket = authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''], timeoutSeconds: 3600 });
 */
export function authTkt(options: AuthTktOptions): Identifier & Authenticator {
  const settings = resolveOptions(options);
  const { isUserAllowed, isRevoked } = settings;
  const verifier = ticketVerifier(settings);
  const cookie = cookieWriter(settings.cookie);
  const gone = signOuts();
  const found = Symbol('@who/plugin-auth-tkt');
  /** Requests are asked for tickets, and not only given them. */
  let identifies = false;

  function keep(first: TicketCredentials | undefined, exchange: Exchange, moment = gone.now()): Found {
    if (first === undefined) return NOTHING;
    const kept: Found = { credentials: isRevoked ? unrevoked(first, exchange) : first, moment };
    exchange.scratch.set(found, kept);
    return kept;
  }

  /** The first ticket that has not been revoked. The others are looked at when it has. */
  function unrevoked(
    ticket: TicketCredentials | undefined,
    exchange: Exchange,
    others?: readonly TicketCredentials[],
  ): MaybePromise<TicketCredentials | undefined> {
    if (!isRevoked || ticket === undefined) return ticket;
    return chain(isRevoked(ticket.ticket), (revoked) => {
      if (revoked === false) return ticket;
      const [next, ...rest] = others ?? verifier.all(exchange).slice(1);
      return unrevoked(next, exchange, rest);
    });
  }

  function isUpToDate({ ticket, outdated }: TicketCredentials, identity: Identity, exchange: Exchange): boolean {
    if (outdated || !says(ticket, identity)) return false;
    return ageSeconds(ticket.timestampSeconds, exchange) <= settings.reissueSeconds;
  }

  function valueFor(exchange: Exchange, { userid, tokens, userdata }: Identity): string {
    const ticket = { userid, tokens, userdata, timestampSeconds: nowSecondsOf(exchange) };
    return writeTicket(ticket, settings.keys, settings.includeIp ? (exchange.remoteAddress ?? '') : undefined);
  }

  function maxAgeOf(exchange: Exchange, identity: Identity): MaybePromise<number | undefined> {
    const { maxAge } = settings;
    return typeof maxAge === 'function' ? chain(maxAge(identity, exchange), checkMaxAge) : maxAge;
  }

  function signIn(
    exchange: Exchange,
    identity: Identity,
    held: TicketCredentials | undefined,
  ): MaybePromise<HeaderList> {
    return chain(maxAgeOf(exchange, identity), (maxAge) => {
      const headers = cookie.replace(exchange, valueFor(exchange, identity), maxAge, held !== undefined);
      if (held) gone.add(held.ticket.userid);
      return headers;
    });
  }

  function reissue(exchange: Exchange, identity: Identity, moment: number): MaybePromise<HeaderList | undefined> {
    return chain(maxAgeOf(exchange, identity), (maxAge) => {
      // Whoever has signed out while this request was under way must not come back by its answer.
      if (gone.since(identity.userid, moment)) return undefined;
      return cookie.set(exchange, valueFor(exchange, identity), maxAge);
    });
  }

  function renew(
    exchange: Exchange,
    identity: Identity,
    held: TicketCredentials | undefined,
    moment: number,
  ): MaybePromise<HeaderList | undefined> {
    if (held && isUpToDate(held, identity, exchange)) return undefined;
    if (!held || !says(held.ticket, identity)) return signIn(exchange, identity, held);
    // A fresh one may stand behind an old one that is for another domain or path, and stays there until it times out.
    if (verifier.all(exchange).some((other) => isUpToDate(other, identity, exchange))) return undefined;
    if (!isRevoked) return reissue(exchange, identity, moment);
    return chain(isRevoked(held.ticket), (revoked) => {
      return revoked === false ? reissue(exchange, identity, moment) : undefined;
    });
  }

  return {
    identify(exchange) {
      identifies = true;
      const first = verifier.first(exchange);
      // Of one that the browser can keep, nothing is noted for later.
      return first?.remembered && !isRevoked ? first : keep(first, exchange).credentials;
    },

    authenticate(_exchange, credentials) {
      if (!(credentials instanceof TicketCredentials) || !verifier.isOwn(credentials)) return undefined;
      const { ticket } = credentials;
      return isUserAllowed ? ifAllowed(ticket, isUserAllowed(ticket.userid)) : authenticationOf(ticket);
    },

    remember(exchange, identity) {
      const kept = exchange.scratch.get(found) as Found | undefined;
      // Where nothing is noted, the ticket may have been young when the request came: any sign-out may be a later one.
      const { credentials, moment } = kept ?? keep(verifier.first(exchange), exchange, identifies ? 0 : undefined);
      return chain(credentials, (held) => renew(exchange, identity, held, moment));
    },

    forget(exchange) {
      const tickets = verifier.all(exchange);
      for (const { ticket } of tickets) gone.add(ticket.userid);
      return cookie.clear(exchange, tickets.length > 0);
    },
  };
}

const NOTHING: Found = { credentials: undefined, moment: 0 };

function authenticationOf({ userid, tokens, userdata }: Ticket): Authentication {
  return { userid, tokens, userdata };
}

function ifAllowed(ticket: Ticket, answer: MaybePromise<boolean>): MaybePromise<Authentication | undefined> {
  return chain(answer, (allowed) => (allowed === true ? authenticationOf(ticket) : undefined));
}

/** Whether a ticket says about somebody what there is to say. */
function says({ userid, tokens, userdata }: Ticket, identity: Identity): boolean {
  if (userid !== identity.userid || userdata !== identity.userdata) return false;
  if (tokens === identity.tokens) return true;
  return tokens.length === identity.tokens.length && tokens.every((token, i) => token === identity.tokens[i]);
}
