import type { Exchange, Identification, MaybePromise, Reply, WhoError } from '@who/core';
import type { CasContext } from './context.js';
import { logRefusal } from './refusals.js';
import { arrive } from './sign-in/arrival.js';
import { ticketsIn } from './sign-in/ticket.js';
import { backChannelLogout } from './single-logout/back-channel.js';
import { frontChannelLogout } from './single-logout/front-channel.js';

/** Answers the callback path: browsers that go to CAS or come back from there, and the CAS server itself. */
export function callback(exchange: Exchange, context: CasContext): MaybePromise<Identification | undefined> {
  const { settings } = context;
  if (exchange.method === 'GET') {
    if (settings.frontChannel && exchange.query.has('logoutRequest')) {
      return { reply: (who) => frontChannelLogout(who, context).then((reply) => noted(exchange, reply)) };
    }
    return arrive(exchange, context, ticketsIn(exchange, settings));
  }
  const takesForms = settings.method === 'POST' || settings.backChannel;
  return exchange.method === 'POST' && takesForms ? takeForm(exchange, context) : undefined;
}

/** A form with neither a ticket nor a logout request is the application's. */
async function takeForm(exchange: Exchange, context: CasContext): Promise<Identification | undefined> {
  const { settings } = context;
  const form = await exchange.form().catch((error: WhoError) => {
    logRefusal(exchange, error.code, 'the form cannot be read');
    throw error;
  });
  if (settings.backChannel && form.has('logoutRequest')) {
    const requests = form.getAll('logoutRequest');
    return { reply: (who) => backChannelLogout(who, context, requests).then((reply) => noted(exchange, reply)) };
  }
  if (settings.method !== 'POST' || !form.has('ticket')) return undefined;
  return arrive(exchange, context, ticketsIn(exchange, settings, form));
}

/** Says in the log that this is no logout request. Who sends them without being one of `casAddresses` is told of there. */
function noted(exchange: Exchange, reply: Reply): Reply {
  if (reply.status === 400) {
    logRefusal(exchange, 'CAS_LOGOUT_REQUEST_INVALID', 'it is not exactly one logout request as CAS servers send them');
  }
  return reply;
}
