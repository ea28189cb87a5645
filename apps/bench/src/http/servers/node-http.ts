import { createServer, type Server } from 'node:http';
import { greet } from '../applications/greeting.js';

/** What Node itself costs. It asks nobody who he is. */
export function start(): Server {
  return createServer((_req, res) => greet(res, 'alice'));
}
