import type { Exchange, Identifier } from '@who/core';
import { isB64token, parseBearer } from './bearer.js';
import { ApiTokenCredentials } from './credentials.js';
import type { ApiTokenSettings } from './options.js';
import { notePresented } from './presented.js';
import { reasons } from './reasons.js';

/** Finds a token in `Authorization: Bearer`, or in a header of its own. */
export function tokenIdentifier({ header, maxBytes }: Pick<ApiTokenSettings, 'header' | 'maxBytes'>): Identifier {
  return {
    identify(exchange) {
      const [text, ...others] = [...bearers(exchange), ...(header === undefined ? [] : valuesOf(exchange, header))];
      if (text === undefined) return exchange.explain?.(reasons.API_TOKEN_NO_HEADER);
      // Of two tokens, a proxy in front may have looked at the other.
      if (others.length > 0 || text.length > maxBytes || !isB64token(text)) {
        notePresented(exchange, 'malformed');
        return exchange.explain?.(reasons.API_TOKEN_MALFORMED, { maxBytes });
      }
      notePresented(exchange, 'found');
      exchange.explain?.(reasons.API_TOKEN_FOUND);
      return new ApiTokenCredentials(text);
    },
    // The client sends the token with every request, and only its owner can revoke it.
    remember: (exchange) => exchange.explain?.(reasons.API_TOKEN_NOT_KEPT),
    forget: (exchange) => exchange.explain?.(reasons.API_TOKEN_NOT_KEPT),
  };
}

/** The tokens of all `Authorization` headers, as soon as one of them has the scheme Bearer; else none. */
function bearers(exchange: Exchange): readonly string[] {
  const tokens = valuesOf(exchange, 'authorization').map(parseBearer);
  return tokens.every((token) => token === undefined) ? NONE : tokens.map((token) => token ?? '');
}

/** `headerValues` sorts all headers of the request, which requests without this one should not pay for. */
function valuesOf(exchange: Exchange, name: string): readonly string[] {
  return exchange.header(name) === undefined ? NONE : exchange.headerValues(name);
}

const NONE: readonly string[] = Object.freeze([]);
