import type { Exchange } from '../contract/contract.js';
import type { Logger } from '../contract/logger.js';

/**
 * Whether this application's own page, or the person directly, made the request: the check before a form signs
 * somebody in or out. Browsers say so in `Sec-Fetch-Site`; older ones, and all of them over plain http, send `Origin`
 * with a POST. A client that sends neither is no browser that somebody could abuse.
 *
 * `Origin: null` is what a page with `Referrer-Policy: no-referrer` sends, anybody's page, so it does not count. Over
 * plain http, let the application's own pages have `Referrer-Policy: same-origin`, or, where a front end sets another
 * one, `<meta name="referrer" content="same-origin">`.
 */
export function isOwnRequest(exchange: Exchange): boolean {
  const site = exchange.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = exchange.header('origin');
  if (origin === 'null') explain(exchange.logger);
  return origin === undefined || origin === new URL(exchange.publicUrl).origin;
}

/** Once: everybody can send this as often as they like. */
function explain(logger: Logger): void {
  if (explained.has(logger)) return;
  explained.add(logger);
  logger.warn(
    '[@who/core] A form came with "Origin: null" and counts as another site\'s. If it was on a page of this application, let that page have "Referrer-Policy: same-origin".',
  );
}

const explained = new WeakSet<Logger>();
