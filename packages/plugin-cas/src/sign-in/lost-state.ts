import type { Exchange, Facts, Reason } from '@who/core';
import type { CasContext } from '../context.js';
import { reasons } from '../reasons.js';
import { isPublicHost } from '../urls.js';
import { type Nonce, readNonce } from './nonce.js';

/** What has probably happened. */
export interface Cause {
  readonly reason: Reason;
  readonly facts?: Facts | undefined;
}

/** A sign-in of which this browser has no state. */
export interface LostState {
  /** What is known of it all the same; anybody can make that up. */
  readonly nonce: Nonce | undefined;
  /** Whether it is old or used up, as opposed to not of this browser. */
  readonly isPast: boolean;
  /** The likely one. */
  readonly cause: Cause;
}

/**
 * Finds out why there is no state to go on from.
 *
 * @param nonces what the address names
 */
export function lostState(exchange: Exchange, context: CasContext, nonces: readonly string[]): LostState {
  if (nonces.length === 0) {
    return { nonce: undefined, isPast: false, cause: { reason: reasons.CAS_STATE_PUSHED } };
  }
  const [text = ''] = nonces;
  const nonce = nonces.length === 1 ? readNonce(text) : undefined;
  const isOld = nonce !== undefined && nonce.begunAt + context.settings.stateMaxAgeSeconds <= exchange.now() / 1000;
  const hasOthers = context.cookies.all(exchange).some((state) => state.expiresAt > exchange.now());
  const known = { text, nonce, isOld, hasOthers };
  return { nonce, isPast: isOld || hasOthers, cause: likelyCause(exchange, context, known) };
}

interface Known extends Pick<LostState, 'nonce'> {
  readonly text: string;
  readonly isOld: boolean;
  /** Whether this browser has other sign-ins. */
  readonly hasOthers: boolean;
}

function likelyCause(exchange: Exchange, { cookies, settings }: CasContext, known: Known): Cause {
  const { text, nonce, isOld, hasOthers } = known;
  const { publicUrl } = exchange;
  if (!nonce) return { reason: reasons.CAS_STATE_UNKNOWN };
  if (cookies.find(exchange, text)?.isOver) return { reason: reasons.CAS_STATE_USED };
  if (isOld) return { reason: reasons.CAS_STATE_OLD, facts: { stateMaxAgeSeconds: settings.stateMaxAgeSeconds } };
  if (cookies.has(exchange, text)) return { reason: reasons.CAS_STATE_OTHER_SECRET };
  if (nonce.elsewhere && isPublicHost(exchange)) return { reason: reasons.CAS_STATE_OTHER_HOST, facts: { publicUrl } };
  if (hasOthers) return { reason: reasons.CAS_STATE_CROWDED_OUT };
  if (exchange.header('cookie')) return { reason: reasons.CAS_STATE_OTHER_BROWSER };
  const isSecure = publicUrl.startsWith('https:');
  return { reason: isSecure ? reasons.CAS_STATE_NO_COOKIES_HTTPS : reasons.CAS_STATE_NO_COOKIES };
}
