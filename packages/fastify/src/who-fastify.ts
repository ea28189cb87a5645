import { discardBodyAfter, guardResponses, nodeRequest } from '@who/connect';
import { badTarget, isPromise, isTarget, type WhoApi, WhoError } from '@who/core';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PACKAGE } from './errors.js';
import { resolveOptions, type WhoFastifyOptions } from './options.js';
import { isOver, sendReply } from './reply.js';
import type { RegisteredApi } from './types.js';

/** With a promise: what a plugin with a callback throws ends the process. */
const plugin: FastifyPluginAsync<WhoFastifyOptions> = async (app, options) => {
  const { who, onError } = resolveOptions(options);
  const guardResponse = guardResponses(onError);

  // Registered within another context that has it, requests are decorated already.
  if (!app.hasDecorator(OURS)) app.decorate(OURS, true).decorateRequest('who', WHO).decorateRequest('remoteUser', USER);

  // Fastify takes what a hook throws as it takes what a hook calls back with.
  app.addHook('onRequest', (request, reply, done) => {
    const incoming = nodeRequest(request.raw, request);
    const { remoteUser } = request as { readonly remoteUser?: unknown };
    const above = typeof remoteUser === 'string' && remoteUser !== '' ? remoteUser : undefined;

    const api: WhoApi<object> = who.api(incoming, above);
    // Registered twice: one decision per response is enough.
    const isKnown = above !== undefined || request.who === api;
    request.raw.who = api as WhoApi as typeof request.raw.who;
    if (isKnown && !isTarget(incoming.method, incoming.target)) throw badTarget();
    const pending = isKnown ? undefined : api.authenticate();
    if (isPromise(pending)) {
      pending
        .then(() => !isOver(reply) && enter(request, reply, api))
        .then(
          (goesOn) => goesOn && done(),
          (error) => fail(error, reply, done),
        );
    } else if (isKnown || enter(request, reply, api)) done();
  });

  /** @returns whether it goes on to the application; else an identifier has answered in its place */
  function enter(request: FastifyRequest, reply: FastifyReply, api: WhoApi<object>): boolean {
    request.remoteUser = api.identity?.userid;
    guardResponse(reply.raw, api, hasHeaders(reply) ? reply.getHeaders() : undefined);
    if (api.earlyReply) sendReply(reply, api.earlyReply);
    return api.earlyReply === undefined;
  }
};

const OURS = Symbol.for('@who/fastify');

/*
 * What a request knows is kept in Node's own, where middleware of Connect and error pages look for it, too. To decorate
 * requests by values instead would have each of them pay for it.
 */
const WHO = {
  getter(this: FastifyRequest): RegisteredApi {
    return this.raw.who as RegisteredApi;
  },
};
const USER = {
  getter(this: FastifyRequest): string | undefined {
    return this.raw.remoteUser;
  },
  setter(this: FastifyRequest, userid: string | undefined): void {
    this.raw.remoteUser = userid;
  },
};

/**
 * Whether a reply may have headers that Node's own does not know yet. Fastify shows all of them as a new object that it
 * puts together of two: a quarter of all the memory that a signed-in request takes here. So it is asked only where its
 * list, if that can be found, has any.
 */
function hasHeaders(reply: FastifyReply): boolean {
  place ??= Object.getOwnPropertySymbols(reply).find(({ description }) => description === 'fastify.reply.headers');
  const { [place as symbol]: own = { unknown: true } } = reply as FastifyReply & Record<symbol, object | undefined>;
  for (const _name in own) return true;
  return false;
}

/** Where replies keep their headers until they are sent. */
let place: symbol | undefined;

/** Gives an error to the error handler, unless there is nobody left to tell. */
function fail(error: unknown, reply: FastifyReply, done: (error: Error) => void): void {
  discardBodyAfter(reply.raw);
  if (isOver(reply)) reply.log.error({ err: error }, 'The engine failed when there was nothing to answer any more.');
  else done(WhoError.from(error, PACKAGE));
}

/**
 * A plugin that finds out who is asking (`request.who`, `request.remoteUser`), turns replies into challenges where the
 * engine says so, and lets the others pass untouched but for the headers that keep somebody signed in. It counts for
 * the context in which it is registered and for those inside it.
 *
 * @throws {WhoError} BAD_OPTION
 * @example
 * const app = fastify();
 * await app.register(whoFastify, { who });
 * app.get('/', async ({ remoteUser }) => `Hello ${remoteUser ?? 'stranger'}`);
 */
export const whoFastify: FastifyPluginAsync<WhoFastifyOptions> = fp(plugin, { name: PACKAGE, fastify: '5.x' });
