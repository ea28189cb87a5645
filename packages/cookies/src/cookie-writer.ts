import type { Exchange, Header, HeaderList } from '@who/core';
import { type SetCookie, stringifySetCookie } from 'cookie';
import { allPlaces, type FormerCookie, isSame, ownPlace, type Place } from './places.js';

/** A cookie's name and attributes. */
export interface CookieSettings {
  readonly name: string;
  readonly path: string;
  readonly domain: string | undefined;
  /** `undefined`: whenever the public URL is https. */
  readonly secure: boolean | undefined;
  readonly httpOnly: boolean;
  readonly sameSite: 'lax' | 'strict' | 'none';
  readonly partitioned: boolean;
  readonly priority: 'low' | 'medium' | 'high' | undefined;
  readonly former: readonly FormerCookie[];
}

/**
 * Makes the `Set-Cookie` headers of one cookie. Browsers keep cookies of one name apart by domain and path, and peers set
 * theirs for the host's domain; where those would contradict, they are cleared.
 */
export interface CookieWriter {
  /**
   * The cookie, and nothing else.
   *
   * @param maxAgeSeconds `undefined` for until the browser is closed
   * @throws what `tooLarge` makes
   */
  set(exchange: Exchange, value: string, maxAgeSeconds: number | undefined): HeaderList;
  /**
   * The cookie in the place of all that came: of several, or of one that counts.
   *
   * @param isGenuine whether a ticket came that counts; then a foreign application does not own it, wherever it is
   * @throws what `tooLarge` makes
   */
  replace(exchange: Exchange, value: string, maxAgeSeconds: number | undefined, isGenuine: boolean): HeaderList;
  /**
   * Clears it, and what peers set.
   *
   * @param isGenuine as with `replace`
   */
  clear(exchange: Exchange, isGenuine: boolean): HeaderList;
}

/** @param tooLarge makes the error for a cookie that browsers would drop */
export function cookieWriter(settings: CookieSettings, tooLarge: () => Error): CookieWriter {
  const { name } = settings;
  const own = ownPlace(settings);
  const isSecure = (exchange: Exchange): boolean => settings.secure ?? exchange.publicUrl.startsWith('https:');

  // Everything but the value is made now. It comes later, because `cookie` refuses the blanks that a quoted one may have.
  const attributesFor = (secure: boolean): string => {
    const { domain, priority } = settings;
    return emptyCookie(settings, { ...own, domain }, secure, priority && { priority }).slice(name.length + 1);
  };
  const [overHttp, overHttps] = [attributesFor(false), attributesFor(true)];

  const clearing = (exchange: Exchange, of: readonly Place[]): Header[] =>
    of.map((place) => ['Set-Cookie', emptyCookie(settings, place, isSecure(exchange), GONE)]);

  function set(exchange: Exchange, value: string, maxAgeSeconds: number | undefined): HeaderList {
    const lifetime = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
    const cookie = `${name}=${value}${lifetime}${isSecure(exchange) ? overHttps : overHttp}`;
    if (cookie.length > MAX_COOKIE_BYTES) throw tooLarge();
    return [['Set-Cookie', cookie]];
  }

  return {
    set,
    replace(exchange, value, maxAgeSeconds, isGenuine) {
      const cookie = set(exchange, value, maxAgeSeconds);
      if (!isGenuine && exchange.cookies(name).length < 2) return cookie;
      const others = allPlaces(exchange, settings, isGenuine).filter((place) => !isSame(place, own));
      return [...clearing(exchange, others), ...cookie];
    },
    clear: (exchange, isGenuine) => clearing(exchange, allPlaces(exchange, settings, isGenuine)),
  };
}

function emptyCookie(
  { httpOnly, sameSite }: CookieSettings,
  { name, path, domain, partitioned }: Place,
  secure: boolean,
  more: Pick<SetCookie, 'maxAge' | 'expires' | 'priority'> | undefined,
): string {
  // Browsers take partitioned cookies, and names with a prefix, only with `Secure`.
  const attributes = { path, httpOnly, sameSite, secure: secure || partitioned || PREFIX.test(name), partitioned };
  return stringifySetCookie({ name, value: '', ...attributes, ...more, ...(domain !== undefined && { domain }) });
}

const PREFIX = /^__(?:host|secure)-/i;
const GONE: Pick<SetCookie, 'maxAge' | 'expires'> = { maxAge: 0, expires: new Date(0) };

/** What every browser keeps: name, value and attributes together (RFC 6265, section 6.1). */
const MAX_COOKIE_BYTES = 4096;
