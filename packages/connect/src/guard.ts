import { isPromise, type Predicate, restrict } from '@who/core';
import { connectError } from './errors.js';
import { type GuardOptions, resolveGuardOptions } from './options.js';
import { logError } from './response/error-page.js';
import { answerInstead, isAnswered, plainReply } from './response/reply.js';
import type { Middleware, RegisteredMetadata } from './types.js';

/**
 * Middleware that lets those pass whom a predicate names. It answers 401 when nobody is signed in, which becomes a
 * challenge, and 403 when somebody is. `whoMiddleware` has to be mounted before it.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * app.use('/private', guard(authenticated()));
 * app.use('/admin', guard(hasToken('admin')));
 */
export function guard(predicate: Predicate<RegisteredMetadata>, options: GuardOptions = {}): Middleware {
  const { enabled } = resolveGuardOptions(predicate, options);
  const refusalOf = restrict(predicate);

  return (req, res, next) => {
    if (!enabled) {
      next();
      return;
    }
    if (!req.who) {
      next(connectError('NO_MIDDLEWARE', 'Mount whoMiddleware() before guard().'));
      return;
    }
    const fail = (error: unknown): void => {
      if (isAnswered(res)) logError(req.who.exchange.logger, error);
      else next(error);
    };
    const settle = (refusal: 401 | 403 | undefined): void => {
      if (isAnswered(res)) return;
      if (refusal === undefined) {
        next();
        return;
      }
      try {
        answerInstead(res, plainReply(refusal));
      } catch (error) {
        fail(error);
      }
    };
    let refusal: ReturnType<typeof refusalOf>;
    try {
      refusal = refusalOf(req.who);
    } catch (error) {
      fail(error);
      return;
    }
    if (isPromise(refusal)) Promise.resolve(refusal).then(settle, fail);
    else settle(refusal);
  };
}
