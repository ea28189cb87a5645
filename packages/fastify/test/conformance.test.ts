import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { addHeaders as add } from '@who/connect';
import { type AdapterSetup, type ApplicationResponse, testAdapter } from '@who/testkit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { sendStream } from '../../testkit/test/send-stream.js';
import { addHeaders, guard, whoFastify } from '../src/index.js';
import { listen } from './support.js';

/** Sends the suite's responses in one of the ways that Fastify has. */
type Send = (reply: FastifyReply, response: ApplicationResponse) => unknown;

const ways: readonly { way: string; send: Send }[] = [
  {
    way: 'reply.send',
    send(reply, { status, headers, body }) {
      addHeaders(reply.code(status), headers);
      return reply.send(body);
    },
  },
  {
    way: 'reply.hijack',
    send(reply, { status, headers, body }) {
      reply.hijack();
      const { raw } = reply;
      // Hooks above have set theirs in the reply.
      for (const [name, value] of Object.entries(reply.getHeaders())) raw.setHeader(name, value as string);
      raw.statusCode = status;
      add(raw, headers);
      // Whose stream breaks off has nobody to tell.
      if (body instanceof Readable) sendStream(body, raw).catch(() => {});
      else raw.end(body);
    },
  },
];

describe.each(ways)('with replies sent by $way', ({ send }) => {
  describe('HTTP/1', () => {
    testAdapter(
      { describe, it, expect },
      { serve: async (setup) => listen(await prepare(fastify({ exposeHeadRoutes: false }), setup, send)) },
    );
  });

  describe('HTTP/2', () => {
    testAdapter(
      { describe, it, expect },
      {
        serve: async (setup) => {
          const app = fastify({ exposeHeadRoutes: false, http2: true, http2SessionTimeout: 0 });
          return listen(await prepare(app as never, setup, send));
        },
        lacks: {
          'HTTP/1.1': 'it is HTTP/2',
          'HEAD streams': 'Node leaves them open',
          'broken streams': 'Fastify ends them without an error',
        },
      },
    );
  });
});

async function prepare(
  app: FastifyInstance,
  { who, above, predicate, onError, application }: AdapterSetup,
  send: Send,
): Promise<FastifyInstance> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.setErrorHandler((error, _request, reply) => send(reply, onError(error)));
  app.addHook('onRequest', (request, reply, done) => {
    if (above.remoteUser !== undefined) request.remoteUser = above.remoteUser;
    addHeaders(reply, above.headers ?? []);
    above.answer?.then((response) => reply.sent || send(reply, response));
    done();
  });
  if (who) await app.register(whoFastify, { who });
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { who, remoteUser: userid, originalUrl: target } = request;
    return send(reply, await application({ who, userid, target, text: () => text(request.raw) }));
  };
  const url = { method: app.supportedMethods, handler: answer };
  app.route({ ...url, url: '*' });
  for (const path of ['/guarded', '/guarded/*'])
    app.route({ ...url, url: path, preHandler: who ? guard(predicate) : [] });
  return app;
}
