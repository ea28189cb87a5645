import type { Exchange, Header, HeaderList } from '@who/core';
import type { CasSettings } from '../options.js';
import { openState, type SignInState, sealState } from './login-state.js';
import { readNonce } from './nonce.js';
import { ownCookie, ownCookieName, ownCookiesOf } from './own-cookie.js';

/**
 * The cookies that hold the sign-ins under way: one for each, so that answers which cross on the way undo nothing of
 * each other. One that was signed here is a sign-in that this browser has begun.
 */
export interface StateCookies {
  /** The sign-in of a nonce, also one that has expired or is over; `undefined` without a cookie that was signed here. */
  find(exchange: Exchange, nonce: string): SignInState | undefined;
  /** Whether there is a cookie for a nonce, whoever has signed it. */
  has(exchange: Exchange, nonce: string): boolean;
  /** All that are signed here, also those that have expired or are over. */
  all(exchange: Exchange): readonly SignInState[];
  write(exchange: Exchange, state: SignInState): Header;
  /** Deletes the cookie of a sign-in. */
  drop(exchange: Exchange, state: Pick<SignInState, 'nonce'>): Header;
  /** Deletes the oldest where there are too many beside this one, or they are too long. */
  crowdedOut(exchange: Exchange, added: Header): HeaderList;
}

export function stateCookies({ stateCookie, stateKeys, method }: CasSettings): StateCookies {
  const beginning = `${stateCookie}.`;

  /** The nonces of those that the browser has sent, oldest first, each once. Others may have planted some. */
  function sent(exchange: Exchange): Map<string, number> {
    const found = new Map<string, number>();
    for (const { rest, length } of ownCookiesOf(exchange, beginning)) {
      if (readNonce(rest)) found.set(rest, (found.get(rest) ?? 0) + length);
    }
    const age = (nonce: string): number => readNonce(nonce)?.begunAt ?? 0;
    return new Map([...found].sort(([one], [other]) => age(one) - age(other)));
  }

  const cookies: StateCookies = {
    find(exchange, nonce) {
      for (const value of exchange.cookies(ownCookieName(exchange, beginning + nonce))) {
        const state = openState(nonce, value, stateKeys);
        if (state) return state;
      }
      return undefined;
    },

    has: (exchange, nonce) => exchange.cookies(ownCookieName(exchange, beginning + nonce)).length > 0,

    all: (exchange) =>
      [...sent(exchange).keys()].map((nonce) => cookies.find(exchange, nonce)).filter((state) => state !== undefined),

    write: (exchange, state) =>
      ownCookie(exchange, {
        name: beginning + state.nonce,
        value: sealState(state, stateKeys[0]),
        maxAgeSeconds: Math.ceil((state.expiresAt - exchange.now()) / 1000),
        crossSite: method === 'POST',
      }),

    drop: (exchange, { nonce }) =>
      ownCookie(exchange, { name: beginning + nonce, value: '', maxAgeSeconds: 0, crossSite: method === 'POST' }),

    crowdedOut(exchange, [, added]) {
      const others = sent(exchange);
      let total = added.indexOf(';');
      for (const length of others.values()) total += length;
      const gone: Header[] = [];
      for (const [nonce, length] of others) {
        if (total <= MAX_TOTAL_LENGTH && others.size - gone.length < MAX_STATES) break;
        gone.push(cookies.drop(exchange, { nonce }));
        total -= length;
      }
      return gone;
    },
  };
  return cookies;
}

const MAX_STATES = 16;

/**
 * All of them together. Node takes 16 kB of headers, nginx and Apache 8 kB in one of them, and the application has
 * cookies, too.
 */
const MAX_TOTAL_LENGTH = 4000;
