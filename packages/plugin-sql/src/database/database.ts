import { chain, isPromise, type Logger, type MaybePromise, WhoError } from '@who/core';
import type { Row, SqlDriver } from '../drivers/driver.js';
import { PLUGIN, passing, sqlError } from '../errors.js';
import { bind, type Statement } from '../statements/statement.js';
import { ownCall } from './call.js';
import { Failure, failureOf } from './failure.js';
import { Busy, turns } from './turns.js';

export interface DatabaseSettings {
  readonly timeoutMs: number;
  readonly maxConcurrent: number;
  readonly maxQueued: number;
}

/** The database. While it is in trouble it is left alone. */
export interface Database {
  /**
   * Asks something that may be asked again. A parameter that is no value for the database finds nothing.
   *
   * @throws {WhoError} SQL_UNAVAILABLE, SQL_TIMEOUT, SQL_BUSY, SQL_FAILED, SQL_CLOSED
   */
  ask(statement: Statement, values: Readonly<Record<string, string>>, logger?: Logger): MaybePromise<readonly Row[]>;
  /** Changes something. @throws {WhoError} as `ask`, SQL_FAILED also for a value that does not fit */
  change(statement: Statement, values: Readonly<Record<string, string>>, logger?: Logger): MaybePromise<unknown>;
  close(): void;
}

export function database({ query, isSync }: SqlDriver, settings: DatabaseSettings): Database {
  const { timeoutMs } = settings;
  const turn = turns(settings.maxConcurrent, settings.maxQueued);
  const warned = new Set<string>();
  let trouble: Failure | undefined;
  let nextTryMs = 0;
  let answeredMs = Number.NEGATIVE_INFINITY;
  let isClosed = false;

  function answered(): void {
    answeredMs = performance.now();
    trouble = undefined;
  }

  /** @throws {WhoError} where nobody may ask now */
  function begin(): void {
    if (isClosed) throw closed();
    if (trouble === undefined) return;
    const now = performance.now();
    if (now < nextTryMs) throw unavailable(trouble);
    // Nobody else tries until this try has ended.
    nextTryMs = now + timeoutMs + PAUSE_MS;
  }

  /** What becomes of a request whose question failed. */
  function failed(failure: Failure, logger: Logger | undefined): Error {
    const { kind, message } = failure;
    if (kind === 'refused') {
      answered();
      return sqlError('SQL_FAILED', `The database refuses a statement (${message}).`);
    }
    if (kind === 'late' && answeredMs > performance.now() - timeoutMs / 2) {
      return passing('SQL_TIMEOUT', 'The database answers, but not to this in time; see "timeoutMs".');
    }
    if (trouble === undefined && !isClosed) logger?.warn(`[${PLUGIN}] The database is left alone: ${message}.`);
    trouble = failure;
    nextTryMs = performance.now() + PAUSE_MS;
    turn.refuse(failure);
    return unavailable(failure);
  }

  /** @throws {Failure}, also where the answer does not come in time: then it is abandoned */
  function inTime(text: string, params: readonly string[], untilMs: number): Promise<readonly Row[]> {
    return new Promise((resolve, reject) => {
      const call = ownCall();
      const timer = setTimeout(() => {
        turn.end();
        reject(new Failure('late', 'no answer came in time'));
        call.abandon();
      }, untilMs - performance.now());
      const end = (): void => {
        clearTimeout(timer);
        if (!call.isAbandoned) turn.end();
      };
      const answer = (rows: readonly object[]): void => {
        end();
        resolve(rows as readonly Row[]);
      };
      const fail = (error: unknown): void => {
        end();
        reject(failureOf(error));
      };
      // An application's own function may throw, or answer at once.
      try {
        const rows = query(text, params, call);
        if (isPromise(rows)) rows.then(answer, fail);
        else answer(rows);
      } catch (error) {
        fail(error);
      }
    });
  }

  async function later(text: string, params: readonly string[], isRepeatable: boolean): Promise<readonly Row[]> {
    const untilMs = performance.now() + timeoutMs;
    for (let isFirst = isRepeatable && trouble === undefined; ; isFirst = false) {
      if (!turn.begin()) await turn.wait(untilMs);
      try {
        return await inTime(text, params, untilMs);
      } catch (error) {
        // The server may have ended a connection while nobody looked, and most pools learn it by a question that fails.
        if (!isFirst || (error as Failure).kind !== 'away') throw error;
      }
    }
  }

  function run(
    statement: Statement,
    values: Readonly<Record<string, string>>,
    logger: Logger | undefined,
    isRepeatable: boolean,
  ): MaybePromise<readonly Row[]> {
    const params = bind(statement, values);
    /** @throws {WhoError}, {Failure} of kind `data` */
    const fail = (error: unknown): never => {
      if (error instanceof Busy) throw passing('SQL_BUSY', error.message);
      const failure = failureOf(error);
      if (failure.kind !== 'data') throw error instanceof WhoError ? error : failed(failure, logger);
      answered();
      throw failure;
    };
    begin();
    if (!isSync) {
      return later(statement.text, params, isRepeatable).then((rows) => {
        answered();
        return rows;
      }, fail);
    }
    try {
      const rows = query(statement.text, params, NEVER) as readonly Row[];
      answered();
      return rows;
    } catch (error) {
      return fail(error);
    }
  }

  /** Once for each kind, because anybody can type what is no value. */
  function nothing(error: unknown, logger: Logger | undefined): readonly Row[] {
    if (!(error instanceof Failure)) throw error;
    const { message } = error;
    if (!warned.has(message)) logger?.warn(`[${PLUGIN}] The database takes some names for no values (${message}).`);
    warned.add(message);
    return [];
  }

  return {
    ask(statement, values, logger) {
      try {
        const rows = run(statement, values, logger, true);
        return isPromise(rows) ? rows.then(undefined, (error) => nothing(error, logger)) : rows;
      } catch (error) {
        return nothing(error, logger);
      }
    },
    change(statement, values, logger) {
      const unfit = (error: unknown): never => {
        throw error instanceof Failure
          ? sqlError('SQL_FAILED', `The database refuses a value (${error.message}).`)
          : error;
      };
      try {
        const rows = run(statement, values, logger, false);
        return isPromise(rows) ? rows.then(undefined, unfit) : chain(rows, () => undefined);
      } catch (error) {
        return unfit(error);
      }
    },
    close() {
      isClosed = true;
      turn.refuse(closed());
    },
  };
}

/** For how long a database is left alone. */
const PAUSE_MS = 1000;

/** Nothing that answers at once is abandoned. */
const NEVER = ownCall();

const unavailable = ({ message }: Failure): Error =>
  passing('SQL_UNAVAILABLE', `The database cannot answer (${message}).`);

const closed = (): Error => sqlError('SQL_CLOSED', 'The plugin has been closed.', { status: 503 });
