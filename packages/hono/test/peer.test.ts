import { getRequestListener } from '@hono/node-server';
import type { Peer } from '@who/core';
import { adapterEngine, serve } from '@who/testkit';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { keepGlobals } from '../../testkit/test/kept-globals.js';
import { type WhoEnv, whoMiddleware } from '../src/index.js';

keepGlobals();

const app = (peer?: () => Peer): Hono<WhoEnv> => {
  const app: Hono<WhoEnv> = new Hono();
  app.use(whoMiddleware(adapterEngine(), { peer }));
  return app.get('/', (c) => c.text(`${c.get('who').exchange.remoteAddress}`)) as unknown as Hono<WhoEnv>;
};

it('is that of the socket, under Node’s server', async () => {
  await using server = await serve(getRequestListener(app().fetch));
  expect(['127.0.0.1', '::1']).toContain(await (await fetch(server.url)).text());
});

it('is unknown elsewhere, unless the application says who it is', async () => {
  expect(await (await app().request('/')).text()).toBe('undefined');
  expect(await (await app().request('/', {}, { incoming: 'a binding' })).text()).toBe('undefined');
  expect(await (await app(() => ({ address: '203.0.113.7' })).request('/')).text()).toBe('203.0.113.7');
});
