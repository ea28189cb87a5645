import type { Exchange, RequestClassifier } from '../contract/contract.js';
import { isNavigation } from '../reading/navigation.js';

/**
 * repoze.who's classifier: `dav` by method or user agent, `xmlpost` for a POST of `text/xml`, else `browser`. All of
 * this is what the client says about itself.
 */
export function defaultRequestClassifier(exchange: Exchange): string {
  if (DAV_METHODS.has(exchange.method) || DAV_USER_AGENTS.test(exchange.header('user-agent') ?? '')) return 'dav';
  if (exchange.method === 'POST' && isMediaType(exchange.header('content-type'), 'text/xml')) return 'xmlpost';
  return 'browser';
}

/** The default classifier, which in addition answers `api` for requests that are no navigations of a browser. */
export function apiAwareRequestClassifier(exchange: Exchange): string {
  const classification = defaultRequestClassifier(exchange);
  return classification === 'browser' && !isNavigation(exchange) ? 'api' : classification;
}

/** Whether a classifier looks at nothing but the request, answers at once and never fails, so that it can be asked late. */
export function isPlainClassifier(classifier: RequestClassifier): classifier is typeof defaultRequestClassifier {
  return classifier === defaultRequestClassifier || classifier === apiAwareRequestClassifier;
}

function isMediaType(value: string | undefined, type: string): boolean {
  return value !== undefined && value.split(';', 1)[0]?.trim().toLowerCase() === type;
}

const DAV_METHODS: ReadonlySet<string> = new Set(
  'OPTIONS PROPFIND PROPPATCH MKCOL LOCK UNLOCK TRACE DELETE COPY MOVE'.split(' '),
);

const DAV_USER_AGENTS =
  /Microsoft Data Access Internet Publishing Provider|WebDrive|Zope External Editor|WebDAVFS|Goliath|neon|davlib|wsAPI|Microsoft-WebDAV/;
