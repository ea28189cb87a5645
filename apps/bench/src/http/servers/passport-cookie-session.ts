import { createServer, type IncomingMessage, type Server } from 'node:http';
import connect from 'connect';
import cookieSession from 'cookie-session';
import { secret } from '../../secret.js';
import { passportOn } from '../applications/passport.js';

/** Connect, passport, and sessions in a signed cookie. */
export function start(): Server {
  const app = connect();
  app.use(cookieSession({ name: 'session', keys: [secret] }) as unknown as connect.NextHandleFunction);
  // passport expects of a session what only express-session has.
  app.use((req: IncomingMessage & { session?: Record<string, unknown> }, _res, next) => {
    if (req.session && !req.session['regenerate']) {
      Object.defineProperties(req.session, {
        regenerate: { value: (done: () => void) => done() },
        save: { value: (done: () => void) => done() },
      });
    }
    next();
  });
  passportOn(app);
  return createServer(app);
}
