import { createServer, type Server } from 'node:http';
import { whoMiddleware } from '@who/connect';
import type { Who } from '@who/core';
import connect from 'connect';
import { greet, isLogin } from './greeting.js';
import { logIn } from './people.js';

/** Connect and @who. Some authenticator has to let alice in. */
export function whoServer(who: Who): Server {
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req, res, next) => {
    if (isLogin(req)) logIn(req, res, next);
    else greet(res, req.remoteUser);
  });
  return createServer(app);
}
