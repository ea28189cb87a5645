import type { Exchange, RequestClassifier } from '../contract/contract.js';
import { isNavigation } from '../reading/navigation.js';
import { reasons } from '../reasons.js';

/**
 * repoze.who's classifier: `dav` by method or user agent, `xmlpost` for a POST of `text/xml`, else `browser`. All of
 * this is what the client says about itself.
 */
export function defaultRequestClassifier(exchange: Exchange): string {
  return classified(exchange, signOf(exchange));
}

/** The default classifier, which in addition answers `api` for requests that are no navigations of a browser. */
export function apiAwareRequestClassifier(exchange: Exchange): string {
  const sign = signOf(exchange);
  return classified(exchange, sign === NOTHING && !isNavigation(exchange) ? NO_NAVIGATION : sign);
}

/** Whether a classifier looks at nothing but the request, answers at once and never fails, so that it can be asked late. */
export function isPlainClassifier(classifier: RequestClassifier): classifier is typeof defaultRequestClassifier {
  return classifier === defaultRequestClassifier || classifier === apiAwareRequestClassifier;
}

const NOTHING = 'nothing else';
const NO_NAVIGATION = 'Sec-Fetch-Mode, X-Requested-With or Accept';

/** What the signs of a request make of it. */
const KINDS = {
  method: 'dav',
  'User-Agent': 'dav',
  'Content-Type': 'xmlpost',
  [NO_NAVIGATION]: 'api',
  [NOTHING]: 'browser',
} as const;

function signOf(exchange: Exchange): keyof typeof KINDS {
  if (DAV_METHODS.has(exchange.method)) return 'method';
  if (DAV_USER_AGENTS.test(exchange.header('user-agent') ?? '')) return 'User-Agent';
  const isXmlPost =
    exchange.method === 'POST' && /^\s*text\/xml\s*(?:;|$)/i.test(exchange.header('content-type') ?? '');
  return isXmlPost ? 'Content-Type' : NOTHING;
}

function classified(exchange: Exchange, by: keyof typeof KINDS): string {
  const kind = KINDS[by];
  exchange.explain?.(reasons.CLASSIFIED, { kind, by });
  return kind;
}

const DAV_METHODS: ReadonlySet<string> = new Set(
  'OPTIONS PROPFIND PROPPATCH MKCOL LOCK UNLOCK TRACE DELETE COPY MOVE'.split(' '),
);

const DAV_USER_AGENTS =
  /Microsoft Data Access Internet Publishing Provider|WebDrive|Zope External Editor|WebDAVFS|Goliath|neon|davlib|wsAPI|Microsoft-WebDAV/;
