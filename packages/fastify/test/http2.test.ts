import { once } from 'node:events';
import { type ClientHttp2Session, connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import formbody from '@fastify/formbody';
import { type AdapterEngineParts, adapterEngine, backendDown, NamedCredentials } from '@who/testkit';
import fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { guard, whoFastify } from '../src/index.js';
import { alice } from './support.js';

const closes: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closes.splice(0).reverse()) await close();
});

async function serve(parts?: AdapterEngineParts): Promise<ClientHttp2Session> {
  const app = fastify({ http2: true });
  await app.register(whoFastify, { who: adapterEngine(parts) });
  await app.register(formbody);
  app.get('/', async ({ remoteUser }) => `Hello ${remoteUser}`);
  app.get('/private', { preHandler: guard((identity) => identity !== undefined) }, async () => 'private');
  app.get('/stream', (_request, reply) => reply.code(401).send(Readable.from(['secret'])));
  app.get('/raw', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(401);
    reply.raw.end('secret');
  });
  app.post('/', async ({ body, remoteUser }) => ({ body, remoteUser }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const session = connect(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
  closes.push(
    () => app.close(),
    () => session.destroy(),
  );
  return session;
}

async function ask(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string,
): Promise<{ headers: IncomingHttpHeaders & { ':status'?: number }; body: string }> {
  const stream = session.request(headers, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  const [answered] = await once(stream, 'response');
  return { headers: answered, body: await text(stream) };
}

for (const promised of [false, true]) {
  it('signs people in, and asks those who are not', async () => {
    const session = await serve({ promised });
    const page = await ask(session, { ':path': '/', ...alice });
    expect([page.body, page.headers['set-cookie']]).toEqual(['Hello alice', ['session=alice']]);
    expect((await ask(session, { ':path': '/private', ...alice })).body).toBe('private');
    for (const path of ['/private', '/stream', '/raw']) {
      const { headers, body } = await ask(session, { ':path': path });
      expect([headers[':status'], headers['location'], body]).toEqual([302, '/login', 'Sign in first.']);
    }
  });
}

it('leaves the application a form that a plugin has read', async () => {
  const session = await serve({
    identify: async (exchange) => new NamedCredentials(String((await exchange.form()).get('login'))),
  });
  const type = 'application/x-www-form-urlencoded';
  const { body } = await ask(session, { ':method': 'POST', ':path': '/', 'content-type': type }, 'login=bob&a=1');
  expect(JSON.parse(body)).toEqual({ body: { login: 'bob', a: '1' }, remoteUser: 'bob' });
});

it('answers failures before the application, and after it', async () => {
  for (const parts of [{ identify: backendDown }, { remember: backendDown }]) {
    const { headers, body } = await ask(await serve(parts), { ':path': '/', ...alice });
    expect([headers[':status'], headers['retry-after'], body.includes('BACKEND_DOWN')]).toEqual([503, '7', true]);
  }
});

it('sends an early reply', async () => {
  const session = await serve({ identify: () => ({ reply: { status: 303, headers: [['Location', '/clean']] } }) });
  const { headers, body } = await ask(session, { ':path': '/' });
  expect([headers[':status'], headers['location'], body]).toEqual([303, '/clean', '']);
});
