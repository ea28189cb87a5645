import type { Exchange, HeaderList } from '@who/core';
import { sign, unsign } from 'cookie-signature';
import type { CasSettings } from '../options.js';
import { ownCookie, ownCookieName } from './own-cookie.js';

/** Remembers for a while that CAS has been asked about a browser, so that every page does not ask again. */
export interface GatewayMarker {
  /** Whether this browser was sent to CAS a short while ago. */
  isSet(exchange: Exchange): boolean;
  /** Set before the browser leaves: whatever becomes of the attempt, also where CAS is down, the next page is shown. */
  set(exchange: Exchange): HeaderList;
}

export function gatewayMarker(settings: CasSettings): GatewayMarker {
  const { gatewayKeys, gatewayPauseSeconds, stateCookie } = settings;
  const name = `${stateCookie}_gateway`;
  return {
    isSet(exchange) {
      const nowSeconds = exchange.now() / 1000;
      return exchange.cookies(ownCookieName(exchange, name)).some((value) => {
        const until = gatewayKeys.map((key) => unsign(value, key)).find((payload) => payload !== false);
        return Number(until ?? 0) > nowSeconds;
      });
    },
    set(exchange) {
      const until = Math.ceil(exchange.now() / 1000) + gatewayPauseSeconds;
      const value = sign(String(until), gatewayKeys[0]);
      return [ownCookie(exchange, { name, value, maxAgeSeconds: gatewayPauseSeconds })];
    },
  };
}
