import { createServer, type Server } from 'node:http';
import Koa from 'koa';
import { createSession } from 'koa-session';
import { secret } from '../../../secret.js';
import { greeting, isLogin } from '../../applications/greeting.js';

/** Koa and koa-session: sessions in a signed cookie. */
export function start(): Server {
  const app = new Koa();
  app.keys = [secret];
  app.use(createSession({}, app));
  app.use((ctx) => {
    if (isLogin(ctx.req)) ctx['session']['userid'] = 'alice';
    ctx.body = greeting(ctx['session']['userid']);
  });
  return createServer(app.callback());
}
