import type { MaybePromise } from '@who/core';
import type { Connection } from './connection.js';
import { Failure } from './failure.js';

/** Connections to one server, each for one user at a time. */
export interface Pool {
  /**
   * A connection of one's own until it is given back. One that has been used before may turn out to be lost.
   *
   * @throws {Failure}, and {Busy} where too many wait already
   */
  take(untilMs: number): MaybePromise<Taken>;
  /** Has nobody wait for a server that is down. */
  refuse(failure: Failure): void;
  /** Closes all that are idle. */
  empty(): void;
  close(): void;
}

export interface Taken {
  readonly connection: Connection;
  readonly isFresh: boolean;
  giveBack(): void;
}

/** As many are waiting as may. */
export class Busy extends Error {
  override readonly name = 'LdapBusy';
}

/** Makes a connection, in time and unless it is given up, and says later when it is lost. */
export type Open = (untilMs: number, givenUp: AbortSignal, lost: () => void) => Promise<Connection>;

interface Waiting {
  resolve(connection: Connection | undefined): void;
  reject(error: Error): void;
}

/**
 * @param max connections at the same time
 * @param maxQueued how many may wait for one, first come first served
 */
export function pool(open: Open, max: number, maxQueued: number): Pool {
  /** The one that was used last comes last. */
  const idle: { readonly connection: Connection; readonly sinceMs: number }[] = [];
  const all = new Set<Connection>();
  const waiting: Waiting[] = [];
  const closing = new AbortController();
  let count = 0;
  let sweeper: NodeJS.Timeout | undefined;

  function forget(connection: Connection): void {
    all.delete(connection);
    const place = idle.findIndex((one) => one.connection === connection);
    if (place !== -1) idle.splice(place, 1);
    free();
  }

  /** A place is free: the next in line opens a connection there. */
  function free(): void {
    count--;
    const next = waiting.shift();
    if (!next) return;
    count++;
    next.resolve(undefined);
  }

  /** Firewalls forget connections in silence on which nothing happens, and servers end them. */
  function sweep(): void {
    sweeper = undefined;
    const now = performance.now();
    while (idle[0] && now - idle[0].sinceMs >= MAX_IDLE_MS) idle[0].connection.close();
    if (idle[0]) sweepLater();
  }

  function sweepLater(): void {
    sweeper ??= setTimeout(sweep, MAX_IDLE_MS).unref();
  }

  async function fresh(untilMs: number): Promise<Connection> {
    let made: Connection | undefined;
    let isLost = false;
    try {
      made = await open(untilMs, closing.signal, () => {
        isLost = true;
        if (made) forget(made);
      });
    } catch (error) {
      free();
      throw error;
    }
    if (isLost) {
      free();
      throw new Failure('lost', 'the connection was closed');
    }
    all.add(made);
    return made;
  }

  function taken(connection: Connection, isFresh: boolean): Taken {
    return {
      connection,
      isFresh,
      giveBack() {
        if (!connection.isOpen) return;
        const next = waiting.shift();
        if (next) next.resolve(connection);
        else {
          idle.push({ connection, sinceMs: performance.now() });
          sweepLater();
        }
      },
    };
  }

  function turn(untilMs: number): Promise<Connection | undefined> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
      };
      const one: Waiting = {
        resolve(connection) {
          end();
          resolve(connection);
        },
        reject(error) {
          end();
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(one), 1);
        reject(new Failure('late', 'no connection became free in time'));
      }, untilMs - performance.now());
      waiting.push(one);
    });
  }

  async function wait(untilMs: number): Promise<Taken> {
    if (count < max) {
      count++;
      return taken(await fresh(untilMs), true);
    }
    if (waiting.length >= maxQueued) throw new Busy('Too many are waiting for a connection.');
    const connection = await turn(untilMs);
    return connection ? taken(connection, false) : taken(await fresh(untilMs), true);
  }

  return {
    take(untilMs) {
      if (closing.signal.aborted) throw closed();
      const last = idle.pop();
      return last ? taken(last.connection, false) : wait(untilMs);
    },
    refuse(failure) {
      for (const one of waiting.splice(0)) one.reject(failure);
    },
    empty() {
      for (const { connection } of idle.splice(0)) connection.close();
    },
    close() {
      closing.abort();
      clearTimeout(sweeper);
      for (const one of waiting.splice(0)) one.reject(closed());
      for (const connection of all) connection.close();
    },
  };
}

const MAX_IDLE_MS = 60_000;

const closed = (): Failure => new Failure('lost', 'it was closed here');
