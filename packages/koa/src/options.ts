import type { IncomingMessage } from 'node:http';
import { checkEngine } from '@who/connect';
import { checkOptions, type MaybePromise, type OptionNames, type Reply, type WhoError } from '@who/core';
import { PACKAGE } from './errors.js';

/** Options of `whoKoa`. */
export interface WhoKoaOptions {
  /**
   * Makes the answer where the engine fails after the application has answered, when Koa handles no errors any more.
   * The error is in the log by then. What is made of `error.message` may tell strangers more than they should know.
   *
   * @default a plain page with the error's status, headers and code
   */
  readonly onError?: ((error: WhoError, req: IncomingMessage) => MaybePromise<Reply>) | undefined;
}

const NAMES = { onError: true } satisfies OptionNames<WhoKoaOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(who: { readonly api: unknown }, options: WhoKoaOptions): WhoKoaOptions {
  checkOptions(PACKAGE, options, NAMES);
  checkEngine(PACKAGE, who, options.onError);
  return options;
}
