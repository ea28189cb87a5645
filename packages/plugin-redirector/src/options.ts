import { badOption, checkOptions, isToken, type OptionNames, parseUrl } from '@who/core';

/** Where people sign in, and what the login page is told. */
export interface RedirectorOptions {
  /**
   * The login page: a path of this application (below its public URL), such as `/login`, or the absolute URL of a login
   * page anywhere. Its own query is kept. A page on another origin learns which address the visitor asked for.
   */
  readonly loginUrl: string;
  /**
   * Name of the query parameter that says where the visitor was going; `null` leaves it out. The login page must check
   * the value anyway (`sameOriginUrl` of `@who/core`), because anybody can make a link to it with another one.
   *
   * @default 'came_from'
   */
  readonly cameFromParam?: string | null | undefined;
  /**
   * Name of the query parameter that says why a sign-in is needed. Goes together with `reasonHeader`. The page must
   * show the value as text, never as HTML: anybody can make a link with another one.
   *
   * @default none: no reason is passed on
   */
  readonly reasonParam?: string | undefined;
  /**
   * Name of the response header in which the application gives that reason; usually
   * `X-Authorization-Failure-Reason`. The reason ends up in addresses, so in logs and histories.
   *
   * @default none
   */
  readonly reasonHeader?: string | undefined;
}

/** Options with their defaults, checked. */
export interface RedirectorSettings {
  readonly loginUrl: string;
  readonly cameFromParam: string | undefined;
  readonly reason: { readonly param: string; readonly header: string } | undefined;
}

const NAMES = {
  loginUrl: true,
  cameFromParam: true,
  reasonParam: true,
  reasonHeader: true,
} satisfies OptionNames<RedirectorOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: RedirectorOptions): RedirectorSettings {
  checkOptions(PLUGIN, options, NAMES);
  const { loginUrl, cameFromParam = 'came_from', reasonParam, reasonHeader } = options;
  const login = parseLoginUrl(loginUrl);
  if (cameFromParam !== null) checkParam('cameFromParam', cameFromParam, login);
  const settings = { loginUrl, cameFromParam: cameFromParam ?? undefined };
  if (reasonParam === undefined && reasonHeader === undefined) return { ...settings, reason: undefined };

  if (reasonParam === undefined || reasonHeader === undefined) {
    throw badOption(PLUGIN, 'reasonParam', 'goes together with "reasonHeader": give both or neither.');
  }
  checkParam('reasonParam', reasonParam, login);
  if (reasonParam === cameFromParam) throw badOption(PLUGIN, 'reasonParam', 'must not be the same as "cameFromParam".');
  if (!isToken(reasonHeader)) throw badOption(PLUGIN, 'reasonHeader', 'must be the name of a header.');
  return { ...settings, reason: { param: reasonParam, header: reasonHeader } };
}

function checkParam(option: string, param: string, login: URL): void {
  if (typeof param !== 'string' || !/^[\w.~-]+$/.test(param)) {
    throw badOption(PLUGIN, option, 'must be a name of letters, digits, "_", "-", "." and "~".');
  }
  if (login.searchParams.has(param)) {
    throw badOption(PLUGIN, 'loginUrl', `must not have the parameter ${JSON.stringify(param)}: it is added.`);
  }
}

/** What a login URL means to a browser. Paths such as `//host` and `/\host`, which leave the origin, are refused. */
function parseLoginUrl(loginUrl: string): URL {
  const problem = 'must be a path that starts with one "/", or an absolute http or https URL without a user.';
  const url = /[\p{Cc}\s]/u.test(loginUrl) ? undefined : parseUrl(loginUrl, ANY_ORIGIN);
  if (!url) throw badOption(PLUGIN, 'loginUrl', problem);
  const isPath = loginUrl.startsWith('/') && url.origin === ANY_ORIGIN && !url.pathname.startsWith('//');
  const isAbsolute = /^https?:\/\//i.test(loginUrl) && !url.username && !url.password;
  if (!isPath && !isAbsolute) throw badOption(PLUGIN, 'loginUrl', problem);
  return url;
}

const PLUGIN = '@who/plugin-redirector';
const ANY_ORIGIN = 'http://origin.invalid';
