import { setBounded } from '@who/dev-server';
import { newId } from '../ids.js';

/** Marks each login form, so that no other page can sign a browser in and no form is sent twice. */
export interface LoginTickets {
  issue(): string;
  /** Whether this one was issued a short while ago and not used yet. It is used up now. */
  take(id: string | undefined): boolean;
}

const maxForms = 1_000;
const lifetimeMs = 10 * 60_000;

export function createLoginTickets(now: () => number): LoginTickets {
  const issuedAtMs = new Map<string, number>();
  return {
    issue() {
      const id = newId('LT');
      setBounded(issuedAtMs, id, now(), maxForms);
      return id;
    },
    take(id) {
      const issued = id === undefined ? undefined : issuedAtMs.get(id);
      if (id === undefined || issued === undefined) return false;
      issuedAtMs.delete(id);
      return now() - issued <= lifetimeMs;
    },
  };
}
