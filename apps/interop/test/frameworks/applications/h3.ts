import { createServer, type IncomingMessage, type Server } from 'node:http';
import { whoListener } from '@who/connect';
import { authenticated, type Reply, restrict, type Who } from '@who/core';
import { H3, type H3Event, HTTPError, html, raw } from 'h3';
import { toNodeHandler } from 'h3/node';
import { greeting, LOGIN_PAGE, signIn, signOut } from './site.js';

/** The request of `node:http` behind an event: `whoListener` has left there who is asking. */
function requestOf(event: H3Event): IncomingMessage {
  return event.runtime?.node?.req as IncomingMessage;
}

function respond({ status, headers, body }: Reply): Response {
  return new Response(body ?? null, { status, headers: (headers ?? []).map(([name, value]) => [name, value]) });
}

export function h3Server(who: Who): Server {
  const refusalOf = restrict(authenticated());
  const app = new H3();
  app.get('/', (event) => greeting(requestOf(event).remoteUser));
  app.get('/login', () => html(raw(LOGIN_PAGE)));
  app.post('/login', async (event) => respond(await signIn(requestOf(event).who)));
  app.post('/logout', async (event) => respond(await signOut(requestOf(event).who)));
  app.use('/private', async (event) => {
    const status = await refusalOf(requestOf(event).who);
    if (status) throw new HTTPError({ status });
  });
  app.get('/private', (event) => `For ${requestOf(event).remoteUser}`);
  return createServer(whoListener(who, toNodeHandler(app)));
}
