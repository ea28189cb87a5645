import { type Exchange, type Identification, isOwnRequest, type Reply, type WhoApi } from '@who/core';
import type { CasContext } from './context.js';
import { errorPage, redirect } from './pages.js';
import { casLogoutUrl, homeUrl } from './urls.js';
import { cameFromCas } from './userdata.js';

/** Answers the logout path: ends the session here, and at CAS for who came from there. */
export function logout(exchange: Exchange, context: CasContext): Identification {
  if (!isOwnRequest(exchange)) {
    const link = { href: homeUrl(exchange), text: 'Go on' };
    return { reply: errorPage({ code: 'CAS_LOGOUT_REFUSED', link }) };
  }
  return { reply: (who) => signOut(who, context) };
}

async function signOut(who: WhoApi, { settings, nameIn }: CasContext): Promise<Reply> {
  const { exchange, identity } = who;
  const target =
    identity && cameFromCas(identity, nameIn(exchange)) ? casLogoutUrl(exchange, settings) : homeUrl(exchange);
  const reply = redirect(exchange, target, await who.logout());
  return { ...reply, status: 303 };
}
