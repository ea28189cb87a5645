import { cookieWriter } from '@who/cookies';
import {
  chain,
  type Exchange,
  type HeaderList,
  type Identifier,
  type Identity,
  isPromise,
  type MaybePromise,
} from '@who/core';
import { encodeCookieValue } from './cookie/cookie-value.js';
import { ticketError } from './errors.js';
import { gaveMultifactor } from './multifactor.js';
import type { SigningSettings } from './options/signing.js';
import type { Settings } from './options.js';
import { reasons } from './reasons.js';
import type { TicketSight } from './sight.js';
import { bauthOf, type PubtktCredentials } from './ticket/credentials.js';
import { type Pubtkt, signPubtkt } from './ticket/pubtkt.js';
import { nowSecondsOf, type TicketVerifier } from './ticket/verifier.js';

/** Has browsers keep tickets, where they are made here, and give them up. */
export function keeper(
  { keys, signing, isRevoked, cookie: cookieSettings }: Settings,
  verifier: TicketVerifier,
  sight: TicketSight,
): Pick<Identifier, 'remember' | 'forget'> {
  const cookie = cookieWriter(cookieSettings, () => ticketError('PUBTKT_TOO_LARGE'));
  const { gone } = sight;

  return {
    remember(exchange, identity) {
      if (!signing) return exchange.explain?.(reasons.PUBTKT_NOT_SIGNED_HERE);
      const { seen, moment } = sight.of(exchange);
      return chain(seen, (held) => {
        if (typeof held === 'string' || !says(held.ticket, identity)) return signIn(exchange, identity, held, signing);
        if (held.remembered) return exchange.explain?.(reasons.PUBTKT_FRESH);
        return reissue(exchange, held, moment, signing);
      });
    },

    forget: (exchange) =>
      chain(genuine(exchange), (tickets) => {
        for (const { ticket } of tickets) gone.add(ticket.userid);
        exchange.explain?.(reasons.PUBTKT_CLEARED, { cookie: cookieSettings.name });
        return cookie.clear(exchange, tickets.length > 0);
      }),
  };

  function signIn(
    exchange: Exchange,
    identity: Identity,
    held: PubtktCredentials | string,
    settings: SigningSettings,
  ): MaybePromise<HeaderList | undefined> {
    const { userid, tokens, userdata } = identity;
    const ticket = { userid, tokens, userdata, multifactor: gaveMultifactor(identity), ...timesOf(exchange, settings) };
    return chain(cookieValueOf(exchange, ticket, settings), (value) => {
      const headers = cookie.replace(exchange, value, settings.maxAgeSeconds, typeof held !== 'string');
      if (typeof held !== 'string') gone.add(held.ticket.userid);
      exchange.explain?.(reasons.PUBTKT_SET, { cookie: cookieSettings.name });
      return headers;
    });
  }

  /** @param moment when the request was looked at, among the sign-outs */
  function reissue(
    exchange: Exchange,
    held: PubtktCredentials,
    moment: number,
    settings: SigningSettings,
  ): MaybePromise<HeaderList | undefined> {
    // Whoever has signed out while this request was under way must not come back by its answer.
    if (gone.since(held.ticket.userid, moment)) return exchange.explain?.(reasons.PUBTKT_GONE);
    return chain(isRevoked ? isRevoked(held.ticket) : false, (revoked) =>
      chain(verifier.all(exchange), (all) => {
        // A fresh one may stand behind an old one that is for another domain or path, and stays there until it times out.
        const hasFresh = all.some((other) => other.remembered && says(other.ticket, held.ticket));
        if (revoked !== false || hasFresh) {
          return exchange.explain?.(hasFresh ? reasons.PUBTKT_FRESH : reasons.PUBTKT_GONE);
        }
        exchange.explain?.(reasons.PUBTKT_REISSUED, { cookie: cookieSettings.name });
        const ticket = { ...held.ticket, bauth: bauthOf(held), ...timesOf(exchange, settings) };
        return chain(cookieValueOf(exchange, ticket, settings), (value) =>
          cookie.set(exchange, value, settings.maxAgeSeconds),
        );
      }),
    );
  }

  function cookieValueOf(
    exchange: Exchange,
    ticket: Pubtkt,
    { includeIp, maxUseridBytes }: SigningSettings,
  ): MaybePromise<string> {
    const bound = includeIp ? { ...ticket, clientIp: exchange.remoteAddress ?? '' } : ticket;
    return chain(keys.get(exchange.now(), exchange.logger), (current) => {
      // It is there where `signing` is.
      const key = current.signing as NonNullable<typeof current.signing>;
      return encodeCookieValue(signPubtkt(bound, key, maxUseridBytes));
    });
  }

  /** None where there are no keys to tell: people can sign out all the same. */
  function genuine(exchange: Exchange): MaybePromise<readonly PubtktCredentials[]> {
    try {
      const all = verifier.all(exchange);
      return isPromise(all) ? Promise.resolve(all).catch(() => []) : all;
    } catch {
      return [];
    }
  }
}

function timesOf(
  exchange: Exchange,
  { timeoutSeconds, graceSeconds }: SigningSettings,
): Pick<Pubtkt, 'validUntilSeconds' | 'graceAfterSeconds'> {
  const validUntilSeconds = nowSecondsOf(exchange) + timeoutSeconds;
  return { validUntilSeconds, graceAfterSeconds: graceSeconds === 0 ? undefined : validUntilSeconds - graceSeconds };
}

/** Whether a ticket says about somebody what there is to say. */
function says(ticket: Pubtkt, who: Identity | Pubtkt): boolean {
  const { userid, tokens, userdata } = who;
  if (userid !== ticket.userid || userdata !== ticket.userdata) return false;
  const multifactor = 'multifactor' in who ? who.multifactor : gaveMultifactor(who);
  if (multifactor !== ticket.multifactor) return false;
  return tokens.length === ticket.tokens.length && tokens.every((token, i) => token === ticket.tokens[i]);
}
