import type { Exchange, Header } from '@who/core';
import { stringifySetCookie } from 'cookie';

/** A cookie of this plugin. */
export interface OwnCookie {
  /** Without `__Host-`. */
  readonly name: string;
  /** Sent as it is. */
  readonly value: string;
  /** 0 deletes it. */
  readonly maxAgeSeconds: number;
  /** Whether it has to go with forms that another site posts. Browsers allow that on https only. */
  readonly crossSite?: boolean | undefined;
}

/**
 * The cookie goes with every path: a challenge on any page has to see the sign-ins of other tabs, and `__Host-`, which
 * keeps sibling subdomains from planting one, demands it.
 */
export function ownCookie(exchange: Exchange, { name, value, maxAgeSeconds, crossSite }: OwnCookie): Header {
  const cookie = stringifySetCookie(
    {
      name: ownCookieName(exchange, name),
      value,
      maxAge: maxAgeSeconds,
      path: '/',
      httpOnly: true,
      secure: isSecure(exchange),
      sameSite: crossSite && isSecure(exchange) ? 'none' : 'lax',
    },
    { encode: String },
  );
  return ['Set-Cookie', cookie];
}

/** The name under which a browser sends it. */
export function ownCookieName(exchange: Exchange, name: string): string {
  return isSecure(exchange) ? `__Host-${name}` : name;
}

/** What stands behind a beginning that the names of several cookies share, and how long each is, in the order sent. */
export function* ownCookiesOf(exchange: Exchange, beginning: string): Iterable<{ rest: string; length: number }> {
  const start = ownCookieName(exchange, beginning);
  for (const pair of (exchange.header('cookie') ?? '').split(';')) {
    const cookie = pair.trim();
    const equals = cookie.indexOf('=');
    if (equals > start.length && cookie.startsWith(start)) {
      yield { rest: cookie.slice(start.length, equals), length: cookie.length };
    }
  }
}

const isSecure = ({ publicUrl }: Exchange): boolean => publicUrl.startsWith('https:');
