import { createServer, type Server } from 'node:http';
import { checkTargets, guard, sendReply, whoMiddleware } from '@who/connect';
import { authenticated, type Who } from '@who/core';
import express, { type Express } from 'express';
import { greeting, LOGIN_PAGE, signIn, signOut } from './site.js';

export function expressApplication(who: Who): Express {
  const app = express();
  app.use(whoMiddleware(who));
  app.get('/', (req, res) => res.send(greeting(req.remoteUser)));
  app.get('/login', (_req, res) => res.send(LOGIN_PAGE));
  app.post('/login', async (req, res) => sendReply(res, await signIn(req.who)));
  app.post('/logout', async (req, res) => sendReply(res, await signOut(req.who)));
  app.get('/private', guard(authenticated()), (req, res) => res.send(`For ${req.remoteUser}`));
  return app;
}

export function expressServer(who: Who): Server {
  return createServer(checkTargets(expressApplication(who)));
}
