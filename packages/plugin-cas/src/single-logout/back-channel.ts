import type { Exchange, Identification, Reply, WhoError } from '@who/core';
import type { Ender } from '@who/sso';
import type { CasSettings } from '../options.js';
import { endTickets } from './end-tickets.js';
import { postedLogoutRequests } from './posted-requests.js';
import { refuseSender } from './refuse-sender.js';

/** What has no logout request is not for us. */
export async function backChannel(exchange: Exchange, settings: CasSettings): Promise<Identification | undefined> {
  const requests = await postedLogoutRequests(exchange).catch((error: WhoError) => {
    settings.base.logRefusal(exchange, error.code, 'the form cannot be read');
    throw error;
  });
  return requests && { reply: (who) => backChannelLogout(who, settings, requests) };
}

/**
 * Answers a POST of the callback path that brings logout requests: the CAS server itself says that a session is
 * over. Nothing signs the request; that it knows the ticket is its proof, and `casAddresses` can ask for more.
 *
 * @throws {WhoError} CAS_SESSION_STORE_FAILED
 */
async function backChannelLogout(who: Ender, settings: CasSettings, requests: readonly string[]): Promise<Reply> {
  const { exchange } = who;
  if (!settings.isCasAddress(exchange.remoteAddress)) return refuseSender(exchange, settings);
  const [xml = ''] = requests;
  if (requests.length > 1) {
    return settings.base.refusePlain(exchange, 'LOGOUT_REQUEST_INVALID', 'there is more than one');
  }
  return (await endTickets(who, settings, xml)) ?? settings.base.plainAnswer();
}
