import { setBounded } from '@who/dev-server';
import { newId } from '../ids.js';
import type { SsoSession } from '../sign-in/sessions.js';

/** A service ticket or a proxy ticket as it was issued. */
export interface ServiceTicket {
  readonly id: string;
  /** The service URL, exactly as it was asked for. */
  readonly service: string;
  readonly userid: string;
  /** Whether a password was given for this very ticket, as `renew` demands. */
  readonly fromNewLogin: boolean;
  /** The proxies that asked for it, the most recent first, by their callback URLs. Empty for a service ticket. */
  readonly proxies: readonly string[];
  /** When the password was given. Milliseconds since 1970. */
  readonly authenticatedAtMs: number;
  /** Milliseconds since 1970. */
  readonly issuedAtMs: number;
}

/** What {@link TicketRegistry.take} says of a ticket. */
export type TakenTicket =
  | { readonly state: 'valid'; readonly ticket: ServiceTicket; readonly session: SsoSession }
  | { readonly state: 'unknown' | 'used' | 'expired' | 'signed-out' };

/** Issues tickets, and takes each one once. */
export interface TicketRegistry {
  issue(session: SsoSession, of: Pick<ServiceTicket, 'service' | 'fromNewLogin' | 'proxies'>): ServiceTicket;
  /** Uses a ticket up, whatever comes of it. */
  take(id: string): TakenTicket;
  /** The last thousand tickets issued, oldest first, used ones too. */
  list(): readonly ServiceTicket[];
}

/** Used tickets stay known for a while, so that the answer can say why a ticket is refused. */
interface Entry {
  readonly ticket: ServiceTicket;
  readonly session: SsoSession;
  used: boolean;
}

const maxTickets = 1_000;

export function createTicketRegistry(lifetimeSeconds: number, now: () => number): TicketRegistry {
  const entries = new Map<string, Entry>();

  return {
    issue(session, { service, fromNewLogin, proxies }) {
      const { userid, authenticatedAtMs } = session;
      const id = newId(proxies.length > 0 ? 'PT' : 'ST');
      const ticket = { id, service, userid, fromNewLogin, proxies, authenticatedAtMs, issuedAtMs: now() };
      setBounded(entries, id, { ticket, session, used: false }, maxTickets);
      return ticket;
    },
    take(id) {
      const entry = entries.get(id);
      if (!entry) return { state: 'unknown' };
      if (entry.used) return { state: 'used' };
      entry.used = true;
      if (now() - entry.ticket.issuedAtMs > lifetimeSeconds * 1_000) return { state: 'expired' };
      if (entry.session.ended) return { state: 'signed-out' };
      return { state: 'valid', ticket: entry.ticket, session: entry.session };
    },
    list: () => Array.from(entries.values(), ({ ticket }) => ticket),
  };
}
