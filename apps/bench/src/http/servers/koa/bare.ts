import { createServer, type Server } from 'node:http';
import Koa from 'koa';
import { greeting, isLogin } from '../../applications/greeting.js';

/** Koa. It asks nobody who he is; like the others, it looks where a request goes. */
export function start(): Server {
  const app = new Koa();
  app.use((ctx) => {
    ctx.body = greeting(isLogin(ctx.req) ? 'nobody' : 'alice');
  });
  return createServer(app.callback());
}
