import { type ClientCall, type DevRequest, Refusal } from '@who/dev-server';
import type { FaultBox } from './faults/faults.js';
import type { Reply } from './http/reply.js';
import type { BackChannel } from './logout/back-channel.js';
import type { Errand, FrontChannel } from './logout/front-channel.js';
import type { ResolvedOptions } from './options.js';
import type { GrantingTickets } from './proxying/granting-tickets.js';
import type { ProxyRecord } from './proxying/proxy.js';
import type { ProxyCallback } from './proxying/proxy-callback.js';
import { parseService, toLocation } from './service-url.js';
import type { LoginTickets } from './sign-in/login-tickets.js';
import type { SsoSession, SsoSessions } from './sign-in/sessions.js';
import type { ServiceTicket, TicketRegistry } from './validation/tickets.js';
import type { ValidationRecord } from './validation/validate.js';

/** All that one server knows. Handlers get it beside the request, and nothing else keeps state. */
export interface CasContext {
  readonly options: ResolvedOptions;
  readonly tickets: TicketRegistry;
  readonly grantingTickets: GrantingTickets;
  readonly sessions: SsoSessions;
  readonly loginTickets: LoginTickets;
  readonly faults: FaultBox;
  readonly callService: ClientCall;
  readonly backChannel: BackChannel;
  readonly frontChannel: FrontChannel;
  readonly proxyCallbacks: ProxyCallback[];
  readonly proxyRequests: ProxyRecord[];
  readonly validations: ValidationRecord[];
}

/** Answers one method at one path. */
export type Handler = (request: DevRequest, context: CasContext) => Reply | Promise<Reply>;

/** The cookie that holds a single sign-on session: CAS calls it the ticket-granting cookie. */
export const sessionCookie = 'TGC';

/** The session of the browser that asks. */
export function sessionOf(request: DevRequest, { sessions }: CasContext): SsoSession | undefined {
  return sessions.find(request.cookie(sessionCookie));
}

/** `Set-Cookie` for a session, or for none any more. */
export function setSessionCookie(value: string | undefined, { options }: CasContext): readonly [string, string] {
  const attributes = `Path=${options.basePath || '/'}; HttpOnly; SameSite=Lax${options.tls ? '; Secure' : ''}`;
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

/**
 * Ends a session here, and tells every service that it was used for by the back channel.
 *
 * @returns what is left for the browser to tell
 */
export async function endSession(session: SsoSession, context: CasContext): Promise<readonly Errand[]> {
  const { sessions, backChannel, options } = context;
  sessions.end(session);
  options.logger.debug(`${session.userid} signed out`);
  const posts: ServiceTicket[] = [];
  const errands: Errand[] = [];
  for (const ticket of session.signedIn) {
    const url = parseService(ticket.service);
    const way = url && options.serviceAllowed(url) ? options.logoutChannel(url) : 'none';
    if (way === 'back-channel') posts.push(ticket);
    else if (way !== 'none') errands.push({ ticket, way });
  }
  await backChannel.send(posts);
  return errands;
}

/** The same, where there is no browser to send round. */
export async function endSessionUnseen(session: SsoSession, context: CasContext): Promise<void> {
  for (const { ticket } of await endSession(session, context)) {
    context.options.logger.warn(`Nobody told ${toLocation(ticket.service)}: it is told by browsers only`);
  }
}
