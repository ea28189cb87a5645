import { isPromise } from '@who/core';
import { PresenceFilter } from 'ldapts';
import { type Connection, connectionOn } from '../wire/connection.js';
import { type Address, dial, type LdapTls } from '../wire/dial.js';
import { Failure } from '../wire/failure.js';
import { type Open, type Pool, pool } from '../wire/pool.js';
import { type Account, asAccount } from './account.js';
import { isUnready, unexpected } from './results.js';

/** What is done on a connection that nobody else uses meanwhile. It may be done again on another one. */
export type Work<T> = (connection: Connection, untilMs: number) => Promise<T>;

/**
 * `checks` become the users whose passwords are checked; `lookups` belong to the account that looks people up; `probes`
 * are nobody's, and find out whether a server answers at all.
 */
export type Purpose = 'checks' | 'lookups' | 'probes';

export interface ServerSettings {
  readonly tls: LdapTls;
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly maxQueued: number;
  /** Who looks people up; without one, nobody in particular does. */
  readonly account: Account | undefined;
}

/** One server and its connections. While it is in trouble it is left alone. */
export interface Server {
  readonly name: string;
  /** Why it is left alone; `undefined` while it is not. */
  readonly trouble: Failure | undefined;
  /** Whether one that is in trouble may be tried again. From then on it may not, until that try has ended. */
  mayBeTried(): boolean;
  /** @throws {Failure | Busy}, and what the work throws */
  use<T>(purpose: Purpose, work: Work<T>): Promise<T>;
  /** Whether it has answered anybody since. */
  hasAnsweredSince(ms: number): boolean;
  answered(): void;
  /** It is left alone for a while. @returns whether that is news */
  failed(failure: Failure): boolean;
  close(): void;
}

export function server(address: Address, settings: ServerSettings): Server {
  const { tls, timeoutMs, maxConnections, maxQueued, account } = settings;
  let trouble: Failure | undefined;
  let nextTryMs = 0;
  let answeredMs = Number.NEGATIVE_INFINITY;

  const open: Open = async (untilMs, givenUp, lost) => connectionOn(await dial(address, tls, untilMs, givenUp), lost);

  function answered(): void {
    answeredMs = performance.now();
    trouble = undefined;
  }

  const pools: Readonly<Record<Purpose, Pool>> = {
    checks: pool(open, maxConnections, maxQueued),
    lookups: pool(account ? asAccount(open, account, answered) : open, maxConnections, maxQueued),
    probes: pool(open, 1, 0),
  };

  return {
    name: address.name,
    get trouble() {
      return trouble;
    },
    mayBeTried() {
      const now = performance.now();
      if (now < nextTryMs) return false;
      nextTryMs = now + timeoutMs + PAUSE_MS;
      return true;
    },
    async use(purpose, work) {
      const untilMs = performance.now() + timeoutMs;
      for (;;) {
        const taken = pools[purpose].take(untilMs);
        const { connection, isFresh, giveBack } = isPromise(taken) ? await taken : taken;
        try {
          return await work(connection, untilMs);
        } catch (error) {
          if (isFresh || !(error instanceof Failure) || error.kind !== 'lost') throw error;
          // The server has ended it while nobody looked, and with it most likely the others.
          pools[purpose].empty();
        } finally {
          giveBack();
        }
      }
    },
    hasAnsweredSince: (ms) => answeredMs > ms,
    answered,
    failed(failure) {
      const isNews = trouble === undefined;
      trouble = failure;
      nextTryMs = performance.now() + PAUSE_MS;
      for (const one of Object.values(pools)) {
        one.empty();
        one.refuse(failure);
      }
      return isNews;
    },
    close() {
      for (const one of Object.values(pools)) one.close();
    },
  };
}

/** Any entry's presence, the cheapest question there is. Whatever else a server says to it, it answers. */
export const ping: Work<void> = async (connection, untilMs) => {
  const filter = new PresenceFilter({ attribute: 'objectClass' });
  const search = { baseDn: '', scope: 'base', filter, attributes: ['1.1'], sizeLimit: 1 } as const;
  const { result } = await connection.search(search, untilMs);
  if (isUnready(result.code)) throw unexpected(result, 'A question');
};

const PAUSE_MS = 1000;
