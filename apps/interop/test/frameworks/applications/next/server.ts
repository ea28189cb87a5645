import { createServer, type RequestListener, type Server } from 'node:http';
import { nodeRequest, sendReply, whoListener } from '@who/connect';
import type { Who } from '@who/core';
import { signIn, signOut } from '../site.js';

const USER_HEADER = 'x-remote-user';

/** The custom server before Next.js. Proxy, pages and route handlers learn from a header who is asking. */
export function nextServer(who: Who, handle: RequestListener): Server {
  return createServer(
    whoListener(who, async (req, res) => {
      // What a client says of itself there must never arrive.
      nodeRequest(req).concealHeaders([USER_HEADER]);
      if (req.remoteUser !== undefined) req.headers[USER_HEADER] = encodeURIComponent(req.remoteUser);
      try {
        const page = `${req.method} ${req.who.exchange.path}`;
        if (page === 'POST /login') sendReply(res, await signIn(req.who));
        else if (page === 'POST /logout') sendReply(res, await signOut(req.who));
        else await handle(req, res);
      } catch {
        sendReply(res, { status: 500 });
      }
    }),
  );
}
