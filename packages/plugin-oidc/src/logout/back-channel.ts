import type { Exchange, Identification, Reply, WhoApi } from '@who/core';
import type { SsoBase } from '@who/sso';
import { useridOf } from '../claims/userid.js';
import type { OidcContext } from '../context.js';
import { reasons } from '../reasons.js';
import { readLogoutToken } from '../tokens/logout-token.js';
import { trustIn } from '../tokens/trust.js';

/**
 * Answers a POST of the callback path that brings a logout token (OpenID Connect Back-Channel Logout 1.0, 2.5): the
 * provider itself says that a session is over, or all sessions of somebody.
 *
 * @throws {WhoError} OIDC_UNAVAILABLE and others, OIDC_SESSION_STORE_FAILED
 */
export async function backChannelLogout(
  exchange: Exchange,
  base: SsoBase<'OIDC'>,
  context: OidcContext,
): Promise<Identification | undefined> {
  const tokens = (await base.readForm(exchange)).getAll('logout_token');
  if (tokens.length === 0) return undefined;
  const [token = ''] = tokens;
  if (tokens.length > 1)
    return { reply: base.refusePlain(exchange, 'LOGOUT_REQUEST_INVALID', 'there is more than one') };
  return { reply: (who) => endBy(token, who, base, context) };
}

async function endBy(token: string, who: WhoApi, base: SsoBase<'OIDC'>, context: OidcContext): Promise<Reply> {
  const { exchange } = who;
  const provider = await context.providerFor(exchange);
  const nowMs = exchange.now();
  const reading = await readLogoutToken(token, trustIn(provider, context, exchange), nowMs);
  if ('problem' in reading) return refuse(exchange, base, reading.problem);
  const { sessionId, subject, tokenId, expiresAtSeconds } = reading;
  const ttlMs = Math.ceil(expiresAtSeconds * 1000 - nowMs);
  if (!(await base.once(`logout ${tokenId}`, ttlMs))) return refuse(exchange, base, 'it has come before');
  // With a session in it, others of the same person go on (2.6).
  const userid = subject === undefined ? undefined : useridOf({ sub: subject }, context.settings);
  const forgotten = userid && 'userid' in userid ? userid.userid : undefined;
  await base.endSessions(who, sessionId === undefined ? { subject } : { group: sessionId }, forgotten);
  return base.plainAnswer();
}

function refuse(exchange: Exchange, base: SsoBase<'OIDC'>, problem: string): Reply {
  exchange.explain?.(reasons.OIDC_LOGOUT_TOKEN_REFUSED, { problem });
  return base.refusePlain(exchange, 'LOGOUT_REQUEST_INVALID', `of the logout token: ${problem}`);
}
