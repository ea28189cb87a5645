import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import connect from 'connect';
import { greet } from '../applications/greeting.js';

type Noted = { noted?: boolean };

/** The least that middleware can do and still have done something. It asks nobody who he is. */
export function start(): Server {
  const app = connect();
  app.use((req: IncomingMessage & Noted, res: ServerResponse & Noted, next) => {
    req.noted = true;
    res.noted = true;
    next();
  });
  app.use((_req, res) => greet(res, 'alice'));
  return createServer(app);
}
