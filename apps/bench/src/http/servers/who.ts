import type { Server } from 'node:http';
import { ticketEngine } from '../applications/ticket-engine.js';
import { whoServer } from '../applications/who-server.js';

/** Connect and @who with an auth_tkt cookie. */
export function start(): Server {
  return whoServer(ticketEngine());
}
