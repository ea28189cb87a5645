import type { Exchange, Header } from '@who/core';
import { PACKAGE } from '../errors.js';
import type { CasSettings } from '../options.js';
import { openStates, type SignInState, sealStates } from './login-state.js';
import { ownCookie, ownCookieName } from './own-cookie.js';

/** The cookie that holds the sign-ins under way. */
export interface StateCookie {
  /** Sign-ins that have not expired, oldest first; `undefined` without a cookie that was signed here. */
  read(exchange: Exchange): SignInState[] | undefined;
  /** A `Set-Cookie` header; it deletes the cookie where there is nothing left to keep. */
  write(exchange: Exchange, states: readonly SignInState[]): Header;
}

export function stateCookie({ stateCookie: name, stateKeys, method }: CasSettings): StateCookie {
  let warned = false;
  return {
    read(exchange) {
      const values = exchange.cookies(ownCookieName(exchange, name));
      for (const value of values) {
        const states = openStates(value, stateKeys, exchange.now());
        if (states) return states;
      }
      if (values.length > 0 && !warned) {
        warned = true;
        exchange.logger.warn(
          `[${PACKAGE}] A state cookie was signed elsewhere. Where several processes serve one address, or one is ` +
            'restarted, they need the same "stateSecrets". This is said once.',
        );
      }
      return undefined;
    },

    write(exchange, states) {
      const last = Math.max(...states.map((state) => state.expiresAt));
      const isEmpty = states.length === 0;
      return ownCookie(exchange, {
        name,
        value: isEmpty ? '' : sealStates(states, stateKeys[0]),
        maxAgeSeconds: isEmpty ? 0 : Math.ceil((last - exchange.now()) / 1000),
        crossSite: method === 'POST',
      });
    },
  };
}
