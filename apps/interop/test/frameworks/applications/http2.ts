import { createSecureServer, type Http2SecureServer, type SecureServerOptions } from 'node:http2';
import { checkTargets, guard, type Next, sendReply, whoMiddleware } from '@who/connect';
import { authenticated, type Reply, type Who } from '@who/core';
import connect from 'connect';
import { greeting, LOGIN_PAGE, signIn, signOut } from './site.js';

/** Speaks HTTP/2, and HTTP/1.1 with those who know no other. */
export function http2Server(who: Who, tls: SecureServerOptions): Http2SecureServer {
  const app = connect();
  app.use(whoMiddleware(who));
  app.use('/private', guard(authenticated()));
  app.use(async (req, res, next: Next) => {
    const send = async (reply: Promise<Reply>): Promise<void> => sendReply(res, await reply);
    try {
      switch (`${req.method} ${req.url}`) {
        case 'GET /':
          return res.end(greeting(req.remoteUser));
        case 'GET /private':
          return res.end(`For ${req.remoteUser}`);
        case 'POST /login':
          return await send(signIn(req.who));
        case 'POST /logout':
          return await send(signOut(req.who));
        default:
          return res.setHeader('Content-Type', 'text/html').end(LOGIN_PAGE);
      }
    } catch (error) {
      return next(error);
    }
  });
  return createSecureServer({ ...tls, allowHTTP1: true }, checkTargets(app as never));
}
