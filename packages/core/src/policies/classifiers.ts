import type { Exchange, RequestClassifier } from '../contract/contract.js';
import { isNavigation } from '../reading/navigation.js';
import { reasons } from '../reasons.js';

/**
 * repoze.who's classifier: `dav` by method or user agent, `xmlpost` for a POST of `text/xml`, else `browser`. All of
 * this is what the client says about itself.
 */
export function defaultRequestClassifier(exchange: Exchange): string {
  return classify(exchange, true);
}

/** The default classifier, which in addition answers `api` for requests that are no navigations of a browser. */
export function apiAwareRequestClassifier(exchange: Exchange): string {
  return classify(exchange, isNavigation(exchange));
}

/** Whether a classifier looks at nothing but the request, answers at once and never fails, so that it can be asked late. */
export function isPlainClassifier(classifier: RequestClassifier): classifier is typeof defaultRequestClassifier {
  return classifier === defaultRequestClassifier || classifier === apiAwareRequestClassifier;
}

/** @param isPage whether what is nothing else is a page load */
function classify(exchange: Exchange, isPage: boolean): string {
  if (DAV_METHODS.has(exchange.method)) return classified(exchange, 'dav', 'method');
  if (DAV_USER_AGENTS.test(exchange.header('user-agent') ?? '')) return classified(exchange, 'dav', 'User-Agent');
  const posted = exchange.method === 'POST' ? exchange.header('content-type') : undefined;
  if (/^\s*text\/xml\s*(?:;|$)/i.test(posted ?? '')) return classified(exchange, 'xmlpost', 'Content-Type');
  if (isPage) return classified(exchange, 'browser', 'nothing else');
  return classified(exchange, 'api', 'Sec-Fetch-Mode, X-Requested-With or Accept');
}

function classified(exchange: Exchange, kind: string, by: string): string {
  exchange.explain?.(reasons.CLASSIFIED, { kind, by });
  return kind;
}

const DAV_METHODS = new Set('OPTIONS PROPFIND PROPPATCH MKCOL LOCK UNLOCK TRACE DELETE COPY MOVE'.split(' '));

const DAV_USER_AGENTS =
  /Microsoft Data Access Internet Publishing Provider|WebDrive|Zope External Editor|WebDAVFS|Goliath|neon|davlib|wsAPI|Microsoft-WebDAV/;
