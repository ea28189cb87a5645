import { chain, type Exchange, type MaybePromise, WhoError } from '@who/core';
import type { CasContext } from '../context.js';
import type { CasTicketCredentials } from '../credentials.js';
import { type CasErrorCode, PACKAGE } from '../errors.js';
import type { CasSuccess } from '../protocol/outcome.js';
import { casUserdata } from '../userdata.js';
import type { SessionKeeper } from './cas-sessions.js';
import { sessionIdOf } from './session-id.js';

/**
 * Notes that a ticket has begun a session, before anybody remembers it; once, however often the engine asks who it is.
 *
 * @returns what is to be remembered with the identity; nothing where a logout at CAS has ended the session already
 * @throws {WhoError} CAS_SESSIONS_NOT_ASKED, CAS_SESSION_STORE_FAILED
 */
export function beginSession(
  exchange: Exchange,
  context: CasContext,
  { ticket, renew: renewed }: CasTicketCredentials,
  outcome: CasSuccess,
): MaybePromise<string | undefined> {
  const { casUrl, sessions } = context.settings;
  const name = context.nameIn(exchange);
  if (!sessions) return casUserdata(name, { renewed });
  if (!sessions.isAsked()) throw notAsked();

  const sessionId = sessionIdOf(casUrl, ticket);
  const userdata = casUserdata(name, { renewed, sessionId });
  const { scratch } = exchange;
  const begun = scratch.has(outcome)
    ? (scratch.get(outcome) as MaybePromise<boolean>)
    : begin(exchange, context, sessions, sessionId, outcome);
  scratch.set(outcome, begun);
  return chain(begun, (isAlive) => (isAlive ? userdata : undefined));
}

/** Whether the session that an answer has begun was ended at once. */
export function isOverAlready(exchange: Exchange, outcome: CasSuccess): MaybePromise<boolean> {
  return chain(exchange.scratch.get(outcome) as MaybePromise<boolean | undefined>, (isAlive) => isAlive === false);
}

function begin(
  exchange: Exchange,
  { granting }: CasContext,
  sessions: SessionKeeper,
  sessionId: string,
  { user, pgtIou }: CasSuccess,
): MaybePromise<boolean> {
  if (!granting) return sessions.begin(sessionId, { userid: user });
  return chain(pgtIou === undefined ? undefined : granting.claim(pgtIou, sessionId), (grantingTicket) => {
    if (grantingTicket === undefined) {
      const reason = pgtIou === undefined ? 'CAS granted none' : 'it was not delivered';
      exchange.logger.warn(`[${PACKAGE}] A sign-in has no proxy-granting ticket: ${reason}.`);
    }
    return sessions.begin(sessionId, { userid: user, grantingTicket });
  });
}

function notAsked(): WhoError<CasErrorCode> {
  return new WhoError('Nobody asks which sessions are over: give "isRevoked" of the sessions to the rememberer.', {
    code: 'CAS_SESSIONS_NOT_ASKED',
    plugin: PACKAGE,
  });
}
