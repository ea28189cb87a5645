import { chain, type Exchange, type Identification, type MaybePromise, type Reply } from '@who/core';
import { PACKAGE } from '../naming.js';
import type { CasSettings } from '../options.js';
import { reasons } from '../reasons.js';
import { refuseSender } from '../single-logout/refuse-sender.js';
import type { GrantingTickets } from './granting-tickets.js';

/**
 * Answers the proxy callback: the CAS server delivers a proxy-granting ticket and its IOU. Without the two it only
 * looks whether anybody is there. Nothing of what came is repeated.
 *
 * @throws {WhoError} CAS_SESSION_STORE_FAILED
 */
export function takeDelivery(
  exchange: Exchange,
  settings: CasSettings,
  tickets: GrantingTickets,
): MaybePromise<Identification> {
  if (!settings.isCasAddress(exchange.remoteAddress)) return { reply: refuseSender(exchange, settings) };
  const { plainAnswer } = settings.base;
  const iou = single(exchange, 'pgtIou');
  const ticket = single(exchange, 'pgtId');
  if (!IOU.test(iou) || !GRANTING_TICKET.test(ticket)) {
    if (exchange.query.size > 0) {
      exchange.logger.warn(`[${PACKAGE}] What came to the proxy callback is no proxy-granting ticket with its IOU.`);
    }
    exchange.explain?.(reasons.CAS_NOT_DELIVERED);
    return { reply: plainAnswer() };
  }
  return chain(tickets.deliver(iou, ticket), (taken) => {
    exchange.explain?.(taken ? reasons.CAS_DELIVERED : reasons.CAS_NOT_DELIVERED);
    return { reply: taken ? plainAnswer() : tooMany(exchange) };
  });
}

function tooMany(exchange: Exchange): Reply {
  exchange.logger.warn(`[${PACKAGE}] Too many proxy-granting tickets are delivered; set "casAddresses".`);
  return { status: 503, headers: [['Retry-After', '60']] };
}

function single({ query }: Exchange, name: string): string {
  const values = query.getAll(name);
  return values.length === 1 ? (values[0] ?? '') : '';
}

/** Some servers end them with their own host and port. */
const IOU = /^PGTIOU-[A-Za-z0-9._:-]{1,1000}$/;
const GRANTING_TICKET = /^PGT-[A-Za-z0-9._:-]{1,1000}$/;
