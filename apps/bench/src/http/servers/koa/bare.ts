import { createServer, type Server } from 'node:http';
import Koa from 'koa';
import { greeting } from '../../applications/greeting.js';

/** Koa. It asks nobody who he is. */
export function start(): Server {
  const app = new Koa();
  app.use((ctx) => {
    ctx.body = greeting('alice');
  });
  return createServer(app.callback());
}
