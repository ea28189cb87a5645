import { type Exchange, type Identification, type Identity, isOwnRequest, type Reply, type WhoApi } from '@who/core';
import type { CasContext } from './context.js';
import { errorPage, redirect } from './pages.js';
import { casLogoutUrl, homeUrl } from './urls.js';

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
  const target = cameFromCas(identity, nameIn(exchange)) ? casLogoutUrl(exchange, settings) : homeUrl(exchange);
  const reply = redirect(exchange, target, await who.logout());
  return { ...reply, status: 303 };
}

/** What a sign-in through CAS leaves in the remembered identity, so that a later request knows where it came from. */
export function casUserdata(name: string, { renewed = false }: { readonly renewed?: boolean } = {}): string {
  return new URLSearchParams({ cas: name, ...(renewed && { renew: '1' }) }).toString();
}

function cameFromCas(identity: Identity | undefined, name: string): boolean {
  return identity !== undefined && new URLSearchParams(identity.userdata).get('cas') === name;
}

/** Whether somebody has typed a password for this sign-in, and was not let through by a CAS session. */
export function isRenewed(identity: Identity, name: string): boolean {
  return cameFromCas(identity, name) && new URLSearchParams(identity.userdata).get('renew') === '1';
}
