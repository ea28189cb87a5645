import { cookieWriter, signOuts } from '@who/cookies';
import {
  type Authentication,
  type Authenticator,
  chain,
  type Exchange,
  type Identification,
  type Identifier,
  isPromise,
  type MaybePromise,
} from '@who/core';
import { ticketError } from './errors.js';
import { tellWhyNot } from './explaining/telling.js';
import type { AuthTktOptions } from './options/options.js';
import { resolveOptions } from './options/settings.js';
import { queryTickets } from './query-tickets.js';
import { reasons } from './reasons.js';
import { renewal } from './renewal.js';
import { type Current, currentVerifier } from './ticket/current-verifier.js';
import { TicketCredentials } from './ticket/ticket-credentials.js';
import { ageSeconds } from './ticket/ticket-verifier.js';

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
 * @throws {WhoError} BAD_OPTION, TICKET_NO_SECRETS
 * @example
 * const ticket = authTkt({ secrets: [process.env['WHO_SECRET'] ?? ''], timeoutSeconds: 3600 });
 */
export function authTkt(options: AuthTktOptions): Identifier & Authenticator {
  const settings = resolveOptions(options);
  const { keys, isUserAllowed, isRevoked } = settings;
  const self = Symbol('@who/plugin-auth-tkt');
  const current = currentVerifier(settings, self);
  const cookie = cookieWriter(settings.cookie, () => ticketError('TICKET_TOO_LARGE', TOO_LARGE));
  const gone = signOuts();
  const renew = renewal(settings, cookie, gone);
  const found = Symbol('@who/plugin-auth-tkt');
  /** Requests are asked for tickets, and not only given them. */
  let identifies = false;

  function keep(
    first: TicketCredentials | undefined,
    exchange: Exchange,
    { verifier }: Current,
    moment = gone.now(),
  ): Found {
    if (first === undefined) return NOTHING;
    const others = (): readonly TicketCredentials[] => verifier.all(exchange).slice(1);
    const kept: Found = { credentials: isRevoked ? unrevoked(first, others) : first, moment };
    exchange.scratch.set(found, kept);
    return kept;
  }

  /** The first ticket that has not been revoked. The others are looked at when it has. */
  function unrevoked(
    ticket: TicketCredentials | undefined,
    others: () => readonly TicketCredentials[],
  ): MaybePromise<TicketCredentials | undefined> {
    if (!isRevoked || ticket === undefined) return ticket;
    return chain(isRevoked(ticket.ticket), (revoked) => {
      if (revoked === false) return ticket;
      const [next, ...rest] = others();
      return unrevoked(next, () => rest);
    });
  }

  function identify(exchange: Exchange, now: Current): MaybePromise<TicketCredentials | undefined> {
    const first = now.verifier.first(exchange);
    // Of one that the browser can keep, nothing is noted for later.
    return first?.remembered && !isRevoked ? first : keep(first, exchange, now).credentials;
  }

  /** Whether there is something to verify. Whoever has nothing need not wait for secrets. */
  function hasCookie(exchange: Exchange): boolean {
    return keys.isFixed || exchange.cookies(settings.cookie.name).some((value) => value !== '');
  }

  /** None where there are no secrets: the cookie goes all the same. */
  function ticketsOf(exchange: Exchange): MaybePromise<readonly TicketCredentials[]> {
    if (!hasCookie(exchange)) return [];
    try {
      const now = current(exchange);
      if (!isPromise(now)) return now.verifier.all(exchange);
      return now.then(
        ({ verifier }) => verifier.all(exchange),
        () => [],
      );
    } catch {
      return [];
    }
  }

  function byCookie(exchange: Exchange): MaybePromise<TicketCredentials | undefined> {
    if (!hasCookie(exchange)) return undefined;
    const now = current(exchange);
    const credentials = isPromise(now) ? now.then((late) => identify(exchange, late)) : identify(exchange, now);
    if (credentials !== undefined || keys.isFixed) return credentials;
    // Another server may have signed it by a secret that is not known here yet.
    return keys
      .renew(exchange.now(), exchange.logger)
      ?.then(() => chain(current(exchange), (later) => identify(exchange, later)));
  }

  /** What was found; those who look on are told of it. */
  function told<T extends TicketCredentials | Identification | undefined>(
    exchange: Exchange,
    found: T,
  ): MaybePromise<T> {
    if (found instanceof TicketCredentials) {
      const { timestampSeconds } = found.ticket;
      exchange.explain?.(reasons.TICKET_FOUND, { ageSeconds: ageSeconds(timestampSeconds, exchange) });
      return found;
    }
    if (found !== undefined) return found;
    if (!hasCookie(exchange)) {
      tellWhyNot(exchange, settings, undefined);
      return found;
    }
    return chain(current(exchange), (now) => {
      tellWhyNot(exchange, settings, now.keys);
      return found;
    });
  }

  /** Apart from `identify`, which would make room for the function on every call. */
  function watched<T extends TicketCredentials | Identification | undefined>(
    exchange: Exchange,
    found: MaybePromise<T>,
  ): MaybePromise<T> {
    return chain(found, (one) => told(exchange, one));
  }

  const byQuery = queryTickets(settings, current, (ticket) => unrevoked(ticket, () => []));

  return {
    identify(exchange) {
      identifies = true;
      const found = byQuery ? byQuery(exchange, byCookie(exchange)) : byCookie(exchange);
      return exchange.explain ? watched(exchange, found) : found;
    },

    authenticate(exchange, credentials) {
      if (!(credentials instanceof TicketCredentials) || credentials.verifiedBy !== self) {
        exchange.explain?.(reasons.TICKET_OTHER_CREDENTIALS);
        return undefined;
      }
      const { authentication } = credentials;
      return isUserAllowed ? ifAllowed(exchange, authentication, isUserAllowed(authentication.userid)) : authentication;
    },

    remember(exchange, identity) {
      const kept = exchange.scratch.get(found) as Found | undefined;
      return chain(current(exchange), (now) => {
        // Where nothing is noted, the ticket may have been young when the request came: any sign-out may be a later one.
        const { credentials, moment } =
          kept ?? keep(now.verifier.first(exchange), exchange, now, identifies ? 0 : undefined);
        return chain(credentials, (held) => renew(exchange, identity, { credentials: held, moment }, now));
      });
    },

    forget(exchange) {
      return chain(ticketsOf(exchange), (tickets) => {
        for (const { ticket } of tickets) gone.add(ticket.userid);
        exchange.explain?.(reasons.TICKET_CLEARED, { cookie: settings.cookie.name });
        return cookie.clear(exchange, tickets.length > 0);
      });
    },
  };
}

const NOTHING: Found = { credentials: undefined, moment: 0 };

function ifAllowed(
  exchange: Exchange,
  authentication: Authentication,
  answer: MaybePromise<boolean>,
): MaybePromise<Authentication | undefined> {
  return chain(answer, (allowed) => {
    if (allowed === true) return authentication;
    exchange.explain?.(reasons.TICKET_USER_NOT_ALLOWED);
    return undefined;
  });
}

const TOO_LARGE =
  'The cookie would be larger than 4,096 bytes, and browsers would drop it in silence: keep less in the userdata.';
