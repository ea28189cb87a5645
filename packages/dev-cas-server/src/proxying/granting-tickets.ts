import { setBounded } from '@who/dev-server';
import { newId } from '../ids.js';
import type { SsoSession } from '../sign-in/sessions.js';

/** What a service may get proxy tickets with, as often as it likes, while the user's session lasts. */
export interface GrantingTicket {
  readonly id: string;
  /** What stands for it in the answer to the validation. */
  readonly iou: string;
  readonly session: SsoSession;
  /** Callback URLs of the service that holds it and of the proxies before it, the most recent first. */
  readonly proxies: readonly string[];
}

/** The proxy-granting tickets. */
export interface GrantingTickets {
  /** A ticket that is good for nothing until it is kept: its owner has to take it first. */
  make(session: SsoSession, proxies: readonly string[]): GrantingTicket;
  keep(ticket: GrantingTicket): void;
  /** The session it belongs to may have ended. */
  find(id: string): GrantingTicket | undefined;
}

const maxGrantingTickets = 1_000;

export function createGrantingTickets(): GrantingTickets {
  const tickets = new Map<string, GrantingTicket>();
  return {
    make: (session, proxies) => ({ id: newId('PGT'), iou: newId('PGTIOU'), session, proxies }),
    keep: (ticket) => setBounded(tickets, ticket.id, ticket, maxGrantingTickets),
    find: (id) => tickets.get(id),
  };
}
