import { badOption } from '@who/core';
import { PACKAGE } from '../errors.js';
import { check, checkChoice, checkFlag, type Resolved } from './checks.js';

/** How the CAS server is spoken to. */
export interface CasProtocolOptions {
  /**
   * The CAS server's base URL, without `/login`, e.g. `https://cas.example.org/cas`. Over plain http, whoever sits on
   * the wire can say who signs in: the plugin warns unless the server is on this machine.
   */
  readonly casUrl: string;
  /**
   * Protocol version. `1` asks `/validate` and knows no attributes, `2` asks `/serviceValidate`, `3`
   * `/p3/serviceValidate`. @default '3'
   */
  readonly version?: CasVersion | undefined;
  /** Make people type their password again although they have a CAS session. @default false */
  readonly renew?: boolean | undefined;
  /** More parameters for the CAS login page, e.g. `{ locale: 'fr' }`. @default none */
  readonly loginParameters?: Readonly<Record<string, string>> | undefined;
}

/** Version of the CAS protocol. */
export type CasVersion = '1' | '2' | '3';

export interface ProtocolSettings extends Resolved<Omit<CasProtocolOptions, 'loginParameters'>> {
  readonly loginParameters: readonly [string, string][];
}

/** @throws {WhoError} BAD_OPTION */
export function resolveProtocol(options: CasProtocolOptions): ProtocolSettings {
  return {
    casUrl: checkCasUrl(options.casUrl),
    version: checkChoice('version', options.version ?? '3', ['1', '2', '3']),
    renew: checkFlag('renew', options.renew),
    loginParameters: checkLoginParameters(options.loginParameters ?? {}),
  };
}

function checkCasUrl(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw badOption(PACKAGE, 'casUrl', 'must be an http or https URL.');
  check(
    !url.search && !url.hash && !url.username && !url.password,
    'casUrl',
    'must not have a query, a fragment or a user.',
  );
  check(!/\/login\/?$/.test(url.pathname), 'casUrl', 'must be the base URL, without "/login".');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    process.emitWarning(`[${PACKAGE}] ${url.host} is asked over plain http: use https, or anybody may sign in.`, {
      code: 'WHO_CAS_PLAIN_HTTP',
    });
  }
  return url.href.replace(/\/+$/, '');
}

function checkLoginParameters(parameters: Readonly<Record<string, string>>): ProtocolSettings['loginParameters'] {
  const entries = Object.entries(parameters);
  for (const [name, value] of entries) {
    check(typeof value === 'string', 'loginParameters', `must have a text for ${JSON.stringify(name)}.`);
    check(!OWN_PARAMETERS.has(name), 'loginParameters', `must not set ${JSON.stringify(name)}.`);
  }
  return entries;
}

const OWN_PARAMETERS: ReadonlySet<string> = new Set(['service', 'renew', 'gateway', 'method', 'ticket']);
const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
