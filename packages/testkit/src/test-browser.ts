import { once } from 'node:events';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { checkOptions, type OptionNames, parseUrl } from '@who/core';
import { CookieJar } from 'tough-cookie';
import { TESTKIT } from './package-name.js';

/** Headers by name. A list is sent as several lines; `undefined` takes away what would be sent otherwise. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface TestBrowserOptions {
  /** What relative URLs refer to before the first page. */
  readonly baseUrl?: string | undefined;
  /** Whether redirects are followed. @default true */
  readonly follow?: boolean | undefined;
  /** How many redirects in a row are followed. @default 20, as browsers do */
  readonly maxRedirects?: number | undefined;
  /** Sent with every request. */
  readonly headers?: Headers | undefined;
  /** Whether it is a program, which says nothing of what it wants: no `Accept`, no `Sec-Fetch-…`. @default false */
  readonly program?: boolean | undefined;
  /** How connections are made: a certificate authority, a local address, a socket. */
  readonly connection?: Pick<RequestOptions, 'localAddress' | 'socketPath'> & { readonly ca?: string | undefined };
}

/** One step's own options. */
export interface VisitOptions {
  /** @default 'GET' */
  readonly method?: string | undefined;
  readonly headers?: Headers | undefined;
  /** Sent as a form; or text, with a `Content-Type` among the headers. */
  readonly body?: Readonly<Record<string, string>> | string | undefined;
  /** The page with the link or the form that leads here. @default the address bar; for a form the current page */
  readonly from?: string | undefined;
  /** Whether redirects are followed this time. */
  readonly follow?: boolean | undefined;
}

/** What a browser arrived at. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  /** All values of a header, joined by `, `. */
  header(name: string): string | undefined;
  readonly setCookies: readonly string[];
  readonly body: string;
  /** Where a redirect leads, followed or not; against the URL of this page. */
  readonly location: URL | undefined;
  /** The redirects that were followed to get here, first to last. */
  readonly via: readonly Page[];
}

/** A client with a browser's memory and manners, without its window. */
export interface TestBrowser {
  /** The page that was visited last. */
  readonly page: Page | undefined;
  readonly cookies: CookieJar;
  /** The value of a cookie that would be sent to a URL. @default the current page's */
  cookie(name: string, url?: string): string | undefined;
  visit(url: string, options?: VisitOptions): Promise<Page>;
  get(url: string, headers?: Headers): Promise<Page>;
  /** Sends a form as one on the current page would be. */
  post(url: string, form: Readonly<Record<string, string>>, headers?: Headers): Promise<Page>;
}

/**
 * A browser for tests against real servers. It keeps cookies by the rules (domain, path, expiry, `Secure`, `SameSite`,
 * the prefixes `__Host-` and `__Secure-`), sends what browsers send with page loads, and follows redirects.
 *
 * @throws {Error} when redirects do not end
 * @example
 * const browser = testBrowser({ baseUrl: 'http://localhost:3000' });
 * await browser.get('/private');
 * const page = await browser.post('/login', { login: 'alice', password: 'wonderland' });
 */
