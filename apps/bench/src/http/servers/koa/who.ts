import { createServer, type Server } from 'node:http';
import { addHeaders } from '@who/connect';
import { whoKoa } from '@who/koa';
import Koa, { type Context } from 'koa';
import { greeting, isLogin } from '../../applications/greeting.js';
import { alice } from '../../applications/people.js';
import { ticketEngine } from '../../applications/ticket-engine.js';

/** Koa and @who with an auth_tkt cookie. */
export function start(): Server {
  const app = new Koa();
  app.use(whoKoa(ticketEngine()));
  app.use((ctx) => {
    ctx.body = greeting(ctx.state.remoteUser);
    return isLogin(ctx.req) ? logIn(ctx) : undefined;
  });
  return createServer(app.callback());
}

/** Apart from the rest, which is no promise without @who, either. */
async function logIn(ctx: Context): Promise<void> {
  addHeaders(ctx.res, (await ctx.state.who.login(alice)).headers);
  ctx.body = greeting('alice');
}
