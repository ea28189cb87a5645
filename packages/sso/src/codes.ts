/** Codes of the errors that end a request: `CAS_UNAVAILABLE` with the prefix `CAS`. */
export type SsoErrorCode<Prefix extends string = string> = `${Prefix}_${FailureName | SetUpName}`;

/** What has failed, and may work later (503). */
export type FailureName =
  /** The other side cannot be reached, broke off its answer, answered 429 or 5xx, or has been down lately. */
  | 'UNAVAILABLE'
  /** It did not answer within `timeoutMs`. */
  | 'TIMEOUT'
  /** More than `maxValidations` at a time. */
  | 'BUSY'
  /** It answered something that is none of the protocol. */
  | 'BAD_RESPONSE'
  /** It answered with more than `maxResponseBytes`. */
  | 'RESPONSE_TOO_LARGE'
  /** The session store cannot be reached, is too slow, or did not keep what it was given. */
  | 'SESSION_STORE_FAILED';

/** What somebody has to set up otherwise (500). */
export type SetUpName =
  /** An answer came back, but the plugin is not among the authenticators. */
  | 'NOT_AUTHENTICATOR'
  /** Nobody asks `isRevoked` of the `sessions`, so that no logout elsewhere would have an effect. */
  | 'SESSIONS_NOT_ASKED';

/** Codes with which programs are answered, as plain text: the other side, and what runs in a page. */
export type SsoPlainCode<Prefix extends string = string> = `${Prefix}_${PlainName}`;

export type PlainName =
  /** The page wants a sign-in, and the request is not one that can be led to another page (401). */
  | 'SIGN_IN_REQUIRED'
  /** Not exactly one well-formed logout request (400). */
  | 'LOGOUT_REQUEST_INVALID'
  /** The sender is not at an address that is allowed (403). */
  | 'SENDER_REFUSED';

/** Codes on the error pages that every such plugin has. */
export type SsoPageCode<Prefix extends string = string, Answer extends string = string> =
  | `${Prefix}_${PageName}`
  | `${Prefix}_${Answer}_${AnswerPageName}`;

export type PageName =
  /** An answer came without a state, or to a browser without the state cookie (403). */
  | 'STATE_MISSING'
  /** The state is unknown, expired or used up (403). */
  | 'STATE_INVALID'
  /** The same page has asked for a sign-in again and again (403). */
  | 'LOOP'
  /** Another site asked to sign this browser out (403). */
  | 'LOGOUT_REFUSED';

export type AnswerPageName =
  /** The browser was sent back without an answer (403). */
  | 'MISSING'
  /** It is not exactly one, or not well-formed (400). */
  | 'INVALID'
  /** The other side, or its signature, does not confirm it (403). */
  | 'REJECTED';

/** The code of what the base calls `STATE_MISSING` or `ANSWER_MISSING`: `CAS_STATE_MISSING`, `CAS_TICKET_MISSING`. */
export function codeOf(name: string, { prefix, answer }: { readonly prefix: string; readonly answer: string }): string {
  return name.startsWith(ANSWER) ? `${prefix}_${answer}_${name.slice(ANSWER.length)}` : `${prefix}_${name}`;
}

const ANSWER = 'ANSWER_';
