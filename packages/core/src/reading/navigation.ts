import type { Exchange } from '../contract/contract.js';

/**
 * Whether a person is to see the answer in a window of the browser, and could follow a redirect to a login page.
 * Browsers say so in Fetch Metadata (`Sec-Fetch-Mode`, `Sec-Fetch-Dest`); of those that do not, a request for
 * `text/html` by name that is no XHR counts. `fetch`, images, frames, CORS preflights and programs are none.
 */
export function isNavigation(exchange: Exchange): boolean {
  const mode = exchange.header('sec-fetch-mode');
  if (mode !== undefined) {
    return mode === 'navigate' && (exchange.header('sec-fetch-dest') ?? 'document') === 'document';
  }
  if (exchange.header('x-requested-with')?.toLowerCase() === 'xmlhttprequest') return false;
  return /text\/html|application\/xhtml\+xml/i.test(exchange.header('accept') ?? '');
}

/** Whether a browser asks if it may send a request to another origin. It takes no credentials along, ever. */
export function isPreflight(exchange: Exchange): boolean {
  return exchange.method === 'OPTIONS' && exchange.header('access-control-request-method') !== undefined;
}
