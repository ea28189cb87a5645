import { isPromise, type Predicate, restrict, WhoError } from '@who/core';
import type { ConnectErrorCode } from './errors.js';
import { type GuardOptions, resolveGuardOptions } from './options.js';
import { plainReply, sendReply } from './reply.js';
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
      next(noMiddleware());
      return;
    }
    const settle = (refusal: 401 | 403 | undefined): void => {
      if (refusal === undefined) next();
      else sendReply(res, plainReply(refusal));
    };
    let refusal: ReturnType<typeof refusalOf>;
    try {
      refusal = refusalOf(req.who);
    } catch (error) {
      next(error);
      return;
    }
    if (isPromise(refusal)) refusal.then(settle, next);
    else settle(refusal);
  };
}

function noMiddleware(): WhoError<ConnectErrorCode> {
  return new WhoError('Mount whoMiddleware() before guard().', { code: 'NO_MIDDLEWARE', plugin: '@who/connect' });
}
