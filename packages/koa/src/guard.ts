import { plainReply } from '@who/connect';
import { badOption, isPromise, type Predicate, restrict } from '@who/core';
import type { Middleware } from 'koa';
import { koaError, PACKAGE } from './errors.js';
import { sendReply } from './reply.js';
import type { RegisteredMetadata } from './types.js';

/**
 * Middleware that lets those pass whom a predicate names. It answers 401 when nobody is signed in, which becomes a
 * challenge, and 403 when somebody is. `whoKoa` has to be used before it.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * app.use(guard(authenticated()));
 */
export function guard(predicate: Predicate<RegisteredMetadata>): Middleware {
  if (typeof predicate !== 'function') throw badOption(PACKAGE, 'predicate', 'must be a function.');
  const refusalOf = restrict(predicate);

  return async function guard(ctx, next) {
    if (!ctx.state.who) throw koaError('NO_MIDDLEWARE', 'Use whoKoa() before guard().');
    const pending = refusalOf(ctx.state.who);
    const refusal = isPromise(pending) ? await pending : pending;
    if (refusal === undefined) await next();
    else sendReply(ctx, plainReply(refusal));
  };
}
