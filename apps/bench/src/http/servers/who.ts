import { createServer, type Server } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import connect from 'connect';
import { secret } from '../../secret.js';
import { greet, isLogin } from '../greeting.js';
import { logIn, people } from '../people.js';

/** Connect and @who with an auth_tkt cookie. */
export function start(): Server {
  const who = createWho({
    publicUrl: 'http://127.0.0.1',
    plugins: { ticket: authTkt({ secrets: [secret] }), people: people() },
    identifiers: ['ticket'],
    authenticators: ['ticket', 'people'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req, res, next) => {
    if (isLogin(req)) logIn(req, res, next);
    else greet(res, req.remoteUser);
  });
  return createServer(app);
}
