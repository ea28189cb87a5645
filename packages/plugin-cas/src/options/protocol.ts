import { badOption, parseUrl } from '@who/core';
import { isLoopback, type Resolved, wholeMatch } from '@who/sso';
import { PACKAGE } from '../naming.js';
import { type ProxyChain, type ProxyPolicy, proxyPolicy } from '../protocol/proxy-chains.js';
import { CAS_NAMESPACE } from '../protocol/reading.js';
import { checks } from './checks.js';

const { check, checkChoice, checkCount, checkFlag } = checks;

/** How the CAS server is spoken to. */
export interface CasProtocolOptions {
  /**
   * The CAS server's base URL, without `/login`, e.g. `https://cas.example.org/cas`. Over plain http, whoever sits on
   * the wire can say who signs in: the plugin warns unless the server is on this machine.
   */
  readonly casUrl: string;
  /**
   * Protocol version. `1` asks `/validate` and knows no attributes, `2` asks `/serviceValidate`, `3`
   * `/p3/serviceValidate`, `saml` `/samlValidate` (SAML 1.1). @default '3'
   */
  readonly version?: CasVersion | undefined;
  /**
   * Format of the answer that versions 2 and 3 ask for. Not every server knows JSON: LemonLDAP::NG always sends XML.
   * @default 'xml'
   */
  readonly format?: 'xml' | 'json' | undefined;
  /**
   * XML namespace of the answers of versions 2 and 3, or several of them. EU Login has
   * `https://ecas.ec.europa.eu/cas/schemas`. @default 'http://www.yale.edu/tp/cas'
   */
  readonly namespace?: string | readonly [string, ...string[]] | undefined;
  /**
   * Take attributes that stand inside of others (`userAttributes`, the `groups` of EU Login), each by the name of the
   * innermost. Who may write one attribute of a person can then add to others. @default false: they are left out, and a
   * warning names them
   */
  readonly flattenAttributes?: boolean | undefined;
  /**
   * What tickets look like that come back from CAS, and that its logout requests name; compared with the whole ticket,
   * of up to 8192 visible ASCII characters. One that begins with `PT-` is a proxy's in any case. For JWTs
   * `/[\w-]+(\.[\w-]+){2,4}/`, for hosts with ports in tickets `/[SP]T-[\w.:-]+/`.
   * @default /[SP]T-[A-Za-z0-9._-]{1,253}/
   */
  readonly ticketPattern?: RegExp | undefined;
  /**
   * How tickets come: in the address (`GET`), in a form that the CAS server has the browser post (`POST`), or in a
   * `Ticket` header that a client without a browser sends (`HEADER`). What comes in the address is accepted with each:
   * not every server knows the others. `POST` needs https, because the state cookie then has to go with requests from
   * other sites (`SameSite=None`). @default 'GET'
   */
  readonly method?: CasMethod | undefined;
  /**
   * Proxies that may sign people in here with a proxy ticket, which is then asked about at `/proxyValidate`: a list of
   * chains, each a list of exact URLs or regular expressions for whole URLs, most recent proxy first. Whoever is in a
   * chain can act for everybody who signs in there. @default none
   */
  readonly acceptProxies?: readonly ProxyChain[] | undefined;
  /**
   * By how much the clocks of the CAS server and of this one may differ, in seconds: SAML answers hold for a while
   * only. @default 60
   */
  readonly clockToleranceSeconds?: number | undefined;
  /** Make people type their password again although they have a CAS session. @default false */
  readonly renew?: boolean | undefined;
  /** More parameters for the CAS login page, e.g. `{ locale: 'fr' }`. @default none */
  readonly loginParameters?: Readonly<Record<string, string>> | undefined;
}

/** Version of the CAS protocol. */
export type CasVersion = '1' | '2' | '3' | 'saml';

/** How tickets come back from CAS. */
export type CasMethod = 'GET' | 'POST' | 'HEADER';

export interface ProtocolSettings
  extends Resolved<Omit<CasProtocolOptions, 'loginParameters' | 'acceptProxies' | 'namespace'>> {
  readonly namespaces: readonly string[];
  readonly loginParameters: readonly [string, string][];
  /** `undefined`: no proxies at all. */
  readonly acceptProxies: ProxyPolicy | undefined;
}

