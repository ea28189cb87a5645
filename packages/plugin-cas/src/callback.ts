import type { Exchange, Identification, MaybePromise, WhoError } from '@who/core';
import type { CasContext } from './context.js';
import { reasons } from './reasons.js';
import { logRefusal } from './refusals.js';
import { arrive } from './sign-in/arrival.js';
import { ticketsIn } from './sign-in/ticket.js';
import { backChannelLogout } from './single-logout/back-channel.js';
import { frontChannelLogout } from './single-logout/front-channel.js';
import { postedLogoutRequests } from './single-logout/posted-requests.js';

/** Answers the callback path: browsers that go to CAS or come back from there, and the CAS server itself. */
export function callback(exchange: Exchange, context: CasContext): MaybePromise<Identification | undefined> {
  const { settings } = context;
  if (exchange.method === 'GET') {
    if (settings.frontChannel && exchange.query.has('logoutRequest')) {
      return { reply: (who) => frontChannelLogout(who, context) };
    }
    return arrive(exchange, context, ticketsIn(exchange, settings));
  }
  const takesPosts = settings.method === 'POST' || settings.backChannel;
  if (exchange.method === 'POST' && takesPosts) return takePost(exchange, context);
  return exchange.explain?.(reasons.CAS_NOTHING_POSTED);
}

/** What has neither a ticket nor a logout request is the application's. */
async function takePost(exchange: Exchange, context: CasContext): Promise<Identification | undefined> {
  const { settings } = context;
  const { requests, form } = await read(exchange, settings.backChannel).catch((error: WhoError) => {
    logRefusal(exchange, error.code, 'the form cannot be read');
    throw error;
  });
  if (requests) return { reply: (who) => backChannelLogout(who, context, requests) };
  if (settings.method !== 'POST' || !form.has('ticket')) return exchange.explain?.(reasons.CAS_NOTHING_POSTED);
  return arrive(exchange, context, ticketsIn(exchange, settings, form));
}

async function read(
  exchange: Exchange,
  looksForLogout: boolean,
): Promise<{ readonly requests?: readonly string[] | undefined; readonly form: URLSearchParams }> {
  const form = await exchange.form();
  return { form, requests: looksForLogout ? await postedLogoutRequests(exchange) : undefined };
}
