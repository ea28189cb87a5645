import { type Header, isPromise, type Logger, type MaybePromise, type Reply, WhoError } from '@who/core';
import { PACKAGE } from './errors.js';
import { plainReply, replyResponse } from './reply.js';

/** Makes the page for an error of the engine. It never fails. */
export type ErrorPage = (error: unknown, request: Request, logger: Logger | undefined) => MaybePromise<Response>;

/** @param onError the application's own way to make one */
export function errorPage(
  onError: ((error: WhoError, request: Request) => MaybePromise<Response>) | undefined,
): ErrorPage {
  return (thrown, request, logger) => {
    if (!onError) return errorResponse(thrown, request.method, logger);
    const error = WhoError.from(thrown, PACKAGE);
    logError(logger, error);

    const failed = (failure: unknown): Response => {
      logError(logger, WhoError.from(failure, PACKAGE));
      return replyResponse(errorReply(error), request.method);
    };
    try {
      const page = onError(error, request);
      return isPromise(page) ? page.then(undefined, failed) : page;
    } catch (failure) {
      return failed(failure);
    }
  };
}

/**
 * The page of an error, which is in the log by then: its status, its headers and its code, and nothing that says more.
 *
 * @param method of the request: an answer to HEAD has no body. @default 'GET'
 */
export function errorResponse(thrown: unknown, method?: string, logger?: Logger): Response {
  const error = WhoError.from(thrown, PACKAGE);
  logError(logger, error);
  return replyResponse(errorReply(error), method);
}

/** What the client did wrong is no news to an operator. */
function logError(logger: Logger | undefined, error: WhoError): void {
  const cause = error.cause === undefined ? '' : `: ${String(error.cause)}`;
  logger?.[error.status < 500 ? 'debug' : 'error'](`${error.message} (${error.code})${cause}`);
}

function errorReply({ status, code, headers }: WhoError): Reply {
  const pairs = Object.entries(headers).map(([name, value]): Header => [name, value]);
  return plainReply(status >= 400 && status <= 599 ? status : 500, pairs.filter(isSound), code);
}

/** Whoever reports an error may have built its headers from anything. */
function isSound([name, value]: Header): boolean {
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}
