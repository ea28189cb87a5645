import type { Logger } from '@who/core';
import { ldapError, PLUGIN, passing, withoutAsking } from '../errors.js';
import type { Address } from '../wire/dial.js';
import { Failure, type FailureKind } from '../wire/failure.js';
import { Busy } from '../wire/pool.js';
import { type Purpose, ping, type Server, type ServerSettings, server, type Work } from './server.js';

/** The servers as one: the first of them that is up answers. */
export interface Directory {
  /**
   * @param logger is told when a server goes down
   * @throws {WhoError} LDAP_UNAVAILABLE, LDAP_TIMEOUT, LDAP_BUSY, LDAP_ACCOUNT_REFUSED, LDAP_CLOSED, and what the work
   *   throws
   */
  ask<T>(purpose: Purpose, work: Work<T>, logger?: Logger): Promise<T>;
  close(): void;
}

export function directory(addresses: readonly Address[], settings: ServerSettings): Directory {
  const servers = addresses.map((address) => server(address, settings));
  const toldOf = new WeakSet<Failure>();
  let isClosed = false;

  /** Those that are up, in order. While there are none, those that may be tried again; the others fail at once. */
  function candidates(logger: Logger | undefined): readonly Server[] {
    const up = servers.filter(({ trouble }) => trouble === undefined);
    if (up.length === servers.length) return up;
    const due = servers.filter((one) => one.trouble && one.mayBeTried());
    if (up.length === 0) return due;
    // Nobody waits to learn whether a server is back while another one can answer.
    for (const one of due) probe(one, logger);
    return up;
  }

  /** Finds out beside it all whether a server answers. One at a time: the next is refused meanwhile. */
  function probe(one: Server, logger: Logger | undefined): void {
    if (!isClosed) attempt(one, 'probes', ping, logger).catch(() => {});
  }

  /** @throws {Failure} where another server may know better */
  async function attempt<T>(one: Server, purpose: Purpose, work: Work<T>, logger: Logger | undefined): Promise<T> {
    const halfMs = settings.timeoutMs / 2;
    const halfTimeMs = performance.now() + halfMs;
    // What takes so long may be this question's fault, and then the server answers another until the time is over.
    const doubts = purpose === 'probes' ? undefined : setTimeout(() => probe(one, logger), halfMs).unref();
    try {
      const answer = await one.use(purpose, work);
      one.answered();
      return answer;
    } catch (error) {
      if (error instanceof Busy) throw passing('LDAP_BUSY', `${error.message} See "maxConnections".`);
      if (!(error instanceof Failure)) {
        one.answered();
        throw error;
      }
      if (error.kind === 'late' && one.hasAnsweredSince(halfTimeMs - CLOCK_MS)) {
        throw passing('LDAP_TIMEOUT', `${one.name} answers, but not to this in time; see "timeoutMs".`);
      }
      judge(one, purpose, error, logger);
      throw error;
    } finally {
      clearTimeout(doubts);
    }
  }

  /** What a failure says about the server: nothing yet where it may be about one user, or about the account. */
  function judge(one: Server, purpose: Purpose, failure: Failure, logger: Logger | undefined): void {
    if (isClosed) return;
    if (failure.kind === 'account') {
      if (logger && !toldOf.has(failure)) {
        toldOf.add(failure);
        logger.warn(`[${PLUGIN}] ${one.name} cannot look people up: ${failure.message}.`);
      }
      if (one.trouble) probe(one, logger);
    } else if (purpose !== 'probes' && ABOUT_ONE.includes(failure.kind)) {
      probe(one, logger);
    } else if (one.failed(failure)) {
      logger?.warn(`[${PLUGIN}] ${one.name} is left alone: ${failure.message}.`);
    }
  }

  function unavailable(failures: ReadonlyMap<Server, Failure>): Error {
    if (isClosed) return closed();
    const reasons = servers.map((one) => ({ name: one.name, failure: failures.get(one) ?? one.trouble }));
    const texts = reasons.map(({ name, failure }) => `${name}: ${failure?.message ?? 'in use again'}`).join('; ');
    const isAccount = reasons.some(({ failure }) => failure?.kind === 'account');
    return isAccount
      ? passing('LDAP_ACCOUNT_REFUSED', `No server can look people up (${texts}): see "bindDn" and "bindPassword".`)
      : passing('LDAP_UNAVAILABLE', `No server can answer (${texts}).`);
  }

  return {
    async ask(purpose, work, logger) {
      if (isClosed) throw closed();
      const failures = new Map<Server, Failure>();
      for (const one of candidates(logger)) {
        try {
          return await attempt(one, purpose, work, logger);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          failures.set(one, error);
        }
      }
      throw failures.size === 0 ? withoutAsking(unavailable(failures)) : unavailable(failures);
    },
    close() {
      isClosed = true;
      for (const one of servers) one.close();
    },
  };
}

/** Failures that one user's entry or password can bring about, with a server that answers all others. */
const ABOUT_ONE: readonly FailureKind[] = ['lost', 'protocol', 'unready'];

/** A timer may come so much too early. */
const CLOCK_MS = 2;

const closed = (): Error => ldapError('LDAP_CLOSED', 'The plugin has been closed.', { status: 503 });
