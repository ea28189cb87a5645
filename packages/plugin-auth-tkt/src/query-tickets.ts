import {
  chain,
  type Exchange,
  type Identification,
  isNavigation,
  type MaybePromise,
  parseUrl,
  type Reply,
} from '@who/core';
import { PACKAGE } from './errors.js';
import type { Settings } from './options/settings.js';
import { reasons } from './reasons.js';
import type { Current } from './ticket/current-verifier.js';
import { due, type TicketCredentials } from './ticket/ticket-credentials.js';
import { ageSeconds } from './ticket/ticket-verifier.js';

type Found = MaybePromise<TicketCredentials | undefined>;

/**
 * Looks for a ticket in the query, by the cookie's name, beside what the cookie had. A navigation that has any goes on to
 * the same address without it, whether it counts or not: addresses end up in logs, histories and `Referer`.
 */
export type QueryTickets = (exchange: Exchange, byCookie: Found) => Found | MaybePromise<Identification>;

/**
 * @param accept what else a ticket has to pass
 * @returns `undefined` where tickets in the query are not wanted
 */
export function queryTickets(
  { queryTickets: wanted, cookie }: Settings,
  current: (exchange: Exchange) => MaybePromise<Current>,
  accept: (ticket: TicketCredentials) => Found,
): QueryTickets | undefined {
  if (!wanted) return undefined;
  const { from, maxAgeSeconds } = wanted;
  const beginning = `${cookie.name}=`;

  function ticketIn(values: readonly string[], exchange: Exchange): Found {
    const [value = ''] = values;
    // A second one may stand in an address that a login server was made to send the browser back to.
    if (values.length > 1 || !isFrom(exchange.header('referer'), from)) {
      exchange.explain?.(reasons.TICKET_QUERY_UNASKED);
      exchange.logger.debug(`[${PACKAGE}] A ticket in the query was not looked at: no login server of "from" sent it.`);
      return undefined;
    }
    return chain(current(exchange), ({ verifier }) => {
      const credentials = verifier.read(value, exchange);
      const isFresh = credentials && ageSeconds(credentials.ticket.timestampSeconds, exchange) <= maxAgeSeconds;
      // Not remembered: no cookie has it.
      if (isFresh) return accept(due(credentials));
      exchange.explain?.(reasons.TICKET_QUERY_STALE, { maxAgeSeconds });
      return undefined;
    });
  }

  return (exchange, byCookie) => {
    if (!exchange.target.includes(beginning) || exchange.method !== 'GET' || !isNavigation(exchange)) return byCookie;
    const [path = '', query = ''] = split(exchange.url);
    const parameters = query.split('&');
    const values = parameters.flatMap((one) => (one.startsWith(beginning) ? [one.slice(beginning.length)] : []));
    if (values.length === 0) return byCookie;
    const rest = parameters.filter((one) => !one.startsWith(beginning)).join('&');
    const reply = redirect(rest === '' ? path : `${path}?${rest}`);
    // Whoever is signed in stays that: somebody else's link must not make another user of him.
    return chain(byCookie, (held) =>
      chain(held ?? ticketIn(values, exchange), (credentials) => {
        if (credentials) exchange.explain?.(held ? reasons.TICKET_QUERY_UNNEEDED : reasons.TICKET_FOUND_IN_QUERY);
        return { credentials, reply: (_who, before) => chain(before(), (other) => other ?? reply) };
      }),
    );
  };
}

function split(url: string): readonly [path: string, query: string] {
  const at = url.indexOf('?');
  return at === -1 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

function isFrom(referer: string | undefined, origins: readonly string[]): boolean {
  const origin = parseUrl(referer)?.origin;
  return origin !== undefined && origins.includes(origin);
}

function redirect(location: string): Reply {
  return {
    status: 303,
    headers: [
      ['Location', location],
      ['Cache-Control', 'no-store'],
      ['Referrer-Policy', 'no-referrer'],
    ],
  };
}
