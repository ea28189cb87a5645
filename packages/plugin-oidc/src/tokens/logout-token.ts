import { readToken, type TokenKind, type Trust } from './read-token.js';

/** What a logout token ends; or why it ends nothing. */
export type LogoutReading =
  | {
      /** The session at the provider; `undefined`: all sessions of the subject. */
      readonly sessionId: string | undefined;
      readonly subject: string | undefined;
      /** Names the token, so that it counts once. */
      readonly tokenId: string;
      /** Seconds since 1970. */
      readonly issuedAtSeconds: number;
      /** Seconds since 1970: it cannot come again after that. */
      readonly expiresAtSeconds: number;
    }
  | { readonly problem: string };

/**
 * Reads a logout token (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6).
 *
 * @param nowMs milliseconds since 1970
 * @throws {WhoError} where the provider's keys cannot be fetched
 */
export async function readLogoutToken(token: string, trust: Trust, nowMs: number): Promise<LogoutReading> {
  const reading = await readToken(token, trust, LOGOUT_TOKEN, nowMs);
  if ('problem' in reading) return reading;
  const { sub, sid, jti, iat = 0, exp, nonce, events } = reading.claims;
  // What tells it from an ID token, by which nobody is to be signed out.
  if (!isObject(events) || !isObject(events[EVENT])) return { problem: 'it does not say that a session is over' };
  if (nonce !== undefined) return { problem: 'it has a nonce' };
  if (!isName(jti)) return { problem: 'its id is none' };
  if (sid !== undefined && !isName(sid)) return { problem: 'its session is none' };
  if (sub !== undefined && !isName(sub)) return { problem: 'its subject is none' };
  if (sid === undefined && sub === undefined) return { problem: 'it names neither a session nor a subject' };
  // Those from before the final specification do not expire. What came has to be remembered until then.
  const expiresAtSeconds = Math.min(exp ?? iat + LIFETIME_SECONDS, iat + MAX_AGE_SECONDS) + trust.clockToleranceSeconds;
  if (expiresAtSeconds <= nowMs / 1000) return { problem: 'it has expired' };
  return { sessionId: sid, subject: sub, tokenId: jti, issuedAtSeconds: iat, expiresAtSeconds };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_NAME;

const LOGOUT_TOKEN: TokenKind = { types: ['logout+jwt', 'jwt'], requiredClaims: ['iat', 'jti', 'events'] };
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** What the specification recommends at most. */
const LIFETIME_SECONDS = 120;
/** However long the provider means it to be good. */
const MAX_AGE_SECONDS = 24 * 60 * 60;
const MAX_NAME = 1024;
