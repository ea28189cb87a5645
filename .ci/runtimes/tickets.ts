import { encodeCookieValue, mintTicket } from '@who/plugin-auth-tkt';
import { SECRET, USERID } from './application/facts.js';
import type { Ask } from './client.js';

type Line = NonNullable<Ask['headers']>[number];

/** A `Cookie` line with a ticket of the application's user. */
export function ticketLine(ageSeconds: number): Line {
  const timestampSeconds = Math.floor(Date.now() / 1000) - ageSeconds;
  const ticket = { userid: USERID, tokens: [], userdata: '', timestampSeconds };
  const minted = mintTicket(ticket, { secret: SECRET, digest: 'sha256', compat: 'repoze' });
  return ['Cookie', `auth_tkt=${encodeCookieValue(minted, 'repoze')}`];
}

export const fresh = (): Line => ticketLine(0);

/** Old enough to be replaced, and good for half an hour. */
export const aging = (): Line => ticketLine(5400);

export function passwordLine(login: string, password: string): Line {
  return ['Authorization', `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`];
}
