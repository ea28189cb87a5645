import type { Logger } from '@who/core';
import { ldapError, PLUGIN, passing } from '../errors.js';
import type { Address } from '../wire/dial.js';
import { Failure } from '../wire/failure.js';
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
  let isClosed = false;

  /** Those that are up, in order. While there are none, those that may be tried again; the others fail at once. */
  function candidates(logger: Logger | undefined): readonly Server[] {
    const up = servers.filter(({ trouble }) => trouble === undefined);
    if (up.length === servers.length) return up;
    const due = servers.filter((one) => one.trouble && one.mayBeTried());
    if (up.length === 0) return due;
    // Nobody waits to learn whether a server is back while another one can answer.
    for (const one of due) attempt(one, 'lookups', ping, logger).catch(() => {});
    return up;
  }

  /** @throws {Failure} where another server may know better */
  async function attempt<T>(one: Server, purpose: Purpose, work: Work<T>, logger: Logger | undefined): Promise<T> {
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
      if (error.kind === 'late' && one.hasAnsweredSince(performance.now() - settings.timeoutMs / 2)) {
        throw passing('LDAP_TIMEOUT', `${one.name} answers, but not to this in time; see "timeoutMs".`);
      }
      if (one.failed(error) && !isClosed) logger?.warn(`[${PLUGIN}] ${one.name} is left alone: ${error.message}.`);
      throw error;
    }
  }

  function unavailable(): Error {
    if (isClosed) return closed();
    const troubles = servers.map(({ name, trouble }) => `${name}: ${trouble?.message ?? 'in use again'}`).join('; ');
    const isAccount = servers.some(({ trouble }) => trouble?.kind === 'account');
    return passing(isAccount ? 'LDAP_ACCOUNT_REFUSED' : 'LDAP_UNAVAILABLE', `No server can answer (${troubles}).`);
  }

  return {
    async ask(purpose, work, logger) {
      if (isClosed) throw closed();
      for (const one of candidates(logger)) {
        try {
          return await attempt(one, purpose, work, logger);
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
        }
      }
      throw unavailable();
    },
    close() {
      isClosed = true;
      for (const one of servers) one.close();
    },
  };
}

const closed = (): Error => ldapError('LDAP_CLOSED', 'The plugin has been closed.', { status: 503 });
