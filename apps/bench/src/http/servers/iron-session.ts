import { createServer, type Server } from 'node:http';
import connect from 'connect';
import { getIronSession } from 'iron-session';
import { secret } from '../../secret.js';
import { greet, isLogin } from '../applications/greeting.js';

/** Connect and iron-session: sessions in an encrypted cookie. */
export function start(): Server {
  const options = { password: secret, cookieName: 'session', cookieOptions: { secure: false } };
  const app = connect();
  app.use((req, res, next) => {
    (async () => {
      const session = await getIronSession<{ userid?: string }>(req, res, options);
      if (isLogin(req)) {
        session.userid = 'alice';
        await session.save();
      }
      greet(res, session.userid);
    })().catch(next);
  });
  return createServer(app);
}
