import type { Ledger } from '../counting/ledger.js';
import { FREE } from '../counting/tally.js';

/** Lets everybody try, and counts nothing. */
export const OPEN_LEDGER: Ledger = {
  begin: (keys) => ({ keys, taken: { own: FREE, address: FREE, user: FREE }, familiarMs: 0 }),
  succeeded: () => undefined,
  released: () => undefined,
  waiting: () => undefined,
  isClean: () => true,
  pardon: () => undefined,
};
