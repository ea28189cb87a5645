import type { Exchange, Header, HeaderList } from '@who/core';
import { type SetCookie, stringifySetCookie } from 'cookie';
import { ticketError } from '../errors.js';
import { plainDomain, sharedDomains } from './cookie-domains.js';

/** A cookie's name and attributes. */
export interface CookieSettings {
  readonly name: string;
  readonly path: string;
  readonly domain: string | undefined;
  /** `undefined`: whenever the public URL is https. */
  readonly secure: boolean | undefined;
  readonly httpOnly: boolean;
  readonly sameSite: 'lax' | 'strict' | 'none';
  /** `undefined`: until the browser is closed. */
  readonly maxAgeSeconds: number | undefined;
}

/**
 * Makes the `Set-Cookie` headers of one cookie. Browsers keep cookies of one name apart by domain and path, and peers set
 * theirs for the host's domain; where those would contradict, they are cleared.
 */
export interface CookieWriter {
  /**
   * The cookie, and nothing else.
   *
   * @throws {WhoError} PUBTKT_TOO_LARGE
   */
  set(exchange: Exchange, value: string): HeaderList;
  /**
   * The cookie in the place of all that came: of several, or of one that counts.
   *
   * @param isGenuine whether a ticket came that counts; then a foreign application does not own it, wherever it is
   * @throws {WhoError} PUBTKT_TOO_LARGE
   */
  replace(exchange: Exchange, value: string, isGenuine: boolean): HeaderList;
  /**
   * Clears it, and what peers set.
   *
   * @param isGenuine as with `replace`
   */
  clear(exchange: Exchange, isGenuine: boolean): HeaderList;
}

export function cookieWriter(settings: CookieSettings): CookieWriter {
  const { name, maxAgeSeconds } = settings;
  const isHostOnly = name.toLowerCase().startsWith('__host-');
  const own: Place = { path: settings.path, domain: settings.domain && plainDomain(settings.domain) };
  const paths = [...new Set([own.path, '/'])];
  const isSecure = (exchange: Exchange): boolean => settings.secure ?? exchange.publicUrl.startsWith('https:');

  // Everything but the value is made now. It comes later, because `cookie` refuses the blanks that a quoted one may have.
  const lifetime = maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds };
  const attributesFor = (secure: boolean): string =>
    emptyCookie(settings, { ...own, domain: settings.domain }, secure, lifetime).slice(name.length + 1);
  const [overHttp, overHttps] = [attributesFor(false), attributesFor(true)];

  function places(exchange: Exchange, isGenuine: boolean): Place[] {
    const { hostname } = new URL(exchange.publicUrl);
    const domains = isHostOnly ? [] : sharedDomains(hostname, own.domain, isGenuine);
    return [undefined, ...domains].flatMap((domain) => paths.map((path) => ({ domain, path })));
  }

  const clearing = (exchange: Exchange, of: readonly Place[]): Header[] =>
    of.map((place) => ['Set-Cookie', emptyCookie(settings, place, isSecure(exchange), GONE)]);

  function set(exchange: Exchange, value: string): HeaderList {
    const cookie = `${name}=${value}${isSecure(exchange) ? overHttps : overHttp}`;
    if (cookie.length > MAX_COOKIE_BYTES) throw ticketError('PUBTKT_TOO_LARGE');
    return [['Set-Cookie', cookie]];
  }

  return {
    set,
    replace(exchange, value, isGenuine) {
      const cookie = set(exchange, value);
      if (!isGenuine && exchange.cookies(name).length < 2) return cookie;
      const others = places(exchange, isGenuine).filter((at) => at.domain !== own.domain || at.path !== own.path);
      return [...clearing(exchange, others), ...cookie];
    },
    clear: (exchange, isGenuine) => clearing(exchange, places(exchange, isGenuine)),
  };
}

/** Where a browser keeps a cookie; without a domain, for the host only. */
interface Place {
  readonly domain: string | undefined;
  readonly path: string;
}

function emptyCookie(
  { name, httpOnly, sameSite }: CookieSettings,
  { path, domain }: Place,
  secure: boolean,
  lifetime: Pick<SetCookie, 'maxAge' | 'expires'>,
): string {
  const attributes = { path, httpOnly, sameSite, secure, ...lifetime };
  return stringifySetCookie({ name, value: '', ...attributes, ...(domain !== undefined && { domain }) });
}

const GONE: Pick<SetCookie, 'maxAge' | 'expires'> = { maxAge: 0, expires: new Date(0) };

/** What every browser keeps: name, value and attributes together (RFC 6265, section 6.1). */
const MAX_COOKIE_BYTES = 4096;
