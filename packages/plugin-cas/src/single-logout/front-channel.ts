import type { Reply } from '@who/core';
import type { CasContext } from '../context.js';
import { redirect } from '../pages.js';
import { endSession } from './end-session.js';
import { ticketsToEnd, unpackLogoutRequest } from './logout-request.js';
import { plainAnswer, refuseRequest } from './replies.js';

/**
 * Answers a GET of the callback path that has a `logoutRequest`: a browser brings it, as a script (`callback`, JSONP), as
 * a stop on a tour of redirects (`RelayState`), or in a frame.
 *
 * @throws {WhoError} CAS_SESSION_STORE_FAILED
 */
export async function frontChannelLogout(who: Parameters<typeof endSession>[0], context: CasContext): Promise<Reply> {
  const { exchange } = who;
  const { query } = exchange;
  const requests = query.getAll('logoutRequest');
  const [callback, ...callbacks] = query.getAll('callback');
  if (requests.length > 1) return refuseRequest(exchange, 'there is more than one');
  if (callbacks.length > 0 || (callback !== undefined && !SCRIPT_NAME.test(callback))) {
    return refuseRequest(exchange, 'its callback is not exactly one name');
  }
  const xml = unpackLogoutRequest(requests[0] ?? '');
  if (xml === undefined) return refuseRequest(exchange, 'it is no base64, of XML or of what was deflated');
  const found = ticketsToEnd(xml, context.settings.ticketPattern);
  if ('problem' in found) return refuseRequest(exchange, found.problem);
  await Promise.all(found.tickets.map((ticket) => endSession(who, context, ticket)));
  if (callback !== undefined) return scriptAnswer(callback);
  const relayState = query.get('RelayState');
  return relayState === null ? plainAnswer() : redirect(exchange, nextStop(context, relayState), []);
}

/** The tour goes on at the CAS server; `RelayState` only tells it where it was. */
function nextStop({ settings }: CasContext, relayState: string): string {
  return `${settings.casUrl}/logout?${new URLSearchParams({ _eventId: 'next', RelayState: relayState })}`;
}

/** The comment keeps a name from being read as the beginning of another kind of file. */
function scriptAnswer(name: string): Reply {
  return {
    status: 200,
    headers: [
      ['Content-Type', 'text/javascript; charset=utf-8'],
      ['X-Content-Type-Options', 'nosniff'],
      ['Cache-Control', 'no-store'],
      ['Referrer-Policy', 'no-referrer'],
    ],
    body: `/**/${name}({"status":"ok"});`,
  };
}

const SCRIPT_NAME = /^[A-Za-z_$][\w$]{0,127}$/;
