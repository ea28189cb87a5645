import type { Exchange } from '@who/core';

/**
 * What became of the token that a request brought. It was
 * - `malformed`: no token, too long, or sent more than once;
 * - `found`, and nobody has accepted it so far;
 * - `accepted`.
 */
export type Presented = 'malformed' | 'found' | 'accepted';

/** `undefined` when no token was presented. */
export function presentedIn(exchange: Exchange): Presented | undefined {
  return exchange.scratch.get(KEY) as Presented | undefined;
}

/** Several of these plugins may look at one request, so an acceptance stays, and a fault that one of them saw. */
export function notePresented(exchange: Exchange, presented: Presented): void {
  if (presented !== 'found' || presentedIn(exchange) === undefined) exchange.scratch.set(KEY, presented);
}

const KEY = Symbol('what became of the token');
