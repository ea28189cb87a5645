import type { Exchange, Identification, MaybePromise } from '@who/core';
import type { CasContext } from './context.js';
import { arrive } from './sign-in/arrival.js';
import { ticketsIn } from './sign-in/ticket.js';

/** Answers the callback path: browsers that go to CAS or come back from there. */
export function callback(exchange: Exchange, context: CasContext): MaybePromise<Identification | undefined> {
  const { settings } = context;
  if (exchange.method === 'GET') return arrive(exchange, context, ticketsIn(exchange, settings));
  if (exchange.method === 'POST' && settings.method === 'POST') return takeForm(exchange, context);
  return undefined;
}

/** A form without a ticket is the application's. */
async function takeForm(exchange: Exchange, context: CasContext): Promise<Identification | undefined> {
  const form = await exchange.form();
  if (!form.has('ticket')) return undefined;
  return arrive(exchange, context, ticketsIn(exchange, context.settings, form));
}
