import type { OptionNames } from '@who/core';
import { createClientCall, type KnownUser, listen, requireKnownNames } from '@who/dev-server';
import { type CasContext, endSessionUnseen } from './context.js';
import { DevCasServerError, fail } from './errors.js';
import { createFaults, type Faults } from './faults/faults.js';
import { createCasListener } from './http/respond.js';
import { type BackChannelPost, createBackChannel } from './logout/back-channel.js';
import { createFrontChannel, type FrontChannelRequest } from './logout/front-channel.js';
import { type DevCasServerOptions, resolveOptions } from './options.js';
import { createGrantingTickets } from './proxying/granting-tickets.js';
import type { ProxyRecord } from './proxying/proxy.js';
import type { ProxyCallback } from './proxying/proxy-callback.js';
import { parseService } from './service-url.js';
import { createLoginTickets } from './sign-in/login-tickets.js';
import { createSsoSessions } from './sign-in/sessions.js';
import { createTicketRegistry, type ServiceTicket } from './validation/tickets.js';
import type { ValidationRecord } from './validation/validate.js';

/** What {@link DevCasServer.issueTicket} needs to know. */
export interface TicketRequest {
  readonly userid: string;
  readonly service: string;
  /** Whether the user has just given a password, as `renew` demands. @default true, false for a proxy ticket */
  readonly fromNewLogin?: boolean | undefined;
  /**
   * Callback URLs of the proxies that the ticket comes through, the most recent first. With any, it is a proxy
   * ticket. @default []
   */
  readonly proxies?: readonly string[] | undefined;
}

const ticketRequestNames = {
  userid: true,
  service: true,
  fromNewLogin: true,
  proxies: true,
} satisfies OptionNames<TicketRequest>;

/** A running server. */
export interface DevCasServer {
  /** Base URL without a trailing slash, e.g. `http://127.0.0.1:3001/cas`. */
  readonly url: string;
  readonly port: number;
  /** With `tls: true`, the certificate that clients have to trust, as PEM: the authority of this server alone. */
  readonly ca: string | undefined;
  readonly users: readonly KnownUser[];
  /** Makes things go wrong on purpose. */
  readonly faults: Faults;
  /** The last thousand service and proxy tickets, oldest first, used ones too. */
  readonly tickets: readonly ServiceTicket[];
  /** The last thousand validations that were asked for, oldest first. */
  readonly validations: readonly ValidationRecord[];
  /** The last thousand logout requests that were sent to services, oldest first. */
  readonly backChannelPosts: readonly BackChannelPost[];
  /** The last thousand logout requests that browsers were to take to services, oldest first. */
  readonly frontChannelRequests: readonly FrontChannelRequest[];
  /** The last thousand calls to proxy callbacks, oldest first. */
  readonly proxyCallbacks: readonly ProxyCallback[];
  /** The last thousand proxy tickets that were asked for, oldest first. */
  readonly proxyRequests: readonly ProxyRecord[];
  /**
   * Signs a user in without a browser, for tests, and returns a ticket for the service.
   *
   * @throws {DevCasServerError} BAD_OPTION when there is no such user, or the service is no http or https URL
   */
  issueTicket(request: TicketRequest): string;
  /**
   * Signs everybody out, or one user, as `/logout` would, without a browser. Resolves when the services have been
   * told that are told by the back channel.
   */
  endSessions(userid?: string): Promise<void>;
  /** Ends the server, its connections and everything that is pending, at once. */
  close(): Promise<void>;
}

/**
 * Starts a CAS server for development, demos and tests.
 *
 * @throws {DevCasServerError} BAD_OPTION, EADDRINUSE, IN_PRODUCTION, LISTEN_FAILED, NOT_LOOPBACK
 * @example
 * const server = await startDevCasServer();
 * console.log(server.url);
 * await server.close();
 */
export async function startDevCasServer(options: DevCasServerOptions = {}): Promise<DevCasServer> {
  const resolved = resolveOptions(options);
  const { now, basePath, users } = resolved;
  const closing = new AbortController();
  const callService = createClientCall(resolved.backChannelTimeoutMs, closing.signal);
  const context: CasContext = {
    options: resolved,
    tickets: createTicketRegistry(resolved.ticketLifetimeSeconds, now),
    sessions: createSsoSessions(resolved.sessionLifetimeSeconds, now),
    loginTickets: createLoginTickets(now),
    faults: createFaults(`${basePath}/login`),
    grantingTickets: createGrantingTickets(),
    callService,
    backChannel: createBackChannel(resolved, callService),
    frontChannel: createFrontChannel(resolved),
    validations: [],
    proxyCallbacks: [],
    proxyRequests: [],
  };
  const { port, origin, close } = await listen(createCasListener(context), resolved, fail);

  return {
    url: origin + basePath,
    port,
    ca: resolved.tls?.ca,
    users: [...users.values()],
    faults: context.faults,
    validations: context.validations,
    backChannelPosts: context.backChannel.posts,
    frontChannelRequests: context.frontChannel.requests,
    proxyCallbacks: context.proxyCallbacks,
    proxyRequests: context.proxyRequests,
    get tickets() {
      return context.tickets.list();
    },
    issueTicket(request) {
      requireKnownNames('request', request, ticketRequestNames, fail);
      const { userid, service, proxies = [], fromNewLogin = proxies.length === 0 } = request;
      if (!users.has(userid)) throw new DevCasServerError('BAD_OPTION', `There is no user "${userid}".`);
      if (!parseService(service)) throw new DevCasServerError('BAD_OPTION', `No http or https URL: "${service}".`);
      return context.tickets.issue(context.sessions.start(userid), { service, fromNewLogin, proxies }).id;
    },
    async endSessions(userid) {
      const ending = context.sessions.list().filter((session) => userid === undefined || session.userid === userid);
      await Promise.all(ending.map((session) => endSessionUnseen(session, context)));
    },
    close() {
      closing.abort(new Error('the server closed'));
      return close();
    },
  };
}
