/** What the log tells of. */
export type AuditEventName = 'sign-in' | 'sign-out' | 'refused' | 'revoked';

/** What happened to somebody's sign-in, and in which request. */
export interface AuditEvent {
  readonly event: AuditEventName;
  /** Number of the request in this process, as in all that `@who` tells of it. */
  readonly request: number;
  /** Who signed in or out, or whose sign-in was ended; never what somebody typed who was refused. */
  readonly userid?: string | undefined;
  /** Registered name of the plugin that accepted, refused or failed. */
  readonly plugin?: string | undefined;
  /** Why: the code of a plugin's reason, or of its error. */
  readonly code?: string | undefined;
  /** Of the answer, where that was known by then. */
  readonly status?: number | undefined;
  readonly method: string;
  /** Without the query, and still percent-encoded. */
  readonly path: string;
}

/** One line of the log. */
export interface AuditRecord extends AuditEvent {
  /** `2026-11-29T10:30:00.000Z` */
  readonly time: string;
}
