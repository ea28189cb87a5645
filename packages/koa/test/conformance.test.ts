import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { addHeaders } from '@who/connect';
import { type AdapterSetup, type ApplicationResponse, serve, testAdapter } from '@who/testkit';
import Koa, { type Context } from 'koa';
import { describe, expect, it } from 'vitest';
import { sendStream } from '../../testkit/test/send-stream.js';
import { guard, whoKoa } from '../src/index.js';

/** Sends the suite's responses in one of the ways that Koa has. */
type Send = (ctx: Context, response: ApplicationResponse) => unknown;

const ways: readonly { way: string; send: Send }[] = [
  {
    way: 'ctx.body',
    send(ctx, { status, headers, body }) {
      ctx.status = status;
      addHeaders(ctx.res, headers);
      ctx.body =
        body === undefined ? '' : typeof body === 'string' || body instanceof Readable ? body : Buffer.from(body);
    },
  },
  {
    way: 'ctx.respond = false',
    send(ctx, { status, headers, body }) {
      ctx.respond = false;
      const { res } = ctx;
      res.statusCode = status;
      addHeaders(res, headers);
      if (body instanceof Readable) sendStream(body, res).catch(() => {});
      else res.end(body);
    },
  },
];

describe.each(ways)('with responses sent by $way', ({ send }) => {
  testAdapter({ describe, it, expect }, { serve: (setup) => serve(application(setup, send).callback()) });
});

function application({ who, above, predicate, onError, application }: AdapterSetup, send: Send): Koa {
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx, next) => {
    if (above.remoteUser !== undefined) ctx.state.remoteUser = above.remoteUser;
    addHeaders(ctx.res, above.headers ?? []);
    const answered = above.answer?.then((response) => send(ctx, response));
    const going = next().catch((error: unknown) => send(ctx, onError(error)));
    await Promise.race([going, ...(answered ? [answered] : [])]);
  });
  if (who) app.use(whoKoa(who));
  if (who) {
    const guarded = guard(predicate);
    app.use((ctx, next) => (ctx.path.startsWith('/guarded') ? guarded(ctx, next) : next()));
  }
  app.use(async (ctx) => {
    const { who, remoteUser: userid } = ctx.state;
    await send(ctx, await application({ who, userid, target: ctx.originalUrl, text: () => text(ctx.req) }));
  });
  return app;
}
