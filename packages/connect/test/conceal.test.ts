import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concealHeaders, concealTrailers, type HeaderLists } from '../src/request/conceal.js';
import { incoming } from './incoming.js';

/** Everything that a request holds under names like this one. */
function traces(req: HeaderLists, pattern: RegExp): string[] {
  const raw = req.rawHeaders.filter((_, i) => i % 2 === 0);
  return [...raw, ...Object.keys(req.headers), ...Object.keys(req.headersDistinct ?? {})].filter((n) =>
    pattern.test(n),
  );
}

describe('concealHeaders', () => {
  const headers = {
    Accept: [],
    Host: 'a.example',
    'X-User': ['eve', 'mallory'],
    x_user: 'eve',
    'X-USER_ID': '7',
    Cookie: 'a=1',
  };

  it('takes all spellings out of all lists, and leaves the others as they were', () => {
    const req = incoming({ headers });
    const raw = req.rawHeaders;
    concealHeaders(req, ['X_User']);
    expect(traces(req, /user$/i)).toEqual([]);
    expect(req.rawHeaders).toEqual(['Host', 'a.example', 'X-USER_ID', '7', 'Cookie', 'a=1']);
    expect(req.rawHeaders, 'whoever holds the list sees the same').toBe(raw);
    expect(req.headers).toEqual({ host: 'a.example', 'x-user_id': '7', cookie: 'a=1' });
    expect(req.headersDistinct).toEqual({ host: ['a.example'], 'x-user_id': ['7'], cookie: ['a=1'] });
  });

  it('leaves nothing of a name, however it is written', () => {
    const name = fc
      .array(fc.constantFrom('x', 'X', '-', '_', 'user', 'USER'), { minLength: 1 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), name, (sent, concealed) => {
        const req = incoming({ headers: { Accept: [], ...Object.fromEntries(sent.map((n) => [n, 'v'])) } });
        concealHeaders(req, [concealed]);
        const plain = (text: string) => text.toLowerCase().replaceAll('_', '-');
        expect(traces(req, /./).filter((n) => plain(n) === plain(concealed))).toEqual([]);
        const others = Object.keys(Object.fromEntries(sent.map((n) => [n, 'v']))).filter(
          (n) => plain(n) !== plain(concealed),
        );
        expect(req.rawHeaders.filter((_, i) => i % 2 === 0)).toEqual(others);
      }),
    );
  });

  it.each(['before', 'after'])('works on a real request, whose lists are made on demand, %s they are', async (when) => {
    const server = createServer((req, res) => {
      if (when === 'after') traces(req, /./);
      concealHeaders(req, ['x-user']);
      res.end(JSON.stringify([traces(req, /user/i), req.headers.accept]));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outgoing = request({
      port,
      host: '127.0.0.1',
      agent: false,
      headers: { 'X-User': 'eve', x_USER: 'eve', Accept: 'a/b' },
    });
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    let body = '';
    for await (const chunk of response) body += chunk;
    server.close();
    expect(JSON.parse(body)).toEqual([[], 'a/b']);
  });

  it('works on HTTP/2', async () => {
    const server = http2.createServer((req, res) => {
      concealHeaders(req, ['x-user']);
      res.end(JSON.stringify(traces(req, /user/i)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const session = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request({ ':path': '/', 'x-user': 'eve', x_user: 'eve' });
    let body = '';
    for await (const chunk of stream) body += chunk;
    session.close();
    server.close();
    expect(JSON.parse(body)).toEqual([]);
  });
});

/** Every name among the trailers of a request. */
function trailersOf(req: IncomingMessage): string[] {
  const raw = req.rawTrailers.filter((_, i) => i % 2 === 0);
  return [...raw, ...Object.keys(req.trailers), ...Object.keys(req.trailersDistinct ?? {})].sort();
}

describe('trailers', () => {
  const trailers = { X_User: 'eve', 'x-user': 'eve', X_ID: '7', 'X-Sum': '1' };

  /** What a listener sees of a request's trailers after its body. */
  async function overHttp1(conceal: (req: IncomingMessage) => void): Promise<unknown> {
    const server = createServer(async (req, res) => {
      conceal(req);
      const early = trailersOf(req);
      for await (const _ of req);
      res.end(JSON.stringify({ early, names: trailersOf(req), again: trailersOf(req), sum: req.trailers['x-sum'] }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outgoing = request({ port, host: '127.0.0.1', agent: false, method: 'POST', headers: { Trailer: 'X-Sum' } });
    outgoing.write('body');
    outgoing.addTrailers(trailers);
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    let body = '';
    for await (const chunk of response) body += chunk;
    server.close();
    return JSON.parse(body);
  }

  const left = ['X-Sum', 'x-sum', 'x-sum'];

  it('are concealed with the headers of their names, although they come later', async () => {
    const seen = await overHttp1((req) => {
      concealHeaders(req, ['x-user']);
      concealHeaders(req, ['x-id']);
    });
    expect(seen).toEqual({ early: [], names: left, again: left, sum: '1' });
  });

  it('are concealed where the headers are not', async () => {
    const seen = await overHttp1((req) => {
      concealTrailers(req, ['x-user', 'X_ID', 'host', 'transfer-encoding']);
      expect(req.headers).toMatchObject({ host: expect.anything(), 'transfer-encoding': 'chunked' });
    });
    expect(seen).toMatchObject({ names: left });
  });

  it('can be put in by others', async () => {
    const seen = await overHttp1((req) => {
      concealTrailers(req, ['x-user', 'x-id', 'x-sum']);
      req.rawTrailers = ['X-Early', '1', 'X-User', 'eve'];
      expect(req.rawTrailers).toEqual(['X-Early', '1']);
    });
    expect(seen).toMatchObject({ names: [] });
  });

  it('are concealed over HTTP/2', async () => {
    const server = http2.createServer(async (req, res) => {
      concealTrailers(req, ['x-user', 'x_id']);
      for await (const _ of req);
      res.end(JSON.stringify(trailersOf(req as unknown as IncomingMessage)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const session = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = session.request({ ':path': '/', ':method': 'POST' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    stream.end('body');
    let body = '';
    for await (const chunk of stream) body += chunk;
    session.close();
    server.close();
    expect(JSON.parse(body)).toEqual(['x-sum', 'x-sum']);
  });

  it('of requests that can have none cost nothing', () => {
    const req = incoming({ headers: { 'X-User': 'eve' } });
    concealHeaders(req, ['x-user']);
    expect(Object.getOwnPropertyDescriptor(req, 'rawTrailers')?.get).toBeUndefined();
  });
});
