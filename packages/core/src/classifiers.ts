import type { Exchange } from './exchange.js';

/**
 * repoze.who's classifier: `dav` by method or user agent, `xmlpost` for a POST of `text/xml`, else `browser`.
 */
export function defaultRequestClassifier(exchange: Exchange): string {
  if (DAV_METHODS.has(exchange.method) || DAV_USER_AGENTS.test(exchange.header('user-agent') ?? '')) return 'dav';
  if (exchange.method === 'POST' && isMediaType(exchange.header('content-type'), 'text/xml')) return 'xmlpost';
  return 'browser';
}

/**
 * The default classifier, which in addition answers `api` for requests that are no page loads, so that a challenger
 * for browsers does not redirect them to a login page: `fetch` and XHR (`Sec-Fetch-Mode` other than `navigate`,
 * `X-Requested-With: XMLHttpRequest`), and clients that do not ask for `text/html` by name.
 */
export function apiAwareRequestClassifier(exchange: Exchange): string {
  const classification = defaultRequestClassifier(exchange);
  return classification === 'browser' && !isPageLoad(exchange) ? 'api' : classification;
}

/** Whether a person is to see the answer of this request in a browser's window. */
function isPageLoad(exchange: Exchange): boolean {
  if (exchange.header('x-requested-with')?.toLowerCase() === 'xmlhttprequest') return false;
  if ((exchange.header('sec-fetch-mode') ?? 'navigate') !== 'navigate') return false;
  return /text\/html|application\/xhtml\+xml/i.test(exchange.header('accept') ?? '');
}

function isMediaType(value: string | undefined, type: string): boolean {
  return value !== undefined && value.split(';', 1)[0]?.trim().toLowerCase() === type;
}

const DAV_METHODS: ReadonlySet<string> = new Set(
  'OPTIONS PROPFIND PROPPATCH MKCOL LOCK UNLOCK TRACE DELETE COPY MOVE'.split(' '),
);

const DAV_USER_AGENTS =
  /Microsoft Data Access Internet Publishing Provider|WebDrive|Zope External Editor|WebDAVFS|Goliath|neon|davlib|wsAPI|Microsoft-WebDAV/;
