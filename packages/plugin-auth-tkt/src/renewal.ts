import type { CookieWriter, SignOuts } from '@who/cookies';
import { chain, type Exchange, type HeaderList, type Identity, type MaybePromise } from '@who/core';
import { ticketError } from './errors.js';
import { writeTicket } from './keys/key-ring.js';
import { checkMaxAge } from './options/cookie.js';
import type { Settings } from './options/settings.js';
import { reasons } from './reasons.js';
import type { Current } from './ticket/current-verifier.js';
import type { Ticket } from './ticket/ticket.js';
import type { TicketCredentials } from './ticket/ticket-credentials.js';
import { ageSeconds, nowSecondsOf } from './ticket/ticket-verifier.js';

/** What a request has that somebody is to be remembered by. */
export interface Held {
  readonly credentials: TicketCredentials | undefined;
  /** When it came, among the sign-outs. */
  readonly moment: number;
}

/** Writes tickets where they have to be written: for a new sign-in, and in the place of old ones. */
export type Renewal = (
  exchange: Exchange,
  identity: Identity,
  held: Held,
  current: Current,
) => MaybePromise<HeaderList | undefined>;

export function renewal(settings: Settings, cookie: CookieWriter, gone: SignOuts): Renewal {
  const { isRevoked, isGuest, includeIp, reissueSeconds, maxAge } = settings;

  function isUpToDate({ ticket, outdated }: TicketCredentials, identity: Identity, exchange: Exchange): boolean {
    if (outdated || !says(ticket, identity)) return false;
    return ageSeconds(ticket.timestampSeconds, exchange) <= reissueSeconds;
  }

  function valueFor(exchange: Exchange, { userid, tokens, userdata }: Identity, { keys }: Current): string {
    if (isGuest?.(userid)) throw ticketError('TICKET_BAD_USERID', GUEST);
    const ticket = { userid, tokens, userdata, timestampSeconds: nowSecondsOf(exchange) };
    return writeTicket(ticket, keys, includeIp ? (exchange.remoteAddress ?? '') : undefined);
  }

  function maxAgeOf(exchange: Exchange, identity: Identity): MaybePromise<number | undefined> {
    return typeof maxAge === 'function' ? chain(maxAge(identity, exchange), checkMaxAge) : maxAge;
  }

  function signIn(
    exchange: Exchange,
    identity: Identity,
    held: TicketCredentials | undefined,
    current: Current,
  ): MaybePromise<HeaderList> {
    return chain(maxAgeOf(exchange, identity), (seconds) => {
      const headers = cookie.replace(exchange, valueFor(exchange, identity, current), seconds, held !== undefined);
      if (held) gone.add(held.ticket.userid);
      exchange.explain?.(reasons.TICKET_SET, { cookie: settings.cookie.name });
      if (exchange.explain) tellOfDomain(exchange, settings.cookie.domain);
      return headers;
    });
  }

  function reissue(
    exchange: Exchange,
    identity: Identity,
    moment: number,
    current: Current,
  ): MaybePromise<HeaderList | undefined> {
    return chain(maxAgeOf(exchange, identity), (seconds) => {
      // Whoever has signed out while this request was under way must not come back by its answer.
      if (gone.since(identity.userid, moment)) return exchange.explain?.(reasons.TICKET_GONE);
      exchange.explain?.(reasons.TICKET_REISSUED, { cookie: settings.cookie.name });
      return cookie.set(exchange, valueFor(exchange, identity, current), seconds);
    });
  }

  return (exchange, identity, { credentials: held, moment }, current) => {
    if (held && isUpToDate(held, identity, exchange)) return exchange.explain?.(reasons.TICKET_FRESH);
    if (!held || !says(held.ticket, identity)) return signIn(exchange, identity, held, current);
    // A fresh one may stand behind an old one that is for another domain or path, and stays there until it times out.
    if (current.verifier.all(exchange).some((other) => isUpToDate(other, identity, exchange))) {
      return exchange.explain?.(reasons.TICKET_FRESH);
    }
    if (!isRevoked) return reissue(exchange, identity, moment, current);
    return chain(isRevoked(held.ticket), (revoked) => {
      return revoked === false ? reissue(exchange, identity, moment, current) : exchange.explain?.(reasons.TICKET_GONE);
    });
  };
}

/** What is as quiet as a cookie for another domain: the browser drops it, and says so to nobody. */
function tellOfDomain(exchange: Exchange, domain: string | undefined): void {
  const host = new URL(exchange.publicUrl).hostname;
  const bare = domain?.replace(/^\./, '').toLowerCase() ?? host;
  if (host !== bare && !host.endsWith(`.${bare}`))
    exchange.explain?.(reasons.TICKET_OTHER_DOMAIN, { domain: bare, host });
}

/** Whether a ticket says about somebody what there is to say. */
function says({ userid, tokens, userdata }: Ticket, identity: Identity): boolean {
  if (userid !== identity.userid || userdata !== identity.userdata) return false;
  if (tokens === identity.tokens) return true;
  return tokens.length === identity.tokens.length && tokens.every((token, i) => token === identity.tokens[i]);
}

const GUEST = 'This userid is one of guests ("guestUser"), whose tickets sign nobody in.';
