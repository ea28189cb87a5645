import { createServer, type Server } from 'node:http';
import connect from 'connect';
import { parse, serialize } from 'cookie';
import { sign, unsign } from 'cookie-signature';
import { secret } from '../../secret.js';
import { greet, isLogin } from '../applications/greeting.js';

/** The least that hand-written code would do: one signed cookie with the userid in it. */
export function start(): Server {
  const app = connect();
  app.use((req, res) => {
    if (isLogin(req)) res.setHeader('Set-Cookie', serialize('session', sign('alice', secret), { httpOnly: true }));
    const value = parse(req.headers.cookie ?? '')['session'];
    greet(res, (value !== undefined && unsign(value, secret)) || undefined);
  });
  return createServer(app);
}
