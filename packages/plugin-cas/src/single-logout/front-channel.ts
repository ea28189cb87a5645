import type { Reply } from '@who/core';
import type { CasContext } from '../context.js';
import { redirect } from '../pages.js';
import { endSession } from './end-session.js';
import { ticketToEnd, unpackLogoutRequest } from './logout-request.js';
import { plainAnswer } from './replies.js';

/**
 * Answers a GET of the callback path that has a `logoutRequest`: a browser brings it, as a script (`callback`, JSONP), as
 * a stop on a tour of redirects (`RelayState`), or in a frame.
 *
 * @throws {WhoError} CAS_SESSION_STORE_FAILED
 */
export async function frontChannelLogout(who: Parameters<typeof endSession>[0], context: CasContext): Promise<Reply> {
  const { query } = who.exchange;
  const requests = query.getAll('logoutRequest');
  const callbacks = query.getAll('callback');
  const [callback] = callbacks;
  const xml = requests.length === 1 ? unpackLogoutRequest(requests[0] ?? '') : undefined;
  const ticket = xml === undefined ? undefined : ticketToEnd(xml);
  if (ticket === undefined || callbacks.length > 1 || (callback !== undefined && !SCRIPT_NAME.test(callback))) {
    return plainAnswer('CAS_LOGOUT_REQUEST_INVALID');
  }
  await endSession(who, context, ticket);
  if (callback !== undefined) return scriptAnswer(callback);
  const relayState = query.get('RelayState');
  return relayState === null ? plainAnswer() : redirect(who.exchange, nextStop(context, relayState), []);
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
