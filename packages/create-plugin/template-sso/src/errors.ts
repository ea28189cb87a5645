import { type Failures, type SsoErrorCode, type SsoPageCode, type SsoPlainCode, ssoFailures } from '@who/sso';
import { NAMING } from './naming.js';

/** Codes of the errors that this plugin throws. Every one ends the request. */
export type SesameErrorCode = SsoErrorCode<'SESAME'>;

/** Codes that this plugin shows on its own error pages. */
export type SesamePageCode = SsoPageCode<'SESAME', 'PASS'>;

/** Codes with which this plugin answers programs, as plain text: Sesame itself, and what runs in a page. */
export type SesamePlainCode = SsoPlainCode<'SESAME'>;

/** An answer that cannot be understood. The answer itself is not quoted: it may name people. */
export const badResponse: Failures<'SESAME'>['badResponse'] = ssoFailures(NAMING).badResponse;
