import { type ClientAnswer, type ClientCall, pushBounded } from '@who/dev-server';
import type { ResolvedOptions } from '../options.js';
import { toLocation } from '../service-url.js';
import type { ServiceTicket } from '../validation/tickets.js';
import { logoutRequestXml } from './logout-request.js';

/** A logout request that was sent to a service, and what came of it. */
export interface BackChannelPost extends ClientAnswer {
  readonly service: string;
  /** The ticket whose session is over: the request's `SessionIndex`. */
  readonly ticket: string;
}

/** Tells services that a session is over. */
export interface BackChannel {
  /** Resolves when every service has answered or had its time. Never rejects. */
  send(tickets: readonly ServiceTicket[]): Promise<void>;
  readonly posts: readonly BackChannelPost[];
}

const maxPosts = 1_000;

export function createBackChannel({ now, logger }: ResolvedOptions, call: ClientCall): BackChannel {
  const posts: BackChannelPost[] = [];

  async function post({ id, service }: ServiceTicket): Promise<void> {
    const body = new URLSearchParams({ logoutRequest: logoutRequestXml(id, now()) });
    const answer = await call(service, { method: 'POST', body });
    pushBounded(posts, { service, ticket: id, ...answer }, maxPosts);
    if (answer.problem) logger.warn(`Logout request to ${toLocation(service)} failed: ${answer.problem}`);
    else logger.debug(`Logout request to ${toLocation(service)}: ${answer.status}`);
  }

  return {
    posts,
    send: async (tickets) => void (await Promise.all(tickets.map(post))),
  };
}
