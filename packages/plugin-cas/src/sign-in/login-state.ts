import { sign, unsign } from 'cookie-signature';

/** A sign-in that this browser was sent off to, or has just come back from. */
export interface SignInState {
  /** Ties this browser, the service and the ticket together, and names the cookie. */
  readonly nonce: string;
  /** The public URL at which it began. The service has to be the same at validation, whatever `Host` says by then. */
  readonly publicUrl: string;
  /** Where to go afterwards: path, query and fragment. */
  readonly cameFrom: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** How many tickets CAS has refused for it so far. */
  readonly attempt: number;
  /** How many challenges of the same page led to it within a few seconds; 0 where the person asked to sign in. */
  readonly round: number;
  /** What CAS was asked for: a password in any case, or a ticket only where there is a session already. */
  readonly mode: SignInMode;
  /** It has signed somebody in. What is left of it only tells whether the same page asks again at once. */
  readonly isOver: boolean;
}

export type SignInMode = 'plain' | 'renew' | 'gateway';

/** Packs a sign-in into the value of its cookie, which is good under its own name only. */
export function sealState(state: SignInState, key: string): string {
  const { nonce, publicUrl, cameFrom, expiresAt, attempt, round, mode, isOver } = state;
  const row: Row = [publicUrl, cameFrom, Math.ceil(expiresAt / 1000), attempt, round, mode, isOver ? 1 : 0];
  const payload = Buffer.from(JSON.stringify(row)).toString('base64url');
  return sign(`${nonce}.${payload}`, key).slice(nonce.length + 1);
}

/**
 * Unpacks the value of a cookie that one of the keys has signed for this nonce.
 *
 * @returns `undefined` when nobody here has signed this; what has expired is given back
 */
export function openState(nonce: string, value: string, keys: readonly string[]): SignInState | undefined {
  if (value.length > MAX_COOKIE_LENGTH) return undefined;
  for (const key of keys) {
    const payload = unsign(`${nonce}.${value}`, key);
    if (payload === false) continue;
    const row: Row = JSON.parse(Buffer.from(payload.slice(nonce.length + 1), 'base64url').toString('utf8'));
    const [publicUrl, cameFrom, expires, attempt, round, mode, isOver] = row;
    return { nonce, publicUrl, cameFrom, expiresAt: expires * 1000, attempt, round, mode, isOver: isOver === 1 };
  }
  return undefined;
}

/** What is in the cookie. Changing this shape needs another purpose in the key (see options/state.ts). */
type Row = readonly [
  publicUrl: string,
  cameFrom: string,
  expiresSeconds: number,
  attempt: number,
  round: number,
  mode: SignInMode,
  isOver: 0 | 1,
];

/** Browsers keep 4096 bytes with name and attributes. */
const MAX_COOKIE_LENGTH = 3800;
