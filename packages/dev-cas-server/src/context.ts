import type { BackChannel } from './back-channel.js';
import type { FaultBox } from './faults.js';
import type { LoginTickets } from './login-tickets.js';
import type { ResolvedOptions } from './options.js';
import type { Reply } from './reply.js';
import { type CasRequest, Refusal } from './request.js';
import { parseService } from './service-url.js';
import type { SsoSession, SsoSessions } from './sessions.js';
import type { TicketRegistry } from './tickets.js';
import type { ValidationRecord } from './validate.js';

/** All that one server knows. Handlers get it beside the request, and nothing else keeps state. */
export interface CasContext {
  readonly options: ResolvedOptions;
  readonly tickets: TicketRegistry;
  readonly sessions: SsoSessions;
  readonly loginTickets: LoginTickets;
  readonly faults: FaultBox;
  readonly backChannel: BackChannel;
  readonly validations: ValidationRecord[];
}

/** Answers one method at one path. */
export type Handler = (request: CasRequest, context: CasContext) => Reply | Promise<Reply>;

/** The cookie that holds a single sign-on session: CAS calls it the ticket-granting cookie. */
export const sessionCookie = 'TGC';

/** The session of the browser that asks. */
export function sessionOf(request: CasRequest, { sessions }: CasContext): SsoSession | undefined {
  return sessions.find(request.cookie(sessionCookie));
}

/** `Set-Cookie` for a session, or for none any more. */
export function setSessionCookie(value: string | undefined, { options }: CasContext): readonly [string, string] {
  const attributes = `Path=${options.basePath || '/'}; HttpOnly; SameSite=Lax`;
  return ['Set-Cookie', `${sessionCookie}=${value ?? ''}; ${value ? '' : 'Max-Age=0; '}${attributes}`];
}

/** Whether a service may be sent tickets and browsers. */
export function isAllowed(service: string, { options }: CasContext): boolean {
  const url = parseService(service);
  return url !== undefined && options.serviceAllowed(url);
}

/** @throws {Refusal} 400 when it is no http or https URL, 403 when `serviceAllowed` says no */
export function requireAllowed(service: string, context: CasContext): void {
  if (!parseService(service)) throw new Refusal(400, 'The service has to be an absolute http or https URL.');
  if (!isAllowed(service, context)) throw new Refusal(403, `The service ${service} may not use this server.`);
}

/** Ends a session here and at every service that it was used for. */
export async function endSession(session: SsoSession, { sessions, backChannel, options }: CasContext): Promise<void> {
  sessions.end(session);
  options.logger.debug(`${session.userid} signed out`);
  await backChannel.send(session.signedIn);
}
