import { createServer, type Server } from 'node:http';
import connect from 'connect';
import session from 'express-session';
import { secret } from '../../secret.js';
import { passportOn } from '../applications/passport.js';

/** Connect, passport, and sessions in memory. */
export function start(): Server {
  const app = connect();
  app.use(session({ secret, resave: false, saveUninitialized: false }) as unknown as connect.NextHandleFunction);
  passportOn(app);
  return createServer(app);
}
