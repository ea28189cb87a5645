import { type SignOuts, signOuts } from '@who/cookies';
import { chain, type Exchange, type MaybePromise } from '@who/core';
import { PACKAGE } from './errors.js';
import type { AuthPubtktOptions } from './options.js';
import type { PubtktCredentials } from './ticket/credentials.js';
import type { Doubt, TicketVerifier } from './ticket/verifier.js';

/** What is to be seen of a request's tickets; the same however often it is asked for. */
export interface TicketSight {
  of(exchange: Exchange): Sight;
  readonly gone: SignOuts;
}

export interface Sight {
  /** The ticket that counts, or why there is none. */
  readonly seen: MaybePromise<PubtktCredentials | Doubt>;
  /** When it was looked at, among the sign-outs. */
  readonly moment: number;
}

export function ticketSight(verifier: TicketVerifier, isRevoked: AuthPubtktOptions['isRevoked']): TicketSight {
  const gone = signOuts();
  const key = Symbol(PACKAGE);

  function look(exchange: Exchange): MaybePromise<PubtktCredentials | Doubt> {
    return chain(verifier.first(exchange), (first) => {
      if (!isRevoked || typeof first === 'string') return told(first, exchange);
      return chain(verifier.all(exchange), (all) =>
        chain(firstUnrevoked(all, isRevoked), (seen) => told(seen, exchange)),
      );
    });
  }

  return {
    gone,
    of(exchange) {
      const known = exchange.scratch.get(key) as Sight | undefined;
      if (known) return known;
      const sight = { moment: gone.now(), seen: look(exchange) };
      exchange.scratch.set(key, sight);
      return sight;
    },
  };
}

/** Says in the log why a ticket does not count, in harmless words. */
function told(seen: PubtktCredentials | Doubt, { logger }: Exchange): PubtktCredentials | Doubt {
  const isRefused = typeof seen === 'string' && seen !== 'PUBTKT_MISSING';
  if (isRefused) logger.debug(`[${PACKAGE}] A ticket does not count: ${seen}.`);
  return seen;
}

function firstUnrevoked(
  tickets: readonly PubtktCredentials[],
  isRevoked: NonNullable<AuthPubtktOptions['isRevoked']>,
): MaybePromise<PubtktCredentials | Doubt> {
  const [first, ...others] = tickets;
  if (!first) return 'PUBTKT_REVOKED';
  return chain(isRevoked(first.ticket), (revoked) => (revoked === false ? first : firstUnrevoked(others, isRevoked)));
}