export function testBrowser(options: TestBrowserOptions = {}): TestBrowser {
  checkOptions(TESTKIT, options, BROWSER_NAMES);
  const { baseUrl, follow = true, maxRedirects = 20, program = false, connection = {} } = options;
  const always = { ...(program ? {} : PAGE_LOAD), ...options.headers };
  const cookies = new CookieJar(undefined, { prefixSecurity: 'silent', allowSecureOnLocal: true });
  let page: Page | undefined;

  async function step(going: Going): Promise<Page> {
    const { url, method, body, headers } = going;
    const sameSite = sameSiteContext(going);
    const cookie = await cookies.getCookieString(url.href, { sameSiteContext: sameSite });
    const outgoing = (url.protocol === 'https:' ? https : http).request(url, {
      ...connection,
      agent: false,
      method,
      headers: given({
        ...(program ? {} : origin(going)),
        ...always,
        ...headers,
        ...(cookie === '' ? {} : { Cookie: cookie }),
      }),
    });
    outgoing.end(body);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    const setCookies = response.headers['set-cookie'] ?? [];
    for (const line of setCookies) {
      await cookies.setCookie(line, url.href, { ignoreError: true, sameSiteContext: sameSite });
    }
    const { location } = response.headers;
    return {
      url,
      status: response.statusCode ?? 0,
      header: (name) => response.headersDistinct[name.toLowerCase()]?.join(', '),
      setCookies,
      body: await text(response),
      location: parseUrl(location, url.href),
      via: [],
    };
  }

  async function visit(to: string, visiting: VisitOptions = {}): Promise<Page> {
    checkOptions(TESTKIT, visiting, VISIT_NAMES);
    let going = start(to, visiting, page?.url ?? baseUrl);
    const via: Page[] = [];
    for (;;) {
      const here = await step(going);
      page = { ...here, via };
      if (!(visiting.follow ?? follow) || !here.location || !REDIRECTS.has(here.status)) return page;
      via.push(here);
      if (via.length > maxRedirects) {
        throw new Error(`More than ${maxRedirects} redirects: ${via.map(({ url }) => url.href).join(' → ')}`);
      }
      going = redirected(going, here.status, here.location);
    }
  }

  return {
    get page() {
      return page;
    },
    cookies,
    cookie(name, url = page?.url.href ?? baseUrl ?? '') {
      return cookies.getCookiesSync(url).find(({ key }) => key === name)?.value;
    },
    visit,
    get: (url, headers) => visit(url, { headers }),
    post: (url, form, headers) => visit(url, { method: 'POST', body: form, headers }),
  };
}

const BROWSER_NAMES: OptionNames<TestBrowserOptions> = {
  baseUrl: true,
  follow: true,
  maxRedirects: true,
  headers: true,
  program: true,
  connection: true,
};

const VISIT_NAMES: OptionNames<VisitOptions> = { method: true, headers: true, body: true, from: true, follow: true };

/** A request that a browser is about to make. */
interface Going {
  readonly url: URL;
  readonly method: string;
  readonly body: string | undefined;
  readonly headers: Headers;
  /** The page that caused it; `undefined` for the address bar. */
  readonly from: URL | undefined;
}

function start(to: string, visiting: VisitOptions, base: string | URL | undefined): Going {
  const { method = 'GET', headers = {}, body } = visiting;
  const url = new URL(to, base);
  const from = visiting.from ?? (method === 'GET' || method === 'HEAD' ? undefined : (base ?? url));
  const isForm = typeof body === 'object';
  return {
    url,
    method,
    body: isForm ? new URLSearchParams(body).toString() : body,
    headers: isForm ? { 'Content-Type': 'application/x-www-form-urlencoded', ...headers } : headers,
    from: from === undefined ? undefined : new URL(from, base),
  };
}

/** What follows a redirect (Fetch standard, HTTP-redirect fetch): 303, and a POST with 301 or 302, become GET. */
function redirected(going: Going, status: number, location: URL): Going {
  const url = new URL(location);
  if (url.hash === '') url.hash = going.url.hash;
  const isPost = going.method === 'POST';
  if (!(status === 303 ? going.method !== 'HEAD' : isPost && status < 303)) return { ...going, url };
  const { 'Content-Type': _, ...headers } = going.headers;
  return { ...going, url, method: 'GET', body: undefined, headers };
}

/** Cookies with `SameSite=Lax` come along with links from elsewhere, but not with forms that post. */
function sameSiteContext({ from, url, method }: Going): 'strict' | 'lax' | 'none' {
  if (from === undefined || relation(from, url) !== 'cross-site') return 'strict';
  return method === 'GET' || method === 'HEAD' ? 'lax' : 'none';
}

/** The value of `Sec-Fetch-Site`. Hosts count as sites: tests have no registered domains. */
function relation(from: URL, to: URL): 'same-origin' | 'same-site' | 'cross-site' {
  if (from.origin === to.origin) return 'same-origin';
  return from.protocol === to.protocol && from.hostname === to.hostname ? 'same-site' : 'cross-site';
}

/** What browsers say about where a request comes from. */
function origin({ from, url, method }: Going): Headers {
  if (from === undefined) return { 'Sec-Fetch-Site': 'none' };
  const isRead = method === 'GET' || method === 'HEAD';
  return { 'Sec-Fetch-Site': relation(from, url), ...(isRead ? {} : { Origin: from.origin }) };
}

function given(headers: Headers): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : [...value]]],
    ),
  );
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What browsers send when a page is loaded. `fetch` cannot: it always says that it is one. */
const PAGE_LOAD: Headers = {
  Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
};
