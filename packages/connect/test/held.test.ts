import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { connect as connectSession, createServer as createSecondServer } from 'node:http2';
import { type AddressInfo, connect as connectSocket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { adapterEngine } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { whoListener } from '../src/index.js';
import {
  type Answer,
  alice,
  ask,
  Express,
  everywhere,
  gate,
  type Handler,
  listen,
  type Running,
  serve,
  ticks,
} from './support.js';

const later = adapterEngine({ decide: async (_, { status }) => status === 401 });

/** The code of what a call throws. */
function codeOf(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

/** What applications do with a response of which the head is out; the guard still holds it. */
const tooLate: readonly {
  name: string;
  commit: (res: ServerResponse) => unknown;
  change: (res: ServerResponse) => unknown;
}[] = [
  { name: 'setHeader', commit: (res) => res.write('body'), change: (res) => res.setHeader('Content-Length', 3) },
  { name: 'setHeader', commit: (res) => res.end('body'), change: (res) => res.setHeader('Content-Length', 9) },
  { name: 'setHeader', commit: (res) => res.writeHead(200), change: (res) => res.setHeader('Set-Cookie', 'late=1') },
  {
    name: 'setHeaders',
    commit: (res) => res.writeHead(200),
    change: (res) => res.setHeaders(new Headers({ 'X-Late': '1' })),
  },
  { name: 'appendHeader', commit: (res) => res.flushHeaders(), change: (res) => res.appendHeader('X-Late', '1') },
  { name: 'removeHeader', commit: (res) => res.flushHeaders(), change: (res) => res.removeHeader('X-App') },
  { name: 'writeHead', commit: (res) => res.writeHead(200), change: (res) => res.writeHead(404, { 'X-Late': '1' }) },
];

describe.each(everywhere)('a held response in $name', (framework) => {
  it.each(tooLate)('refuses $name as Node does', async ({ commit, change }) => {
    const seen: unknown[] = [];
    const handler: Handler = (_, res) => {
      res.setHeader('X-App', '1');
      commit(res);
      seen.push(
        codeOf(() => change(res)),
        res.headersSent,
      );
      if (!res.writableEnded) res.end('body');
    };
    const answer = await ask(await serve(framework, { who: later, handler }), alice);
    expect(seen).toEqual(['ERR_HTTP_HEADERS_SENT', true]);
    expect(answer).toMatchObject({ status: 200, headers: { 'x-app': '1', 'set-cookie': ['session=alice'] } });
    expect(answer.body).toMatch(/^(body)+$/);
    expect(answer.headers).not.toHaveProperty('x-late');
  });

  it('says what an ended one says, and takes nothing more', async () => {
    const seen: unknown[] = [];
    const handler: Handler = (_, res) => {
      res.end('first');
      seen.push(res.headersSent, res.writableEnded, res.writableFinished);
      const callback = (error?: Error | null): void => void seen.push((error as { code?: string } | undefined)?.code);
      res.end('second', callback);
      res.write('third', callback);
      res.flushHeaders();
    };
    const running = await serve(framework, { who: later, handler });
    expect(await ask(running, alice)).toMatchObject({ status: 200, body: 'first', headers: { 'content-length': '5' } });
    expect(seen).toEqual([true, true, false, 'ERR_STREAM_ALREADY_FINISHED', 'ERR_STREAM_WRITE_AFTER_END']);
  });

  it('is in its usual state again when it has passed', async () => {
    const own: string[][] = [];
    const handler: Handler = (_, res) => {
      const methods = Object.getPrototypeOf(res);
      const differing = (): string[] => Object.keys(res).filter((name) => Reflect.get(res, name) !== methods[name]);
      const before = differing();
      res.end('body', () => own.push(before, differing()));
    };
    await ask(await serve(framework, { who: later, handler }));
    const [before = [], after = []] = own;
    const added = after.filter((name) => !before.includes(name));
    expect(added.filter((name) => /header|ended|finished|destroy/i.test(name) && name !== '_header')).toEqual([]);
  });

  it.each([
    { by: 'res.destroy()', hangUp: ({ res }) => res.destroy() },
    { by: 'req.destroy()', hangUp: ({ req }) => req.destroy() },
    { by: 'socket.destroySoon()', hangUp: ({ req }) => req.socket.destroySoon() },
    { by: 'socket.end()', hangUp: ({ req }) => req.socket.end() },
  ] satisfies {
    by: string;
    hangUp: (both: { req: IncomingMessage; res: ServerResponse }) => unknown;
  }[])('leaves before its application hangs up by $by', async ({ hangUp }) => {
    const handler: Handler = (req, res) => {
      res.writeHead(413).end('too much');
      hangUp({ req, res });
    };
    const { port } = await serve(framework, { who: later, handler });
    const socket = connectSocket(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf');
    let text = '';
    for await (const chunk of socket) text += chunk;
    expect(text).toMatch(/^HTTP\/1\.1 413 .*too much/s);
  });

  it('leaves before its server closes', async () => {
    const { promise, open } = gate<boolean>();
    const handler: Handler = ({ socket }, res) => {
      res.end('body');
      const { server } = socket as typeof socket & { server: Server };
      setImmediate(() => {
        server.close();
        open(false);
      });
    };
    const running = await serve(framework, { who: adapterEngine({ decide: () => promise }), handler });
    expect(await ask(running, alice)).toMatchObject({ status: 200, body: 'body' });
  });

  it('leaves the connection as quick as it was', async () => {
    setFlagsFromString('--allow-natives-syntax');
    const isQuick = new Function('object', 'return %HasFastProperties(object)') as (object: object) => boolean;
    const quick: boolean[] = [];
    const handler: Handler = (req, res) => {
      res.on('finish', () => quick.push(isQuick(req.socket)));
      res.writeHead(200).end('body');
    };
    const running = await serve(framework, { who: later, handler });
    for (let round = 0; round < 3; round++) await ask(running);
    expect(quick).toEqual([true, true, true]);
  });

  it('keeps the message that its head was committed with', async () => {
    const handler: Handler = (_, res) => {
      res.write('bo');
      Object.assign(res, { statusCode: 404, statusMessage: 'Late' });
      res.end('dy');
    };
    const answer = await ask(await serve(framework, { who: later, handler }));
    expect(answer).toMatchObject({ status: 200, message: 'OK', body: 'body' });
  });

  it('lets layers that look for a head by their own means end it', async () => {
    const handler: Handler = (_, res) => {
      const { end } = res;
      const inner = res as ServerResponse & { _header: unknown; _implicitHeader(): void };
      // As sessions do that are saved before the end.
      res.end = (...args: unknown[]) => {
        setImmediate(() => Reflect.apply(end, res, args));
        if (!inner._header) inner._implicitHeader();
        return res;
      };
      res.write('bo');
      res.end('dy');
    };
    const answer = await ask(await serve(framework, { who: later, handler }));
    expect(answer).toMatchObject({ status: 200, body: 'body' });
  });
});

/** What Node says to an application, whatever its version. */
const said: readonly { of: string; handler: (res: ServerResponse, say: (word: unknown) => void) => unknown }[] = [
  {
    of: 'the status and the message that writeHead() was given',
    handler: (res, say) => {
      res.writeHead(404, 'Nowhere', { 'X-App': '1' });
      say([res.statusCode, res.statusMessage]);
      res.end('body');
    },
  },
  {
    of: 'the message that goes with a status',
    handler: (res, say) => {
      res.statusCode = 203;
      res.write('body');
      say([res.statusCode, res.statusMessage]);
      res.end();
    },
  },
  ...['writeContinue', 'writeProcessing', 'writeEarlyHints', 'writeInformation'].map((name) => ({
    of: `${name}() behind the head`,
    handler: (res: ServerResponse, say: (word: unknown) => void) => {
      res.writeHead(200);
      const method: unknown = Reflect.get(res, name);
      const args = name === 'writeEarlyHints' ? [{ link: '</a.css>; rel=preload' }] : [103];
      if (typeof method === 'function') say(codeOf(() => Reflect.apply(method, res, args)));
      res.end('body');
    },
  })),
  {
    of: 'an encoding that there is not',
    handler: (res, say) => {
      res.writeHead(200, { 'Content-Length': 4 });
      say(codeOf(() => res.write('lost', 'none' as BufferEncoding)));
      res.end('body');
    },
  },
];

describe.each(everywhere)('what a held response says in $name', (framework) => {
  it.each(said)('of $of is what Node says', async ({ handler }) => {
    const heard = async (serving: (handler: RequestListener) => Promise<Running>) => {
      const words: unknown[] = [];
      const running = await serving((_, res) => handler(res, (word) => words.push(word)));
      const { status, message, body, trailers, informational } = await ask(running);
      return { words, status, message, body, trailers, informational };
    };
    const held = await heard((handler) => serve(framework, { who: later, handler }));
    expect(held).toEqual(await heard(listen));
  });
});

describe('an application that answers twice', () => {
  it('sends its first answer, and has Express say so', async () => {
    const seen: unknown[] = [];
    const handler: Handler = (_, res) => {
      const { send } = res as ServerResponse & { send(body: string): void };
      send.call(res, 'a');
      send.call(res, 'second answer');
    };
    const running = await serve(Express, {
      who: later,
      handler,
      errorHandler: (error, _req, res, _next) => seen.push((error as { code?: string }).code, res.headersSent),
    });
    const answer: Answer = await ask(running);
    expect(answer).toMatchObject({ status: 200, body: 'a', headers: { 'content-length': '1' } });
    expect(seen).toEqual(['ERR_HTTP_HEADERS_SENT', true]);
  });
});

describe('a held response of HTTP/2', () => {
  it('refuses late headers as Node does, and leaves before its application hangs up', async () => {
    const seen: unknown[] = [];
    const server = createSecondServer(
      whoListener(later, (_req, res) => {
        res.writeHead(203, { 'x-app': '1' });
        seen.push(
          codeOf(() => res.setHeader('x-late', '1')),
          codeOf(() => res.removeHeader('x-app')),
          codeOf(() => res.writeHead(404)),
        );
        res.end('body');
        res.stream.close();
        seen.push(res.statusCode, res.writableEnded);
      }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const session = connectSession(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    try {
      const stream = session.request({ ':path': '/' });
      const [headers] = await once(stream, 'response');
      let body = '';
      for await (const chunk of stream) body += chunk;
      expect({ status: headers[':status'], app: headers['x-app'], late: headers['x-late'], body }).toEqual({
        status: 203,
        app: '1',
        late: undefined,
        body: 'body',
      });
      const late = 'ERR_HTTP2_HEADERS_SENT';
      expect(seen).toEqual([late, late, late, 203, true]);
    } finally {
      session.destroy();
      server.close();
      await once(server, 'close');
      await ticks(1);
    }
  });
});
