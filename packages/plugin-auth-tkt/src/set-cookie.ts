import type { Exchange, Header, HeaderList } from '@who/core';
import { type SetCookie, stringifySetCookie } from 'cookie';
import { ticketError } from './errors.js';

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

/** Makes the `Set-Cookie` headers of one cookie. */
export interface CookieWriter {
  /** @throws {WhoError} TICKET_TOO_LARGE */
  set(exchange: Exchange, value: string): HeaderList;
  /** Clears the host's own cookie, and the domain's where one is configured. */
  clear(exchange: Exchange): HeaderList;
}

/** Makes everything but the value now, so that writing a cookie costs one concatenation. */
export function cookieWriter(settings: CookieSettings): CookieWriter {
  const overHttp = prepare(settings, false);
  const overHttps = prepare(settings, true);
  const preparedFor = (exchange: Exchange): Prepared =>
    (settings.secure ?? exchange.publicUrl.startsWith('https:')) ? overHttps : overHttp;

  return {
    set(exchange, value) {
      const cookie = `${settings.name}=${value}${preparedFor(exchange).attributes}`;
      if (cookie.length > MAX_COOKIE_BYTES) throw ticketError('TICKET_TOO_LARGE', TOO_LARGE);
      return [['Set-Cookie', cookie]];
    },
    clear: (exchange) => preparedFor(exchange).clearing,
  };
}

interface Prepared {
  /** What follows the value, from the first `;` on. */
  readonly attributes: string;
  readonly clearing: HeaderList;
}

function prepare(settings: CookieSettings, secure: boolean): Prepared {
  const { name, domain, maxAgeSeconds } = settings;
  const gone = { maxAge: 0, expires: new Date(0) };
  const clear = (of: string | undefined): Header => ['Set-Cookie', emptyCookie(settings, secure, of, gone)];
  // The value comes later, because `cookie` refuses the blanks that a quoted one may have.
  const empty = emptyCookie(settings, secure, domain, maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds });
  return {
    attributes: empty.slice(name.length + 1),
    clearing: domain === undefined ? [clear(undefined)] : [clear(undefined), clear(domain)],
  };
}

function emptyCookie(
  { name, path, httpOnly, sameSite }: CookieSettings,
  secure: boolean,
  domain: string | undefined,
  lifetime: Pick<SetCookie, 'maxAge' | 'expires'>,
): string {
  const attributes = { path, httpOnly, sameSite, secure, ...lifetime };
  return stringifySetCookie({ name, value: '', ...attributes, ...(domain !== undefined && { domain }) });
}

/** What every browser keeps: name, value and attributes together (RFC 6265, section 6.1). */
const MAX_COOKIE_BYTES = 4096;

const TOO_LARGE =
  'The cookie would be larger than 4,096 bytes, and browsers would drop it in silence: keep less in the userdata.';
