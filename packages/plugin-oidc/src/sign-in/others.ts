import type { Exchange, Plugin } from '@who/core';

/** Whether an application has people signed in by other providers, too. */
export type HasOthers = (exchange: Exchange) => boolean;

/**
 * Notes a plugin, to be found by others. Which of them belong to one application, its engine says.
 *
 * @param self the plugin, which is still to be made
 */
export function others(self: () => Plugin, issuer: string): HasOthers {
  const own: Made = { self, issuer };
  const reference = new WeakRef(own);
  made.add(reference);
  return (exchange) => {
    for (const other of made) {
      const found = other.deref();
      if (!found) made.delete(other);
      else if (found.issuer !== own.issuer && exchange.nameOf(found.self()) !== undefined) return true;
    }
    return false;
  };
}

interface Made {
  readonly self: () => Plugin;
  readonly issuer: string;
}

/** Of all applications in this process. They do not keep what nobody else does. */
const made = new Set<WeakRef<Made>>();
