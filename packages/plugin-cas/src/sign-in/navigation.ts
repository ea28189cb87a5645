import type { Exchange } from '@who/core';

/** Whether a person is to see the answer in a browser's window, so that it may lead to a page elsewhere. */
export function isNavigation(exchange: Exchange): boolean {
  const mode = exchange.header('sec-fetch-mode');
  if (mode !== undefined)
    return mode === 'navigate' && (exchange.header('sec-fetch-dest') ?? 'document') === 'document';
  if (exchange.header('x-requested-with')?.toLowerCase() === 'xmlhttprequest') return false;
  return /text\/html|application\/xhtml\+xml/i.test(exchange.header('accept') ?? '');
}
