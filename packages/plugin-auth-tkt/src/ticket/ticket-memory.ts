import { VERSION } from '../who1/who1-key.js';
import { makeRoom } from './make-room.js';
import { freezeTicket } from './ticket.js';
import type { TicketCredentials } from './ticket-credentials.js';

/**
 * A bounded memory of verified tickets by the cookie's raw value: a ticket seen before costs a lookup instead of two
 * hashes. When it is full, the one that came first goes. Only genuine tickets come in, so strangers cannot fill it; and
 * only when they come again: where a server's users are too many to remember, to keep each for nothing, and to drop it
 * again, would cost more than the hashes.
 */
export interface TicketMemory {
  get(value: string): TicketCredentials | undefined;
  set(value: string, credentials: TicketCredentials): void;
  delete(value: string): void;
}

/** @param maxEntries how many to remember; 0 remembers nothing */
export function ticketMemory(maxEntries: number): TicketMemory {
  /** By marks: to hash a whole value would cost half as much as to verify it. Of two with the same, one is kept. */
  const entries = new Map<number, Entry>();
  /** Marks of tickets that have come once; a newer one takes an older one's place. */
  const once = new Int32Array(Math.min(4 * maxEntries, MAX_MARKS));
  return {
    get(value) {
      const entry = entries.get(markOf(value));
      return entry?.value === value ? entry.credentials : undefined;
    },
    set(value, credentials) {
      if (maxEntries === 0) return;
      const mark = markOf(value);
      const place = (mark >>> 0) % once.length;
      if (once[place] !== mark) {
        once[place] = mark;
        return;
      }
      makeRoom(entries, maxEntries);
      // From now on, many requests have the same one.
      freezeTicket(credentials.ticket);
      entries.set(mark, { value: copyOf(value), credentials: Object.freeze(credentials) });
    },
    delete(value) {
      const mark = markOf(value);
      if (entries.get(mark)?.value === value) entries.delete(mark);
    },
  };
}

interface Entry {
  readonly value: string;
  readonly credentials: TicketCredentials;
}

const MAX_MARKS = 65_536;

/** Tells tickets apart by a part of their digests or MACs; two that have the same mark cost a hash, no more. */
function markOf(value: string): number {
  const start = value.startsWith(VERSION) ? macIn(value) : 0;
  let mark = 1;
  for (let i = start; i < start + 12; i++) mark = (Math.imul(mark, 31) + value.charCodeAt(i)) | 0;
  return mark;
}

/** Where the last letters of a MAC begin: at the end, or before the address that stands behind a blank. */
function macIn(value: string): number {
  const end = value.indexOf(' ');
  return (end === -1 ? value.length : end) - 12;
}

/** A slice of a header keeps the whole header in memory, other cookies included; a copy does not. */
function copyOf(value: string): string {
  return Buffer.from(value, 'latin1').toString('latin1');
}
