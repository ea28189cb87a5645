import type { Exchange, Header } from '@who/core';
import { stringifySetCookie } from 'cookie';
import { PACKAGE } from '../errors.js';
import type { CasSettings } from '../options.js';
import { openStates, type SignInState, sealStates } from './login-state.js';

/** The cookie that holds the sign-ins under way. */
export interface StateCookie {
  /** Sign-ins that have not expired, oldest first; `undefined` without a cookie that was signed here. */
  read(exchange: Exchange): SignInState[] | undefined;
  /** A `Set-Cookie` header; it deletes the cookie where there is nothing left to keep. */
  write(exchange: Exchange, states: readonly SignInState[]): Header;
}

/**
 * The cookie goes with every path: a challenge on any page has to see the sign-ins of other tabs, and `__Host-`, which
 * keeps sibling subdomains from planting one, demands it.
 */
export function stateCookie(settings: CasSettings): StateCookie {
  const isSecure = (exchange: Exchange): boolean => exchange.publicUrl.startsWith('https:');
  const nameFor = (exchange: Exchange): string => (isSecure(exchange) ? '__Host-' : '') + settings.stateCookie;
  let warned = false;

  return {
    read(exchange) {
      const values = exchange.cookies(nameFor(exchange));
      for (const value of values) {
        const states = openStates(value, settings.stateKeys, exchange.now());
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
      const maxAge = states.length === 0 ? 0 : Math.ceil((last - exchange.now()) / 1000);
      const cookie = stringifySetCookie(
        {
          name: nameFor(exchange),
          value: states.length === 0 ? '' : sealStates(states, settings.stateKeys[0]),
          maxAge,
          path: '/',
          httpOnly: true,
          secure: isSecure(exchange),
          sameSite: 'lax',
        },
        { encode: String },
      );
      return ['Set-Cookie', cookie];
    },
  };
}
