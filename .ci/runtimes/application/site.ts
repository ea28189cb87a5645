import { type Authenticator, authenticated, isOwnRequest, type Metadata } from '@who/core';
import { addHeaders, guarded, type WhoFetchOptions, type WhoHandler, whoFetch } from '@who/fetch';
import { engine, outage } from './engine.js';

/** The application that every runtime serves. What it answers shows what arrived. */
export function site<C>(
  casUrl: string,
  passwords: Authenticator,
  peer: NonNullable<WhoFetchOptions<C>['peer']>,
): (request: Request, context: C) => Promise<Response> {
  const inside: WhoHandler<Metadata, C> = guarded<Metadata, C>(authenticated(), (_request, who) =>
    Response.json({ userid: who.identity?.userid, ...who.identity?.metadata }),
  );
  const pages: Readonly<Record<string, WhoHandler<Metadata, C>>> = {
    '/private': inside,
    '/login': async (request, who) => {
      if (request.method !== 'POST') return new Response('<form method="post">', HTML);
      if (!isOwnRequest(who.exchange)) return new Response(null, { status: 403 });
      const form = new URLSearchParams(await request.text());
      const { identity, headers } = await who.login({
        login: form.get('login') ?? '',
        password: form.get('password') ?? '',
      });
      return addHeaders(seeOther(identity ? '/private' : '/login?again'), headers);
    },
    '/logout': async (request, who) => {
      const isMeant = request.method === 'POST' && isOwnRequest(who.exchange);
      return isMeant ? addHeaders(seeOther('/'), await who.logout()) : new Response(null, { status: 403 });
    },
    '/form': async (request, who) => new Response(`${who.identity?.userid} ${await request.text()}`),
    // Its headers cannot be changed everywhere.
    '/redirect': (request) => Response.redirect(new URL('/', request.url), 302),
    '/cookies': () =>
      new Response('two', {
        headers: [
          ['Set-Cookie', 'one=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT'],
          ['Set-Cookie', 'two=2'],
        ],
      }),
    '/outage': (request) => {
      outage.isOn = new URL(request.url).search === '?on';
      return new Response(String(outage.answers));
    },
    '/stream': () => new Response(slowly(['one', ' two', ' three'])),
  };
  const seen: WhoHandler<Metadata, C> = (request, { exchange }) =>
    Response.json({
      target: exchange.target,
      address: exchange.remoteAddress,
      letter: exchange.cookie('letter'),
      twice: exchange.headerValues('x-twice').length,
      front: [request.headers.get('x-front'), exchange.header('x-front') ?? null],
    });
  return whoFetch(
    engine(casUrl, passwords),
    (request, ...rest) => (pages[new URL(request.url).pathname] ?? seen)(request, ...rest),
    { peer },
  );
}

const HTML = { headers: { 'Content-Type': 'text/html; charset=utf-8' } };

const seeOther = (location: string) => new Response(null, { status: 303, headers: { Location: location } });

/** A body that comes in pieces, each in a turn of its own. */
function slowly(pieces: readonly string[]): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const piece = left.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(new TextEncoder().encode(piece));
    },
  });
}
