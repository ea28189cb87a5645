import { createServer, type Server } from 'node:http';
import Koa from 'koa';
import { greeting, isLogin } from '../../applications/greeting.js';

/** The least that middleware of Koa can do. */
export function start(): Server {
  const app = new Koa();
  app.use((ctx, next) => {
    ctx.state['noted'] = true;
    return next();
  });
  app.use((ctx) => {
    ctx.body = greeting(isLogin(ctx.req) ? 'nobody' : 'alice');
  });
  return createServer(app.callback());
}
