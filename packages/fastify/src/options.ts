import type { IncomingMessage } from 'node:http';
import { checkEngine } from '@who/connect';
import { checkOptions, type MaybePromise, type OptionNames, type Reply, type Who, type WhoError } from '@who/core';
import { PACKAGE } from './errors.js';

/** Options of `whoFastify`. */
export interface WhoFastifyOptions {
  /** The engine. */
  readonly who: Who<object>;
  /**
   * Makes the answer where the engine fails after the application has answered, so that no error handler can be asked.
   * The error is in the log by then. What is made of `error.message` may tell strangers more than they should know.
   *
   * @default a plain page with the error's status, headers and code
   */
  readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
}

const NAMES = { who: true, onError: true } satisfies OptionNames<WhoFastifyOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: WhoFastifyOptions): WhoFastifyOptions {
  // `register` itself takes three more, and hands them on.
  checkOptions(PACKAGE, options, { ...NAMES, prefix: true, logLevel: true, logSerializers: true });
  checkEngine(PACKAGE, options.who, options.onError);
  return options;
}
