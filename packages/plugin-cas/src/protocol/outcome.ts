/** What CAS says about a ticket. */
export type CasOutcome = CasSuccess | CasFailure;

/** The ticket is genuine. */
export interface CasSuccess {
  readonly success: true;
  /** Who it is, without surrounding white space. Never empty, no control characters. */
  readonly user: string;
  readonly attributes: CasAttributes;
  /** Names of attributes that the answer has and that are not taken: they stand inside of others, or are no text. */
  readonly leftOut?: readonly string[] | undefined;
  /** The proxies that the ticket went through, most recent first; empty for a service ticket. */
  readonly proxies: readonly string[];
  /** The IOU of a proxy-granting ticket, where one was asked for and granted. */
  readonly pgtIou?: string | undefined;
}

/** The ticket is not accepted. */
export interface CasFailure {
  readonly success: false;
  readonly code: CasFailureCode;
}

/**
 * What CAS released about a user: every name with its values, in order, without surrounding white space. Always lists.
 * The object has no prototype, so that no name is taken already.
 */
export type CasAttributes = Readonly<Record<string, readonly string[]>>;

/** Why CAS refuses a ticket. Servers add their own codes. */
export type CasFailureCode =
  | 'INVALID_REQUEST'
  | 'INVALID_TICKET_SPEC'
  | 'UNAUTHORIZED_SERVICE_PROXY'
  | 'UNAUTHORIZED_SERVICE'
  | 'INVALID_PROXY_CALLBACK'
  | 'INVALID_TICKET'
  | 'INVALID_SERVICE'
  | 'INTERNAL_ERROR'
  | (string & {});
