import type { Server } from 'node:http';
import { ssoEngine } from '../../sso.js';
import { whoServer } from '../applications/who-server.js';

/** Connect and @who with every way in: header-sso, CAS, an auth_tkt cookie and Basic. */
export function start(): Server {
  return whoServer(ssoEngine());
}
