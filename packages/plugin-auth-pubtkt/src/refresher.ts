import { chain, type Exchange, type Identification, isNavigation, type Reply, type WhoApi } from '@who/core';
import type { Settings } from './options.js';
import { reasons } from './reasons.js';
import { redirect } from './redirects.js';
import type { PubtktCredentials } from './ticket/credentials.js';
import { isInGrace, nowSecondsOf } from './ticket/verifier.js';

/**
 * Sends people who open a page in their ticket's grace period for a fresh one. Where the login server gives none, they
 * must not be sent to and fro for ever: once in a while has to do.
 *
 * @param nameIn the plugin's name
 * @returns what `identify` says about credentials
 */
export function refresher(
  { signing, urls: { refreshUrl }, backParam }: Settings,
  nameIn: (exchange: Exchange) => string | undefined,
): (credentials: PubtktCredentials, exchange: Exchange) => PubtktCredentials | Identification {
  /** When somebody was sent last, in the order of these times. */
  const sent = new Map<string, number>();

  function isTime(userid: string, nowSeconds: number): boolean {
    const last = sent.get(userid);
    if (last !== undefined && Math.abs(nowSeconds - last) < PAUSE_SECONDS) return false;
    sent.delete(userid);
    for (const oldest of sent.keys()) {
      if (sent.size < MAX_SENT) break;
      sent.delete(oldest);
    }
    sent.set(userid, nowSeconds);
    return true;
  }

  function replyFor({ exchange, identity }: WhoApi): Reply | undefined {
    // Somebody else may have found out who it is.
    if (!identity || identity.identifier !== nameIn(exchange)) return undefined;
    const reply = redirect(refreshUrl, exchange, backParam);
    if (!reply || !isTime(identity.userid, nowSecondsOf(exchange))) return undefined;
    exchange.explain?.(reasons.PUBTKT_REFRESHED);
    return reply;
  }

  if (signing || refreshUrl === undefined) return (credentials) => credentials;
  return (credentials, exchange) => {
    const isDue = isInGrace(credentials, nowSecondsOf(exchange)) && exchange.method === 'GET' && isNavigation(exchange);
    if (!isDue) return credentials;
    return { credentials, reply: (who, before) => chain(before(), (other) => other ?? replyFor(who)) };
  };
}

const PAUSE_SECONDS = 60;
const MAX_SENT = 1000;
