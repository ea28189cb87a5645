import type { Exchange, Header } from '@who/core';
import { ownCookie, ownCookieName } from '@who/sso';

/** Sign-ins in a row, as many as a browser makes in vain before it gets an answer. */
const MAX_ROUNDS = 3;
/** Those that are further apart are no row. */
const ROW_SECONDS = 10;

/**
 * Counts a sign-in. A page that goes on asking for one (it wants more than a signed-in user, or the rememberer's cookie
 * does not arrive) would otherwise send the browser round for ever, because the front end lets it through without a
 * word.
 */
export function counted(exchange: Exchange): Header {
  return cookie(exchange, String(Math.min(roundsOf(exchange), MAX_ROUNDS) + 1), ROW_SECONDS);
}

/** Whether this browser has just signed in so often that the next time would be in vain, too. */
export function goesRound(exchange: Exchange): boolean {
  return roundsOf(exchange) >= MAX_ROUNDS;
}

/** Begins anew: who tries again by hand is not going round. */
export function uncounted(exchange: Exchange): Header {
  return cookie(exchange, '', 0);
}

function roundsOf(exchange: Exchange): number {
  const value = exchange.cookie(ownCookieName(exchange, NAME)) ?? '';
  return /^\d$/.test(value) ? Number(value) : 0;
}

function cookie(exchange: Exchange, value: string, maxAgeSeconds: number): Header {
  return ownCookie(exchange, { name: NAME, value, maxAgeSeconds });
}

const NAME = 'who_sso';
