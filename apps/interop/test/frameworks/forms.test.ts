import { createServer } from 'node:http';
import { connect, createServer as createSecondServer } from 'node:http2';
import { text } from 'node:stream/consumers';
import middie from '@fastify/middie';
import { getRequestListener } from '@hono/node-server';
import { whoListener, whoMiddleware } from '@who/connect';
import fastify from 'fastify';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { keepGlobals } from '../../../../packages/testkit/test/kept-globals.js';
import { engine, listen } from './engine.js';

keepGlobals();

const FORM = 'name=alice&note=a%20b';
const fields = { name: 'alice', note: 'a b' };
const type = 'application/x-www-form-urlencoded';

/** The ways by which an application of Hono reads a body. */
const readings = [
  { path: '/fields', expected: JSON.stringify(fields) },
  { path: '/text', expected: FORM },
  { path: '/bytes', expected: FORM },
  { path: '/stream', expected: FORM },
  { path: '/copy', expected: FORM },
];

function hono(): ReturnType<typeof getRequestListener> {
  const app = new Hono();
  app.post('/fields', async ({ json, req }) => json(await req.parseBody()));
  app.post('/text', async (context) => context.text(await context.req.text()));
  app.post('/bytes', async (context) => context.body(await context.req.arrayBuffer()));
  app.post('/stream', ({ req }) => new Response(req.raw.body));
  app.post('/copy', async (context) => context.text(await context.req.raw.clone().text()));
  return getRequestListener(app.fetch);
}

describe('a form that a plugin has read', () => {
  it.each(readings)('is there for Hono: $path', async ({ path, expected }) => {
    const port = await listen(createServer(whoListener(engine('later'), hono())));
    const options = { method: 'POST', headers: { 'content-type': type }, body: FORM };
    expect(await (await fetch(`http://127.0.0.1:${port}${path}`, options)).text()).toBe(expected);
  });

  it.each(readings)('is there for Hono over HTTP/2: $path', async ({ path, expected }) => {
    const port = await listen(createSecondServer(whoListener(engine('later'), hono())));
    const session = connect(`http://127.0.0.1:${port}`);
    try {
      const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': type });
      stream.end(FORM);
      expect(await text(stream)).toBe(expected);
    } finally {
      session.destroy();
    }
  });

  it('is there for Fastify, over the wire and injected', async () => {
    const app = fastify();
    await app.register(middie);
    app.use(whoMiddleware(engine('at once')));
    app.addContentTypeParser(type, { parseAs: 'string' }, async (_request: unknown, body: string | Buffer) => body);
    app.post('/', async ({ body }) => body);
    await app.ready();
    const port = await listen(app.server, () => app.close());
    const options = { method: 'POST', headers: { 'content-type': type } } as const;
    expect(await (await fetch(`http://127.0.0.1:${port}/`, { ...options, body: FORM })).text()).toBe(FORM);
    expect((await app.inject({ ...options, url: '/', payload: FORM })).body).toBe(FORM);
  });
});
