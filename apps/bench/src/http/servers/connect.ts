import { createServer, type Server } from 'node:http';
import connect from 'connect';
import { greet } from '../applications/greeting.js';

/** What everything is compared with. It asks nobody who he is. */
export function start(): Server {
  const app = connect();
  app.use((_req, res) => greet(res, 'alice'));
  return createServer(app);
}