/** @throws {WhoError} BAD_OPTION */
export function resolveProtocol(options: CasProtocolOptions): ProtocolSettings {
  const version = checkChoice('version', options.version ?? '3', ['1', '2', '3', 'saml']);
  const format = checkChoice('format', options.format ?? 'xml', ['xml', 'json']);
  const hasServiceResponse = version === '2' || version === '3';
  check(format === 'xml' || hasServiceResponse, 'format', "may be 'json' with versions 2 and 3 only.");
  check(!options.acceptProxies || hasServiceResponse, 'acceptProxies', 'goes with versions 2 and 3 only.');
  return {
    casUrl: checkCasUrl(options.casUrl),
    version,
    format,
    namespaces: checkNamespaces(options.namespace ?? CAS_NAMESPACE),
    flattenAttributes: checkFlag('flattenAttributes', options.flattenAttributes),
    ticketPattern: checkTicketPattern(options.ticketPattern ?? TICKET),
    method: checkChoice('method', options.method ?? 'GET', ['GET', 'POST', 'HEADER']),
    acceptProxies: options.acceptProxies && proxyPolicy(checkChains(options.acceptProxies)),
    clockToleranceSeconds: checkCount('clockToleranceSeconds', options.clockToleranceSeconds ?? 60, 0),
    renew: checkFlag('renew', options.renew),
    loginParameters: checkLoginParameters(options.loginParameters ?? {}),
  };
}

function checkCasUrl(value: unknown): string {
  const url = parseUrl(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    const hint = value === undefined || value === '' ? ', and it is empty or missing: is its variable set?' : '.';
    throw badOption(PACKAGE, 'casUrl', `must be an http or https URL${hint}`);
  }
  check(
    !url.search && !url.hash && !url.username && !url.password,
    'casUrl',
    'must not have a query, a fragment or a user.',
  );
  check(!/\/login\/?$/.test(url.pathname), 'casUrl', 'must be the base URL, without "/login".');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    process.emitWarning(`[${PACKAGE}] ${url.host} is asked over plain http: use https, or anybody may sign in.`, {
      code: 'WHO_CAS_PLAIN_HTTP',
    });
  }
  return url.href.replace(/\/+$/, '');
}

function checkNamespaces(namespace: string | readonly string[]): readonly string[] {
  const namespaces = typeof namespace === 'string' ? [namespace] : namespace;
  const good =
    Array.isArray(namespaces) && namespaces.length > 0 && namespaces.every((n) => typeof n === 'string' && n !== '');
  check(good, 'namespace', 'must be the URI of an XML namespace, or a list of some.');
  return namespaces;
}

function checkTicketPattern(pattern: RegExp): RegExp {
  check(pattern instanceof RegExp, 'ticketPattern', 'must be a regular expression.');
  return wholeMatch(pattern);
}

function checkChains(chains: readonly ProxyChain[]): readonly ProxyChain[] {
  const isPattern = (pattern: unknown): boolean => pattern instanceof RegExp || parseUrl(pattern) !== undefined;
  const good =
    Array.isArray(chains) &&
    chains.length > 0 &&
    chains.every((chain) => Array.isArray(chain) && chain.length > 0 && chain.every(isPattern));
  check(good, 'acceptProxies', 'must be a list of lists of URLs and regular expressions, none of them empty.');
  return chains;
}

function checkLoginParameters(parameters: Readonly<Record<string, string>>): ProtocolSettings['loginParameters'] {
  const entries = Object.entries(parameters);
  for (const [name, value] of entries) {
    check(typeof value === 'string', 'loginParameters', `must have a text for ${JSON.stringify(name)}.`);
    check(!OWN_PARAMETERS.has(name), 'loginParameters', `must not set ${JSON.stringify(name)}.`);
  }
  return entries;
}

const TICKET = /[SP]T-[A-Za-z0-9._-]{1,253}/;
const OWN_PARAMETERS: ReadonlySet<string> = new Set(['service', 'renew', 'gateway', 'method', 'ticket']);
