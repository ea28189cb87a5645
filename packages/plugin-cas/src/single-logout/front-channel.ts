import type { Exchange, Identification, Reply } from '@who/core';
import { type Ender, PRIVATE, redirect } from '@who/sso';
import type { CasSettings } from '../options.js';
import { endTickets } from './end-tickets.js';
import { unpackLogoutRequest } from './logout-request.js';

/** What has no logout request is a browser that comes back with a ticket, or goes to fetch one. */
export function frontChannel(exchange: Exchange, settings: CasSettings): Identification | undefined {
  return exchange.query.has('logoutRequest') ? { reply: (who) => frontChannelLogout(who, settings) } : undefined;
}

/**
 * Answers a GET of the callback path that has a `logoutRequest`: a browser brings it, as a script (`callback`, JSONP), as
 * a stop on a tour of redirects (`RelayState`), or in a frame.
 *
 * @throws {WhoError} CAS_SESSION_STORE_FAILED
 */
async function frontChannelLogout(who: Ender, settings: CasSettings): Promise<Reply> {
  const { exchange } = who;
  const { query } = exchange;
  const refuse = (reason: string): Reply => settings.base.refusePlain(exchange, 'LOGOUT_REQUEST_INVALID', reason);
  const requests = query.getAll('logoutRequest');
  const [callback, ...callbacks] = query.getAll('callback');
  if (requests.length > 1) return refuse('there is more than one');
  if (callbacks.length > 0 || (callback !== undefined && !SCRIPT_NAME.test(callback))) {
    return refuse('its callback is not exactly one name');
  }
  const xml = unpackLogoutRequest(requests[0] ?? '');
  if (xml === undefined) return refuse('it is no base64, of XML or of what was deflated');
  const refused = await endTickets(who, settings, xml);
  if (refused) return refused;
  if (callback !== undefined) return scriptAnswer(callback);
  const relayState = query.get('RelayState');
  return relayState === null ? settings.base.plainAnswer() : redirect(exchange, nextStop(settings, relayState));
}

/** The tour goes on at the CAS server; `RelayState` only tells it where it was. */
function nextStop({ casUrl }: CasSettings, relayState: string): string {
  return `${casUrl}/logout?${new URLSearchParams({ _eventId: 'next', RelayState: relayState })}`;
}

/** The comment keeps a name from being read as the beginning of another kind of file. */
function scriptAnswer(name: string): Reply {
  return {
    status: 200,
    headers: [['Content-Type', 'text/javascript; charset=utf-8'], ['X-Content-Type-Options', 'nosniff'], ...PRIVATE],
    body: `/**/${name}({"status":"ok"});`,
  };
}

const SCRIPT_NAME = /^[A-Za-z_$][\w$]{0,127}$/;
