import { badOption, type Predicate, restrict, type Who, type WhoApi, WhoError } from '@who/core';
import { plainReply } from '@who/fetch';
import type { MiddlewareHandler } from 'hono';
import { answerable, PACKAGE } from './errors.js';
import type { WhoEnv } from './types.js';

/**
 * Middleware that lets those pass whom a predicate names. It answers 401 when nobody is signed in, which becomes a
 * challenge, and 403 when somebody is. `whoMiddleware` has to be mounted before it, or an engine in front of the whole
 * application has put the API object into `c.env.who`.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * app.use('/private/*', guard(authenticated()));
 * app.get('/admin', guard(hasToken('admin')), (c) => c.text('The back office'));
 */
export function guard<M extends object = object>(predicate: Predicate<M>): MiddlewareHandler<WhoEnv<Who<M>>> {
  if (typeof predicate !== 'function') throw badOption(PACKAGE, 'predicate', 'must be a function.');
  const refusalOf = restrict(predicate);

  return async (c, next) => {
    const who = (c.get('who') ?? (c.env as { who?: unknown } | undefined)?.who) as WhoApi<M> | undefined;
    if (!who) {
      throw new WhoError('Mount whoMiddleware() before guard(), or hand on the API object as c.env.who.', {
        code: 'NO_MIDDLEWARE',
        plugin: PACKAGE,
      });
    }
    let refusal: 401 | 403 | undefined;
    try {
      refusal = await refusalOf(who);
    } catch (error) {
      throw answerable(error, c.req.method, who.exchange.logger);
    }
    if (refusal === undefined) return next();
    const { headers = [] } = plainReply(refusal);
    return c.body(`${refusal}\n`, refusal, Object.fromEntries(headers));
  };
}
