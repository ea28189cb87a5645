import { parseUrl } from '@who/core';
import { check } from './checks.js';

/**
 * Where people are sent: paths of this application (below its public URL), or absolute URLs. Each gets the parameter
 * `back`, and keeps its own query.
 */
export interface PubtktRedirectOptions {
  /**
   * The login page (`TKTAuthLoginURL`). It learns which address the visitor asked for.
   * @default none: nobody is sent anywhere, other challengers are asked
   */
  readonly loginUrl?: string | undefined;
  /** Where those go whose ticket has timed out (`TKTAuthTimeoutURL`). @default `loginUrl` */
  readonly timeoutUrl?: string | undefined;
  /** The same after a POST, whose form is lost (`TKTAuthPostTimeoutURL`). @default `timeoutUrl` */
  readonly postTimeoutUrl?: string | undefined;
  /** Where those go whose ticket has none of `tokens` (`TKTAuthUnauthURL`). @default `loginUrl` */
  readonly unauthUrl?: string | undefined;
  /** Where those go whose ticket lacks the second factor (`TKTAuthMultifactorURL`). @default `loginUrl` */
  readonly multifactorUrl?: string | undefined;
  /**
   * Where those go whose ticket is another client's (`TKTAuthBadIPURL`); the address that was seen is in the parameter
   * `ip`. @default `loginUrl`
   */
  readonly badIpUrl?: string | undefined;
  /**
   * Where those go who open a page in their ticket's grace period (`TKTAuthRefreshURL`), to come back with a fresh one.
   * They stay signed in, and go there once a minute at most. Not with `signing`, which does it by itself.
   * @default `loginUrl`; `false` for never
   */
  readonly refreshUrl?: string | false | undefined;
  /**
   * Name of the parameter that says where to go back to (`TKTAuthBackArgName`). The login page must check the value,
   * because anybody can make a link to it with another one. @default 'back'
   */
  readonly backParam?: string | undefined;
}

export interface RedirectSettings {
  readonly urls: Readonly<Record<UrlOption, string | undefined>>;
  readonly backParam: string;
}

type UrlOption = Exclude<keyof PubtktRedirectOptions, 'backParam'>;

/** @throws {WhoError} BAD_OPTION */
export function resolveRedirects(options: PubtktRedirectOptions): RedirectSettings {
  const { loginUrl, timeoutUrl = loginUrl, backParam = 'back', refreshUrl = loginUrl } = options;
  check(
    typeof backParam === 'string' && /^[\w.~-]+$/.test(backParam),
    'backParam',
    'must be a name of letters and digits.',
  );
  const urls = {
    loginUrl,
    timeoutUrl,
    postTimeoutUrl: options.postTimeoutUrl ?? timeoutUrl,
    unauthUrl: options.unauthUrl ?? loginUrl,
    multifactorUrl: options.multifactorUrl ?? loginUrl,
    badIpUrl: options.badIpUrl ?? loginUrl,
    refreshUrl: refreshUrl === false ? undefined : refreshUrl,
  };
  for (const [option, url] of Object.entries(urls)) if (url !== undefined) checkUrl(option, url, backParam);
  return { urls, backParam };
}

/** Paths such as `//host` and `/\host`, which leave the origin, are refused. */
function checkUrl(option: string, text: string, backParam: string): void {
  const url = /[\p{Cc}\s]/u.test(text) ? undefined : parseUrl(text, ANY_ORIGIN);
  const isPath = url?.origin === ANY_ORIGIN && text.startsWith('/') && !url.pathname.startsWith('//');
  const isAbsolute = url !== undefined && /^https?:\/\//i.test(text) && url.username === '' && url.password === '';
  check(isPath || isAbsolute, option, 'must be a path that starts with one "/", or an absolute http or https URL.');
  check(!url?.searchParams.has(backParam), option, 'must not have the parameter that says where to go back to.');
}

const ANY_ORIGIN = 'http://origin.invalid';
