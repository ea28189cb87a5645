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

  if (!app.hasRequestDecorator('who')) app.decorateRequest('who').decorateRequest('remoteUser');

  // Fastify takes what a hook throws as it takes what a hook calls back with.
  app.addHook('onRequest', (request, reply, done) => {
    const incoming = nodeRequest(request.raw, request);
    if (!isTarget(incoming.method, incoming.target)) throw badTarget();
    const remoteUser: unknown = request.remoteUser ?? request.raw.remoteUser;
    const above = typeof remoteUser === 'string' && remoteUser !== '' ? remoteUser : undefined;

    const api = who.api(incoming, above) as RegisteredApi;
    // Registered twice: one decision per response is enough.
    const isKnown = above !== undefined || request.who === api;
    request.who = api;
    request.raw.who = api as WhoApi as typeof request.raw.who;
    if (isKnown) keepUser(request, above);
    const pending = isKnown ? undefined : api.authenticate();
    if (isPromise(pending)) {
      pending
        .then(() => !isOver(reply) && enter(request, reply))
        .then(
          (goesOn) => goesOn && done(),
          (error) => fail(error, reply, done),
        );
    } else if (isKnown || enter(request, reply)) done();
  });

  /** @returns whether it goes on to the application; else an identifier has answered in its place */
  function enter(request: FastifyRequest, reply: FastifyReply): boolean {
    const api: WhoApi = request.who;
    keepUser(request, api.identity?.userid);
    guardResponse(reply.raw, api, hasHeaders(reply) ? reply.getHeaders() : undefined);
    if (api.earlyReply) sendReply(reply, api.earlyReply);
    return api.earlyReply === undefined;
  }
};

/**
 * Whether a reply may have a header by now. Fastify shows them as a new object that it puts together of two: a quarter of
 * all the memory that a signed-in request takes here. So it is asked only where its own list, if that can be found, or
 * Node's has any.
 */
function hasHeaders(reply: FastifyReply): boolean {
  place ??= Object.getOwnPropertySymbols(reply).find(({ description }) => description === 'fastify.reply.headers');
  for (const _name in (reply as unknown as Places)[place as symbol] ?? { unknown: true }) return true;
  return reply.raw.getHeaderNames().length > 0;
}

/** Where replies keep their headers until they are sent. */
let place: symbol | undefined;
type Places = Readonly<Record<symbol, object | undefined>>;

/** In Node's own request, too, where middleware of Connect and error pages look for it. */
function keepUser(request: FastifyRequest, userid: string | undefined): void {
  request.remoteUser = userid;
  request.raw.remoteUser = userid;
}

/** Gives an error to the error handler, unless there is nobody left to tell. */
function fail(error: unknown, reply: FastifyReply, done: (error: Error) => void): void {
  const over = isOver(reply);
  if (over) reply.log.error({ err: error }, 'The engine failed when there was nothing to answer any more.');
  else discardBodyAfter(reply.raw);
  if (!over) done(WhoError.from(error, PACKAGE));
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
