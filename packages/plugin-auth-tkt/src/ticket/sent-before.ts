import type { Exchange } from '@who/core';
import { makeRoom } from './make-room.js';
import type { TicketCredentials } from './ticket-credentials.js';

/** A `Cookie` header, the whole of it, and the ticket that is the first in it; `undefined` where none of the name is. */
export interface Sent {
  readonly header: string;
  readonly credentials: TicketCredentials | undefined;
}

/**
 * What came with which `Cookie` header: most clients send the same with each request. A connection keeps what it has sent
 * last; where there are none (Bun, Workers), the last headers with a ticket are kept for all. Nothing is where addresses
 * count: a layer may say for each request of a proxy's connection who is behind it.
 */
export interface SentBefore {
  get(header: string, exchange: Exchange): Sent | undefined;
  set(header: string, exchange: Exchange, credentials: TicketCredentials | undefined): void;
  /** For a ticket that has timed out. */
  delete(header: string): void;
}

/** @param maxEntries how many headers to keep for all; 0 keeps none */
export function sentBefore(includeIp: boolean, maxEntries: number): SentBefore {
  const last = Symbol('@who/plugin-auth-tkt');
  const recent = new Map<string, Sent>();

  function keep(sent: Sent): void {
    if (maxEntries === 0 || !sent.credentials) return;
    makeRoom(recent, maxEntries);
    recent.set(sent.header, sent);
  }

  return {
    get(header, exchange) {
      if (includeIp) return undefined;
      const { connection } = exchange;
      if (!connection) return recent.get(header);
      const sent = connection[last] as Sent | undefined;
      return sent?.header === header ? sent : undefined;
    },
    set(header, exchange, credentials) {
      if (includeIp || header.length > MAX_HEADER_LETTERS) return;
      const { connection } = exchange;
      if (connection) connection[last] = { header, credentials } satisfies Sent;
      else keep({ header, credentials });
    },
    delete: (header) => void recent.delete(header),
  };
}

/** With more, a header is looked through each time: so much, for each connection, is enough to keep. */
const MAX_HEADER_LETTERS = 4096;
