import { chain, type Exchange, type MaybePromise } from '@who/core';
import type { KeyRing } from '../keys/key-ring.js';
import type { Settings } from '../options/settings.js';
import { type TicketVerifier, ticketVerifier } from './ticket-verifier.js';

/** The keys in force, and the verifier that goes by them. With other keys, nothing counts that was verified before. */
export interface Current {
  readonly keys: KeyRing;
  readonly verifier: TicketVerifier;
}

/**
 * Finds what is in force: at once, but for the first time where a function takes its time.
 *
 * @param self stands for the plugin
 * @throws {WhoError} TICKET_NO_SECRETS, by what it returns
 */
export function currentVerifier(settings: Settings, self: symbol): (exchange: Exchange) => MaybePromise<Current> {
  const { keys: source } = settings;
  let current: Current | undefined;

  function of(keys: KeyRing): Current {
    if (keys !== current?.keys) current = { keys, verifier: ticketVerifier(keys, settings, self) };
    return current;
  }

  return (exchange) => {
    if (source.isFixed && current) return current;
    return chain(source.get(exchange.now(), exchange.logger), of);
  };
}
