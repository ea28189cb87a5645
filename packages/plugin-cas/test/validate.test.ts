import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { inspect } from 'node:util';
import { WhoError } from '@who/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { CasRequest } from '../src/index.js';
import { type CasOptions, resolveOptions } from '../src/options.js';
import type { CasOutcome } from '../src/protocol/outcome.js';
import { validator } from '../src/validation/validator.js';
import { asker, fixture, fixtureNames, success } from './support.js';

const TICKET = 'ST-secret-ticket';
let server: Server | undefined;
let sockets = new Set<Socket>();

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  sockets = new Set();
});

/** Starts a CAS server that does as it is told. */
async function casServer(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  started.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

function ask(casUrl: string, options: Partial<CasOptions> = {}): Promise<CasOutcome> {
  const { validate } = validator(resolveOptions({ casUrl, rememberer: 'ticket', ...options }));
  return validate({ ticket: TICKET, service: 'https://app.example.org/', renew: false }, asker());
}

/** The error of a validation that must fail, after looking for what must not be in it. */
async function failureOf(outcome: Promise<CasOutcome>): Promise<WhoError> {
  const error = await outcome.then(
    () => expect.unreachable('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof WhoError)) throw error;
  expect(error.status).toBe(503);
  expect(error.headers).toEqual({ 'Retry-After': '10' });
  expect(inspect(error, { depth: 10 }) + JSON.stringify(error)).not.toContain('secret-ticket');
  return error;
}

/** Resolves once the server sees that the client has let go of every connection. */
function released(): Promise<unknown> {
  const open = [...sockets].filter((socket) => !socket.destroyed);
  return Promise.all(open.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
}

describe('a real server', () => {
  it('is asked over a connection that is there already', async () => {
    const url = await casServer((_request, response) => response.end(success('u')));
    for (let i = 0; i < 5; i++) expect(await ask(url)).toMatchObject({ success: true, user: 'u' });
    expect(sockets.size).toBeLessThan(5);
  });

  it('may send its answer in pieces, even in the middle of a character', async () => {
    const url = await casServer((_request, response) => {
      const pieces = [...Buffer.from(success('Zoë Łukasz 日本'))];
      const next = (): void => {
        const piece = pieces.splice(0, 7);
        if (piece.length === 0) response.end();
        else response.write(Buffer.from(piece), next);
      };
      next();
    });
    expect(await ask(url)).toMatchObject({ user: 'Zoë Łukasz 日本' });
  });

  it('that does not answer is given up', async () => {
    const url = await casServer(() => {});
    expect((await failureOf(ask(url, { timeoutMs: 30 }))).code).toBe('CAS_TIMEOUT');
    await released();
  });

  it('that never comes to an end is given up', async () => {
    const url = await casServer((_request, response) => response.write(success('u')));
    expect((await failureOf(ask(url, { timeoutMs: 30 }))).code).toBe('CAS_TIMEOUT');
    await released();
  });

  it('that says too much is cut off', async () => {
    let sent = 0;
    const url = await casServer((_request, response) => {
      const more = (): void => {
        sent += 65_536;
        response.write('x'.repeat(65_536), () => setImmediate(more));
      };
      more();
    });
    expect((await failureOf(ask(url))).code).toBe('CAS_RESPONSE_TOO_LARGE');
    await released();
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  it('is heard up to the last byte that is allowed', async () => {
    const answer = success('u');
    const url = await casServer((_request, response) => response.end(answer));
    expect(await ask(url, { maxResponseBytes: answer.length })).toMatchObject({ user: 'u' });
    const error = await failureOf(ask(url, { maxResponseBytes: answer.length - 1 }));
    expect(error.code).toBe('CAS_RESPONSE_TOO_LARGE');
  });

  it('that hangs up half-way signs nobody in', async () => {
    const url = await casServer((_request, response) => {
      response.writeHead(200, { 'Content-Length': 1000 });
      response.write(success('u'), () => response.destroy());
    });
    expect((await failureOf(ask(url))).code).toBe('CAS_UNAVAILABLE');
  });

  it('that hangs up at once signs nobody in', async () => {
    const url = await casServer((_request, response) => response.destroy());
    expect((await failureOf(ask(url))).code).toBe('CAS_UNAVAILABLE');
  });

  it('that is not there is named by the reason', async () => {
    const url = await casServer(() => {});
    await new Promise((resolve) => server?.close(resolve));
    const error = await failureOf(ask(url));
    expect(error).toMatchObject({ code: 'CAS_UNAVAILABLE', message: expect.stringContaining('ECONNREFUSED') });
  });

  it.each(fixtureNames(/^(?:p3\.)?serviceValidate\..*(?:ok|zoe|user@example\.test)$/))(
    'that counts characters for bytes and cuts %s short signs nobody in',
    async (name) => {
      const bytes = Buffer.from(fixture(name).trimEnd());
      for (const missing of [1, 2, 7, 30, bytes.length - 1]) {
        const cut = bytes.subarray(0, bytes.length - missing);
        const url = await casServer((_request, response) => response.end(cut));
        expect((await failureOf(ask(url))).code).toBe('CAS_BAD_RESPONSE');
        server?.close();
      }
    },
  );

  it.each([
    [500, 'CAS_UNAVAILABLE'],
    [503, 'CAS_UNAVAILABLE'],
    [429, 'CAS_UNAVAILABLE'],
    [404, 'CAS_BAD_RESPONSE'],
    [401, 'CAS_BAD_RESPONSE'],
    [204, 'CAS_BAD_RESPONSE'],
    [206, 'CAS_BAD_RESPONSE'],
  ])('that answers %i signs nobody in, whatever it says', async (status, code) => {
    const url = await casServer((_request, response) => {
      response.statusCode = status;
      response.end(status === 204 ? '' : success('u'));
    });
    expect((await failureOf(ask(url))).code).toBe(code);
  });

  it('is not followed to another address', async () => {
    const paths: (string | undefined)[] = [];
    const url = await casServer((request, response) => {
      paths.push(request.url?.split('?')[0]);
      if (request.url === '/elsewhere') response.end(success('u'));
      else response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    expect((await failureOf(ask(url))).code).toBe('CAS_BAD_RESPONSE');
    expect(paths).toEqual(['/p3/serviceValidate']);
  });

  it.each([
    ['HTML', Buffer.from('<!doctype html><title>Hello</title>')],
    ['nothing', Buffer.alloc(0)],
    ['latin-1', Buffer.from(success('Zoë'), 'latin1')],
    ['UTF-16', Buffer.from(success('u'), 'utf16le')],
  ])('that answers %s signs nobody in', async (_what, body) => {
    const url = await casServer((_request, response) => response.end(body));
    expect((await failureOf(ask(url))).code).toBe('CAS_BAD_RESPONSE');
  });
});

describe('a fetch of the application’s own', () => {
  it('gets the address, a signal and no redirects', async () => {
    const calls: [string, CasRequest][] = [];
    const outcome = await ask('https://cas.example.org', {
      fetch: async (url, init) => {
        calls.push([url, init]);
        return new Response(success('u'));
      },
    });
    expect(outcome).toMatchObject({ user: 'u' });
    expect(calls[0]?.[0]).toMatch(/^https:\/\/cas\.example\.org\/p3\/serviceValidate\?service=/);
    expect(calls[0]?.[1]).toMatchObject({ redirect: 'manual', signal: expect.any(AbortSignal) });
  });

  it.each([
    ['a message with the address', new Error(`request to https://cas/?ticket=${TICKET} failed`), 'connection lost'],
    [
      'a code',
      Object.assign(new Error(TICKET), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    ],
    ['no error at all', TICKET, 'connection lost'],
    ['nothing', undefined, 'connection lost'],
  ])('that fails with %s is not quoted', async (_what, thrown, reason) => {
    const error = await failureOf(ask('https://cas.example.org', { fetch: () => Promise.reject(thrown) }));
    expect(error).toMatchObject({ code: 'CAS_UNAVAILABLE', message: expect.stringContaining(reason) });
  });

  it.each<[string, () => Promise<Response>]>([
    ['never answers', () => new Promise(() => {})],
    ['never comes to an end', async () => new Response(new ReadableStream())],
  ])('that %s, whatever its signal says, is given up', async (_what, fetch) => {
    expect((await failureOf(ask('https://cas.example.org', { fetch, timeoutMs: 30 }))).code).toBe('CAS_TIMEOUT');
  });

  it('that never lets go of too long a body does not hold the request', async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(Buffer.alloc(65_536)),
      cancel: () => new Promise(() => {}),
    });
    const outcome = ask('https://cas.example.org', { fetch: async () => new Response(body), timeoutMs: 60_000 });
    expect((await failureOf(outcome)).code).toBe('CAS_RESPONSE_TOO_LARGE');
  });
});
