import type { Released } from './attributes.js';

/** Failure codes of CAS 3.0.3, sections 2.5.3 and 2.7.3, that this server gives. */
export type FailureCode =
  | 'INVALID_REQUEST'
  | 'INVALID_TICKET_SPEC'
  | 'INVALID_TICKET'
  | 'INVALID_SERVICE'
  | 'INVALID_PROXY_CALLBACK'
  | 'UNAUTHORIZED_SERVICE_PROXY'
  | 'UNAUTHORIZED_SERVICE'
  | 'INTERNAL_ERROR';

/** A refused request, ready to be told in any format. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}

/** A validated ticket, ready to be told in any format. */
export interface Success {
  readonly userid: string;
  /** When the password was given. Milliseconds since 1970. */
  readonly authenticatedAtMs: number;
  /** Nothing where the endpoint releases none. */
  readonly attributes?: readonly Released[] | undefined;
  /** What the service's proxy callback got beside its proxy-granting ticket. Nothing when there is no such ticket. */
  readonly pgtIou?: string | undefined;
  /** The proxies that the ticket came through, the most recent first. Empty for a service ticket. */
  readonly proxies: readonly string[];
}

/** A proxy ticket, ready to be handed out in any format. */
export interface ProxyGrant {
  readonly proxyTicket: string;
}

/** Whether it is a failure. */
export function failed(outcome: object): outcome is Failure {
  return 'code' in outcome;
}
