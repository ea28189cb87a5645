import { sign, unsign } from 'cookie-signature';

/** A sign-in that this browser was sent off to, or has just come back from. */
export interface SignInState {
  /** Ties this browser, the service and the ticket together. Empty once the sign-in is over. */
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
}

export type SignInMode = 'plain' | 'renew' | 'gateway';

/**
 * Packs sign-ins into one signed cookie value: at most four, and fewer where the cookie would become too large. The
 * oldest go first.
 *
 * @param states oldest first
 */
export function sealStates(states: readonly SignInState[], key: string): string {
  for (let from = Math.max(0, states.length - MAX_STATES); ; from++) {
    const rows = states.slice(from).map((state): Row => {
      const { nonce, publicUrl, cameFrom, expiresAt, attempt, round, mode } = state;
      return [nonce, publicUrl, cameFrom, Math.ceil(expiresAt / 1000), attempt, round, mode];
    });
    const value = sign(Buffer.from(JSON.stringify(rows)).toString('base64url'), key);
    if (value.length <= MAX_COOKIE_LENGTH || rows.length <= 1) return value;
  }
}

/**
 * Unpacks a cookie value that one of the keys has signed.
 *
 * @param nowMs milliseconds since 1970; sign-ins that have expired by then are left out
 * @returns oldest first; `undefined` when nobody here has signed this
 */
export function openStates(value: string, keys: readonly string[], nowMs: number): SignInState[] | undefined {
  if (value.length > 2 * MAX_COOKIE_LENGTH) return undefined;
  for (const key of keys) {
    const payload = unsign(value, key);
    if (payload === false) continue;
    const rows: Row[] = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return rows
      .map(([nonce, publicUrl, cameFrom, expires, attempt, round, mode]) => ({
        nonce,
        publicUrl,
        cameFrom,
        expiresAt: expires * 1000,
        attempt,
        round,
        mode,
      }))
      .filter((state) => state.expiresAt > nowMs);
  }
  return undefined;
}

/** A sign-in in the cookie. Changing this shape needs another purpose in the key (see options/state.ts). */
type Row = readonly [
  nonce: string,
  publicUrl: string,
  cameFrom: string,
  expiresSeconds: number,
  attempt: number,
  round: number,
  mode: SignInMode,
];

const MAX_STATES = 4;

/** Browsers keep 4096 bytes with name and attributes. */
const MAX_COOKIE_LENGTH = 3500;
