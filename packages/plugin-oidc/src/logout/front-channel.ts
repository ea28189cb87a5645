import type { Exchange, Identification, Reply, WhoApi } from '@who/core';
import type { SsoBase } from '@who/sso';
import type { OidcContext } from '../context.js';

/**
 * Answers a GET of the callback path that a frame on the provider's logout page makes (OpenID Connect Front-Channel
 * Logout 1.0). It need not have the browser's cookies, which browsers keep from frames: the session is ended by its name.
 *
 * @throws {WhoError} OIDC_UNAVAILABLE and others, OIDC_SESSION_STORE_FAILED
 */
export function frontChannelLogout(
  exchange: Exchange,
  base: SsoBase<'OIDC'>,
  context: OidcContext,
): Identification | undefined {
  const { query } = exchange;
  const [sessions, issuers] = [query.getAll('sid'), query.getAll('iss')];
  const [session = ''] = sessions;
  const [issuer = ''] = issuers;
  const isAnswer = ['code', 'state', 'error'].some((name) => query.has(name));
  if (isAnswer || sessions.length === 0 || issuers.length === 0) return undefined;
  if (sessions.length + issuers.length > 2 || session === '' || session.length > MAX_LENGTH) {
    return { reply: base.refusePlain(exchange, 'LOGOUT_REQUEST_INVALID', 'it does not name exactly one session') };
  }
  return { reply: (who) => endIn(who, { session, issuer }, base, context) };
}

async function endIn(
  who: WhoApi,
  { session, issuer }: { readonly session: string; readonly issuer: string },
  base: SsoBase<'OIDC'>,
  { providerFor }: OidcContext,
): Promise<Reply> {
  const { exchange, identity } = who;
  const { metadata } = await providerFor(exchange);
  if (issuer !== metadata.issuer) {
    return base.refusePlain(exchange, 'LOGOUT_REQUEST_INVALID', 'it is of another provider');
  }
  await base.endSessions(who, { group: session });
  // LemonLDAP::NG 2.16 has the subject in the place of the session. Everybody may know that one, so that it only counts
  // in the very browser, and not where somebody was led to this address.
  const own = identity && isPart(exchange) ? await base.sessionOf(exchange, identity) : undefined;
  const headers = own?.['sub'] === session ? await who.logout() : [];
  const answer = base.plainAnswer();
  return { ...answer, headers: [...(answer.headers ?? []), ...headers] };
}

/** Whether it is a part of a page, as far as the browser says. */
function isPart(exchange: Exchange): boolean {
  return (exchange.header('sec-fetch-dest') ?? 'iframe') !== 'document';
}

const MAX_LENGTH = 1024;
