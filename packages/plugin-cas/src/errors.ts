import { WhoError } from '@who/core';

/** Codes of the errors that this plugin throws. Every one ends the request. */
export type CasErrorCode =
  /** CAS cannot be reached, broke off its answer, answered 429 or 5xx, or has been down lately (503). */
  | 'CAS_UNAVAILABLE'
  /** CAS did not answer within `timeoutMs` (503). */
  | 'CAS_TIMEOUT'
  /** More than `maxValidations` tickets at a time (503). */
  | 'CAS_BUSY'
  /** CAS answered something that is not a CAS answer (503). */
  | 'CAS_BAD_RESPONSE'
  /** CAS answered with more than `maxResponseBytes` (503). */
  | 'CAS_RESPONSE_TOO_LARGE'
  /** A ticket came back, but this plugin is not among the authenticators (500). */
  | 'CAS_NOT_AUTHENTICATOR'
  /** Nobody asks `isRevoked` of the `sessions`, so that no logout request would have an effect (500). */
  | 'CAS_SESSIONS_NOT_ASKED'
  /** The session store cannot be reached, is too slow, or did not keep what it was given (503). */
  | 'CAS_SESSION_STORE_FAILED'
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
export type CasPlainCode =
  /** The page wants a sign-in, and the request is not one that can be led to another page (401). */
  | 'CAS_SIGN_IN_REQUIRED'
  /** Not exactly one well-formed logout request (400). */
  | 'CAS_LOGOUT_REQUEST_INVALID'
  /** The sender is not at one of `casAddresses` (403). */
  | 'CAS_SENDER_REFUSED';

/** Codes that this plugin shows on its own error pages. */
export type CasPageCode =
  /** A ticket came without a state, or to a browser without the state cookie (403). */
  | 'CAS_STATE_MISSING'
  /** The state is unknown, expired or used up (403). */
  | 'CAS_STATE_INVALID'
  /** CAS sent the browser back without a ticket (403). */
  | 'CAS_TICKET_MISSING'
  /** Not exactly one well-formed service ticket (400). */
  | 'CAS_TICKET_INVALID'
  /** CAS refused the ticket; its own code stands behind this one (403). */
  | 'CAS_TICKET_REJECTED'
  /** The ticket was issued to a proxy (403). */
  | 'CAS_PROXY_REFUSED'
  /** The same page has asked for a sign-in again and again (403). */
  | 'CAS_LOOP'
  /** Another site asked to sign this browser out (403). */
  | 'CAS_LOGOUT_REFUSED';

/**
 * CAS could not say who it is: nobody is signed in, and a later attempt may work.
 *
 * @param retryAfterMs when to try again, in milliseconds
 */
export function casFailed(
  code: Exclude<CasErrorCode, 'CAS_NOT_AUTHENTICATOR'>,
  message: string,
  retryAfterMs: number = RETRY_AFTER_MS,
): WhoError<CasErrorCode> {
  return new WhoError(message, {
    code,
    plugin: PACKAGE,
    status: 503,
    headers: [['Retry-After', String(Math.ceil(retryAfterMs / 1000))]],
  });
}

/**
 * The same, where CAS is not there or too slow. What it answers at once does not count as that: whoever finds a ticket
 * that makes it say 500 must not be able to close the door for all.
 */
export function casUnreachable(code: 'CAS_UNAVAILABLE' | 'CAS_TIMEOUT', message: string): WhoError<CasErrorCode> {
  const error = casFailed(code, message);
  unreachable.add(error);
  return error;
}

/** Whether {@link casUnreachable} made it. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof WhoError && unreachable.has(error);
}

const unreachable = new WeakSet<WhoError>();

/** An answer that cannot be understood. The answer itself is not quoted: it may name people. */
export function badResponse(problem: string): WhoError<CasErrorCode> {
  return casFailed('CAS_BAD_RESPONSE', `The CAS server's answer cannot be used: ${problem}.`);
}

export const PACKAGE = '@who/plugin-cas';

const RETRY_AFTER_MS = 10_000;
