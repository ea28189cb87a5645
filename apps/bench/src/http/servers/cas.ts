import { createServer, type Server } from 'node:http';
import { whoMiddleware } from '@who/connect';
import { createWho } from '@who/core';
import { authTkt } from '@who/plugin-auth-tkt';
import { cas } from '@who/plugin-cas';
import connect from 'connect';
import { secret } from '../../secret.js';
import { greet } from '../applications/greeting.js';

/** Connect and @who with a CAS server, whose tickets are taken without a sign-in that has started here. */
export function start(): Server {
  const who = createWho({
    publicUrl: 'http://localhost',
    plugins: {
      ticket: authTkt({ secrets: [secret] }),
      cas: cas({ casUrl: process.env['BENCH_CAS_URL'] ?? '', rememberer: 'ticket', acceptUnsolicited: true }),
    },
    identifiers: ['cas', 'ticket'],
    authenticators: ['cas', 'ticket'],
  });
  const app = connect();
  app.use(whoMiddleware(who));
  app.use((req, res) => greet(res, req.remoteUser));
  return createServer(app);
}
