import { type Digest, encodeCookieValue, mintTicket, mintWho1, type Ticket, who1Key } from '@who/plugin-auth-tkt';
import { secret } from './secret.js';

/**
 * `Cookie` headers with tickets, each of them another one: userdata makes the difference, as an id of a session would.
 *
 * @param useridOf who a ticket is for, by its number. @default alice
 */
export function ticketCookies(
  count: number,
  digest: Digest = 'sha256',
  useridOf: (number: number) => string = () => 'alice',
): string[] {
  const key = { secret, digest, compat: 'repoze' } as const;
  return tickets(count, useridOf).map((ticket) => `auth_tkt=${encodeCookieValue(mintTicket(ticket, key), 'repoze')}`);
}

/** The same tickets in our own format. */
export function who1Cookies(count: number): string[] {
  const key = who1Key(secret, { cookieName: 'auth_tkt' });
  return tickets(count, () => 'alice').map((ticket) => `auth_tkt=${mintWho1(ticket, key)}`);
}

function tickets(count: number, useridOf: (number: number) => string): Ticket[] {
  const timestampSeconds = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, (_, number) => {
    const userdata = number.toString(36).padStart(6, '0');
    return { userid: useridOf(number), tokens: ['staff'], userdata, timestampSeconds };
  });
}

/**
 * Asked for in turn, so many tickets are always new: the plugin remembers the last thousand that it has verified, and
 * would have to remember twenty times as many.
 */
export const NEW_TICKETS = 20_000;
