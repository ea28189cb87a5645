import type { PubtktCredentials } from './credentials.js';

/**
 * A bounded memory of verified tickets by the cookie's raw value: a ticket seen before costs a lookup instead of a
 * signature. When it is full, the one that came first goes. Only genuine tickets come in, so strangers cannot fill it.
 */
export interface TicketMemory {
  get(value: string): PubtktCredentials | undefined;
  set(value: string, credentials: PubtktCredentials): void;
  /** Forgets all: their keys may have gone. */
  clear(): void;
}

/** @param maxEntries how many to remember; 0 remembers nothing */
export function ticketMemory(maxEntries: number): TicketMemory {
  const entries = new Map<string, PubtktCredentials>();
  return {
    get: (value) => entries.get(value),
    set(value, credentials) {
      if (maxEntries === 0) return;
      for (const oldest of entries.keys()) {
        if (entries.size < maxEntries) break;
        entries.delete(oldest);
      }
      entries.set(copyOf(value), credentials);
    },
    clear: () => entries.clear(),
  };
}

/** A slice of a header keeps the whole header in memory, other cookies included; a copy does not. */
function copyOf(value: string): string {
  return Buffer.from(value, 'latin1').toString('latin1');
}
