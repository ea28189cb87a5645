import type { IncomingMessage } from 'node:http';
import { isPromise, type Logger, type MaybePromise, type Reply, WhoError } from '@who/core';
import { PACKAGE } from '../errors.js';
import { errorReply } from './reply.js';

/** Makes the page for an error that no error handler can be asked about. It never fails. */
export type ErrorPage = (error: unknown, req: IncomingMessage) => MaybePromise<Reply>;

/** @param onError the application's own way to make one */
export function errorPage(
  onError: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined,
): ErrorPage {
  return (thrown, req) => {
    const error = WhoError.from(thrown, PACKAGE);
    const logger = req.who?.exchange.logger;
    logError(logger, error);
    const plain = errorReply(error);
    if (!onError) return plain;

    const failed = (failure: unknown): Reply => {
      logError(logger, failure);
      return plain;
    };
    try {
      const page = onError(error, req);
      return isPromise(page) ? Promise.resolve(page).catch(failed) : page;
    } catch (failure) {
      return failed(failure);
    }
  };
}

/** What the client did wrong is no news to an operator. */
export function logError(logger: Logger | undefined, thrown: unknown): void {
  const error = WhoError.from(thrown, PACKAGE);
  const cause = error.cause === undefined ? '' : `: ${String(error.cause)}`;
  logger?.[error.status < 500 ? 'debug' : 'error'](`${error.message} (${error.code})${cause}`);
}
