import { plainReply } from '@who/connect';
import { badOption, isPromise, type Predicate, restrict, WhoError } from '@who/core';
import { PACKAGE } from './errors.js';
import { type AnyReply, sendReply } from './reply.js';
import type { RegisteredApi, RegisteredMetadata } from './types.js';

/** A hook of Fastify, for `onRequest`, `preHandler` and what is between them. */
export type GuardHook = (request: { who: RegisteredApi }, reply: AnyReply, done: (error?: Error) => void) => void;

/**
 * A hook that lets those pass whom a predicate names. It answers 401 when nobody is signed in, which becomes a
 * challenge, and 403 when somebody is. `whoFastify` has to be registered before it.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * app.get('/private', { onRequest: guard(authenticated()) }, async ({ remoteUser }) => `Hello ${remoteUser}`);
 */
export function guard(predicate: Predicate<RegisteredMetadata>): GuardHook {
  if (typeof predicate !== 'function') throw badOption(PACKAGE, 'predicate', 'must be a function.');
  const refusalOf = restrict(predicate);

  return (request, reply, done) => {
    if (!request.who) throw new WhoError('Register whoFastify before guard().', { code: 'NO_PLUGIN', plugin: PACKAGE });
    const settle = (refusal: 401 | 403 | undefined): void => {
      if (refusal === undefined) done();
      else sendReply(reply, plainReply(refusal));
    };
    const refusal = refusalOf(request.who);
    if (isPromise(refusal)) refusal.then(settle, done);
    else settle(refusal);
  };
}
