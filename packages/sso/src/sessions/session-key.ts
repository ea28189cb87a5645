/**
 * What the other side calls a session. Only hashes of these are kept.
 *
 * A session that has a name of its own is found by it at once. Of a name that several share, a moment is kept: whatever
 * began before it is over, and what begins later lives.
 */
export interface SessionKey {
  /** Of this very sign-in, and never again of another one: a CAS ticket. */
  readonly id?: string | undefined;
  /** Of the other side's session with the browser, to which several sign-ins may belong: `sid`, `SessionIndex`. */
  readonly group?: string | undefined;
  /** Of the person: all of their sessions. */
  readonly subject?: string | undefined;
}
