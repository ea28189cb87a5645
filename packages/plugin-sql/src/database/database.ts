import { isPromise, type Logger, type MaybePromise, WhoError } from '@who/core';
import type { Row, SqlDriver } from '../drivers/driver.js';
import { PLUGIN, passing, sqlError, withoutAsking } from '../errors.js';
import { bind, type Statement } from '../statements/statement.js';
import { OwnCall } from './call.js';
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
    if (now < nextTryMs) throw withoutAsking(unavailable(trouble));
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
    turn.refuse(() => unavailable(failure));
    return unavailable(failure);
  }

  /** The failure where it is about a value. @throws {WhoError} for every other */
  function aboutValue(error: unknown, logger: Logger | undefined): Failure {
    if (error instanceof WhoError) throw error;
    if (error instanceof Busy) throw passing('SQL_BUSY', error.message);
    const failure = failureOf(error);
    if (failure.kind !== 'data') throw failed(failure, logger);
    answered();
    return failure;
  }

  /** @throws {Failure}, also where the answer does not come in time: then it is abandoned */
  function inTime(text: string, params: readonly string[], untilMs: number): Promise<readonly Row[]> {
    return new Promise((resolve, reject) => {
      const call = new OwnCall();
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
        if (!call.isAbandoned) answered();
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

  function inTurn(text: string, params: readonly string[], untilMs: number): Promise<readonly Row[]> {
    return turn.begin() ? inTime(text, params, untilMs) : turn.wait(untilMs).then(() => inTime(text, params, untilMs));
  }

  /** @param fail gives what takes the place of rows, or throws */
  function run(
    statement: Statement,
    values: Readonly<Record<string, string>>,
    isRepeatable: boolean,
    fail: (error: unknown) => readonly Row[],
  ): MaybePromise<readonly Row[]> {
    const { text } = statement;
    const params = bind(statement, values);
    try {
      begin();
      if (isSync) {
        const rows = query(text, params, NEVER) as readonly Row[];
        answered();
        return rows;
      }
    } catch (error) {
      return fail(error);
    }
    const untilMs = performance.now() + timeoutMs;
    const isFirst = isRepeatable && trouble === undefined;
    return inTurn(text, params, untilMs).then(undefined, (error) => {
      // The server may have ended a connection while nobody looked, and most pools learn it by a question that fails.
      const isRepeated = isFirst && error instanceof Failure && error.kind === 'away';
      return isRepeated ? inTurn(text, params, untilMs).then(undefined, fail) : fail(error);
    });
  }

  /** Once for each kind, because anybody can type what is no value. */
  function warn({ message }: Failure, logger: Logger | undefined): void {
    if (!warned.has(message)) logger?.warn(`[${PLUGIN}] The database takes some names for no values (${message}).`);
    warned.add(message);
  }

  return {
    ask: (statement, values, logger) =>
      run(statement, values, true, (error) => {
        warn(aboutValue(error, logger), logger);
        return [];
      }),
    change: (statement, values, logger) =>
      run(statement, values, false, (error) => {
        throw sqlError('SQL_FAILED', `The database refuses a value (${aboutValue(error, logger).message}).`);
      }),
    close() {
      isClosed = true;
      turn.refuse(closed);
    },
  };
}

/** For how long a database is left alone. */
const PAUSE_MS = 1000;

/** Nothing that answers at once is abandoned. */
const NEVER = new OwnCall();

const unavailable = ({ message }: Failure): Error =>
  passing('SQL_UNAVAILABLE', `The database cannot answer (${message}).`);

const closed = (): Error => sqlError('SQL_CLOSED', 'The plugin has been closed.', { status: 503 });
