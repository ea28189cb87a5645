import { randomName } from '@who/dev-server';
import type { ProviderContext } from '../context.js';
import type { DevOidcClient } from '../options.js';
import type { Session } from '../sign-in/sessions.js';

/**
 * Ends a session here, and tells every application that has got to know of it by the back channel.
 *
 * @returns addresses that are left for frames of the browser to load
 */
export async function endSession(session: Session, context: ProviderContext): Promise<readonly string[]> {
  const { issuer, sessions, options } = context;
  sessions.end(session);
  options.logger.debug(`${session.user.userid} signed out`);
  const clients = [...session.clients];
  session.clients.clear();
  await Promise.all(clients.map((client) => tell(client, session, context)));
  return clients.flatMap(({ frontchannelLogoutUri }) => {
    if (frontchannelLogoutUri === undefined) return [];
    const url = new URL(frontchannelLogoutUri);
    url.searchParams.append('iss', issuer);
    url.searchParams.append('sid', session.sid);
    return [url.href];
  });
}

/** The same, where there is no browser to load frames. */
export async function endSessionUnseen(session: Session, context: ProviderContext): Promise<void> {
  for (const address of await endSession(session, context)) {
    context.options.logger.warn(`Nobody told ${new URL(address).origin}: it is told by browsers only`);
  }
}

/** OpenID Connect Back-Channel Logout 1.0, section 2.4 and 2.5. */
async function tell(
  { clientId, backchannelLogoutUri }: DevOidcClient,
  { sid, user }: Session,
  { issuer, options, signer, callClient }: ProviderContext,
): Promise<void> {
  if (backchannelLogoutUri === undefined) return;
  const iat = Math.floor(options.now() / 1_000);
  const logoutToken = await signer.sign(
    {
      iss: issuer,
      sub: user.userid,
      aud: clientId,
      iat,
      exp: iat + 120,
      jti: randomName(),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      sid,
    },
    'logout+jwt',
  );
  const body = new URLSearchParams({ logout_token: logoutToken });
  const { status, problem } = await callClient(backchannelLogoutUri, { method: 'POST', body });
  const came = status ?? problem ?? 'nothing';
  if (status === 200 || status === 204) options.logger.debug(`${clientId} was told of the logout`);
  else options.logger.warn(`${clientId} did not take the logout: ${came}`);
}
