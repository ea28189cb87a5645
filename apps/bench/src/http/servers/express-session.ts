import { createServer, type Server } from 'node:http';
import express from 'express';
import session from 'express-session';
import { secret } from '../../secret.js';
import { greet, isLogin } from '../applications/greeting.js';

declare module 'express-session' {
  interface SessionData {
    userid: string;
  }
}

/** Express and express-session, in memory. */
export function start(): Server {
  const app = express();
  app.use(session({ secret, resave: false, saveUninitialized: false }));
  app.use((req, res) => {
    if (isLogin(req)) req.session.userid = 'alice';
    greet(res, req.session.userid);
  });
  return createServer(app);
}
