/** Who sends an attempt. */
export type Sender =
  /** Somebody without a session, through the front end. */
  | 'a visitor'
  /** A student with a session of their own, through the front end. */
  | 'a student'
  /** Somebody who reaches the application past the front end, from an address that is not trusted. */
  | 'a stranger'
  /** The front end's own address, past its protection: what must not be believed even from there. */
  | 'the front end';

/** One try to become somebody else. It fails when nobody is signed in as the forged user, and nothing forged is kept. */
export interface Attempt {
  readonly name: string;
  readonly from: readonly Sender[];
  /** @default 'GET' */
  readonly method?: string | undefined;
  /** @default '/login/sso' */
  readonly target?: string | undefined;
  /** @default '1.1' */
  readonly version?: string | undefined;
  /** Header lines, sent as they stand after `Host` and, if none of them says so, with `Connection: close`. */
  readonly headers: readonly string[];
  /** Sent after the headers, as it stands. */
  readonly body?: string | undefined;
}

/** Stands in everything that is forged, and in nothing that is not. */
export const EVIL = 'evil';
export const USER: string = `${EVIL}@example.test`;

/** What the front end would send: from its address, on the path that it protects, this signs in. */
export const FORGED: readonly string[] = [`Shib-Session-ID: _${EVIL}`, `REMOTE_USER: ${USER}`, `eppn: ${USER}`];

/** Everybody but the front end. */
export const OUTSIDE: readonly Sender[] = ['a visitor', 'a student', 'a stranger'];
export const EVERYBODY: readonly Sender[] = [...OUTSIDE, 'the front end'];
