import { type Failures, type SsoErrorCode, type SsoPageCode, type SsoPlainCode, ssoFailures } from '@who/sso';
import { NAMING } from './naming.js';

/** Codes of the errors that this plugin throws. Every one ends the request. */
export type CasErrorCode =
  | SsoErrorCode<'CAS'>
  /** Proxying is on, and the public URL is not https (500). */
  | 'CAS_PROXY_NEEDS_HTTPS'
  /** No proxy-granting ticket belongs to this session, or the session is over (401). */
  | 'CAS_PGT_MISSING'
  /** CAS does not know the proxy-granting ticket any more (401). */
  | 'CAS_PGT_REJECTED'
  /** The target service is no http or https URL (500). */
  | 'CAS_TARGET_INVALID'
  /** CAS gives no tickets for the target service (403). */
  | 'CAS_TARGET_REFUSED'
  /** CAS gave no proxy ticket for another reason (503). */
  | 'CAS_PROXY_FAILED';

/** Codes with which this plugin answers programs, as plain text: the CAS server, and what runs in a page. */
export type CasPlainCode = SsoPlainCode<'CAS'>;

/** Codes that this plugin shows on its own error pages. */
export type CasPageCode =
  | SsoPageCode<'CAS', 'TICKET'>
  /** The ticket was issued to a proxy (403). */
  | 'CAS_PROXY_REFUSED';

/** An answer that cannot be understood. The answer itself is not quoted: it may name people. */
export const badResponse: Failures<'CAS'>['badResponse'] = ssoFailures(NAMING).badResponse;
