import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { whoMiddleware } from '@who/connect';
import connect, { type Server } from 'connect';
import { greet } from '../http/applications/greeting.js';
import { ticketCookies } from '../tickets.js';
import type { Job } from './cases.js';
import { engineWith } from './engines.js';

/** A request and its response through Connect, as Node makes them, but without a connection to write to. */
function throughConnect(app: Server, cookie: string, userid: string | undefined): Job {
  const bytes = Buffer.from(cookie, 'latin1');
  const socket = new Socket();
  app.use((req, res) => {
    if (userid !== undefined && req.remoteUser !== userid) throw new Error('The benchmark is not signed in.');
    greet(res, 'alice');
  });
  return () => {
    const req = new IncomingMessage(socket);
    req.httpVersionMajor = 1;
    req.httpVersionMinor = 1;
    req.method = 'GET';
    req.url = '/';
    req.headers = { host: 'localhost:3000', 'user-agent': 'Mozilla/5.0', accept: 'text/html,*/*' };
    if (cookie !== '') req.headers.cookie = bytes.toString('latin1');
    const res = new ServerResponse(req);
    app(req, res);
    if (!res.writableEnded || res.statusCode !== 200) throw new Error('The application does not answer.');
  };
}

/** Connect without and with @who, for somebody with a ticket seen before and for nobody. */
export const adapterJobs: Readonly<Record<'connect' | 'connect-seen' | 'connect-anonymous', () => Job>> = {
  connect: () => throughConnect(connect(), ticketCookies(1)[0] ?? '', undefined),
  'connect-seen': () => throughConnect(withWho(), ticketCookies(1)[0] ?? '', 'alice'),
  'connect-anonymous': () => throughConnect(withWho(), '', undefined),
};

function withWho(): Server {
  const app = connect();
  app.use(whoMiddleware(engineWith()));
  return app;
}
