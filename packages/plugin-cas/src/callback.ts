import type { Exchange, Identification, MaybePromise } from '@who/core';
import type { CasContext } from './context.js';
import { arrive } from './sign-in/arrival.js';
import { ticketsIn } from './sign-in/ticket.js';
import { backChannelLogout } from './single-logout/back-channel.js';
import { frontChannelLogout } from './single-logout/front-channel.js';

/** Answers the callback path: browsers that go to CAS or come back from there, and the CAS server itself. */
export function callback(exchange: Exchange, context: CasContext): MaybePromise<Identification | undefined> {
  const { settings } = context;
  if (exchange.method === 'GET') {
    if (settings.frontChannel && exchange.query.has('logoutRequest')) {
      return { reply: (who) => frontChannelLogout(who, context) };
    }
    return arrive(exchange, context, ticketsIn(exchange, settings));
  }
  const takesForms = settings.method === 'POST' || settings.backChannel;
  return exchange.method === 'POST' && takesForms ? takeForm(exchange, context) : undefined;
}

/** A form with neither a ticket nor a logout request is the application's. */
async function takeForm(exchange: Exchange, context: CasContext): Promise<Identification | undefined> {
  const { settings } = context;
  const form = await exchange.form();
  if (settings.backChannel && form.has('logoutRequest')) {
    return { reply: (who) => backChannelLogout(who, context, form.getAll('logoutRequest')) };
  }
  if (settings.method !== 'POST' || !form.has('ticket')) return undefined;
  return arrive(exchange, context, ticketsIn(exchange, settings, form));
}
