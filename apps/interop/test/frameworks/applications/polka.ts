import { createServer, type RequestListener, type Server } from 'node:http';
import { checkTargets, guard, sendReply, whoMiddleware } from '@who/connect';
import { authenticated, type Who } from '@who/core';
import polka from 'polka';
import { greeting, LOGIN_PAGE, signIn, signOut } from './site.js';

export function polkaServer(who: Who): Server {
  const app = polka();
  app.use(whoMiddleware(who));
  app.get('/', (req, res) => void res.end(greeting(req.remoteUser)));
  app.get('/login', (_req, res) => void res.setHeader('Content-Type', 'text/html').end(LOGIN_PAGE));
  app.post('/login', async (req, res) => sendReply(res, await signIn(req.who)));
  app.post('/logout', async (req, res) => sendReply(res, await signOut(req.who)));
  app.get('/private', guard(authenticated()), (req, res) => void res.end(`For ${req.remoteUser}`));
  return createServer(checkTargets(app.handler as RequestListener));
}
