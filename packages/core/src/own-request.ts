import type { Exchange } from './exchange.js';

/**
 * Whether this application's own page, or the person directly, made the request: the check before a form signs
 * somebody in or out. Browsers say so in `Sec-Fetch-Site`; older ones send `Origin` with a POST. A client that sends
 * neither is no browser that somebody could abuse.
 */
export function isOwnRequest(exchange: Exchange): boolean {
  const site = exchange.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = exchange.header('origin');
  return origin === undefined || origin === new URL(exchange.publicUrl).origin;
}
