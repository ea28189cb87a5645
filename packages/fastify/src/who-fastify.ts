import { discardBodyAfter, guardResponses, nodeRequest } from '@who/connect';
import { badTarget, type Identity, isPromise, isTarget, type WhoApi, WhoError } from '@who/core';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { PACKAGE } from './errors.js';
import { resolveOptions, type WhoFastifyOptions } from './options.js';
import { isOver, sendReply } from './reply.js';
import type { RegisteredApi } from './types.js';

type Done = (error?: Error) => void;

/** With a promise: what a plugin with a callback throws ends the process. */
const plugin: FastifyPluginAsync<WhoFastifyOptions> = async (app, options) => {
  const { who, onError } = resolveOptions(options);
  const guardResponse = guardResponses(onError);

  if (!app.hasRequestDecorator('who')) app.decorateRequest('who', WHO).decorateRequest('remoteUser', REMOTE_USER);

  app.addHook('onRequest', (request, reply, done) => {
    const incoming = nodeRequest(request.raw, request);
    if (!isTarget(incoming.method, incoming.target)) throw badTarget();
    const { remoteUser } = request.raw;
    const above = typeof remoteUser === 'string' && remoteUser !== '' ? remoteUser : undefined;

    const api = who.api(incoming, above) as RegisteredApi;
    // Registered twice: one decision per response is enough.
    const isKnown = above !== undefined || request.who === api;
    request.who = api;
    if (isKnown) {
      done();
      return;
    }
    const identity = api.authenticate();
    if (!isPromise(identity)) enter(request, reply, done, api, identity);
    else
      identity.then(
        (known) => isOver(reply) || enter(request, reply, done, api, known),
        (error) => fail(error, reply, done),
      );
  });

  /** Goes on to the application, or sends the answer that an identifier gives in its place. */
  function enter(
    request: FastifyRequest,
    reply: FastifyReply,
    done: Done,
    api: WhoApi,
    identity: Identity | undefined,
  ): void {
    request.remoteUser = identity?.userid;
    const { earlyReply } = api;
    try {
      guardResponse(reply.raw, api, reply.getHeaders());
      if (earlyReply) sendReply(reply, earlyReply);
    } catch (error) {
      fail(error, reply, done);
      return;
    }
    if (!earlyReply) done();
  }
};

/** They live in Node's own request, so that middleware of Connect and error pages find them, too. */
const WHO: Decorator<'who'> = {
  getter() {
    return this.raw.who as WhoApi as RegisteredApi;
  },
  setter(api) {
    this.raw.who = api as WhoApi as typeof this.raw.who;
  },
};
const REMOTE_USER: Decorator<'remoteUser'> = {
  getter() {
    return this.raw.remoteUser;
  },
  setter(userid) {
    this.raw.remoteUser = userid;
  },
};

interface Decorator<N extends 'who' | 'remoteUser'> {
  getter(this: FastifyRequest): FastifyRequest[N];
  setter(this: FastifyRequest, value: FastifyRequest[N]): void;
}

/** Gives an error to the error handler, unless there is nobody left to tell. */
function fail(error: unknown, reply: FastifyReply, done: Done): void {
  if (isOver(reply)) {
    reply.log.error({ err: error }, 'The engine failed when there was nothing to answer any more.');
    return;
  }
  discardBodyAfter(reply.raw);
  done(WhoError.from(error, PACKAGE));
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
