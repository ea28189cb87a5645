import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createWho } from '@who/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeRequest } from '../src/index.js';
import { incoming } from './incoming.js';

const who = createWho({ publicUrl: 'https://app.example.org', plugins: {}, maxFormBytes: 1000 });
const type = 'application/x-www-form-urlencoded';

/** Reads the form and then the body, the way a plugin and an application after it would. */
async function readTwice(request: IncomingMessage): Promise<{ form: string; body: string }> {
  const form = await who.api(nodeRequest(request)).exchange.form();
  return { form: form.toString(), body: await text(request) };
}

describe('the form of a real request', () => {
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createServer((request, response) => {
      readTwice(request).then(
        (result) => response.end(JSON.stringify(result)),
        (error) => response.writeHead(error.status).end(JSON.stringify({ code: error.code })),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Sends a body in pieces; a length makes it one of known size, else it is chunked. */
  async function post(pieces: readonly string[], headers: Record<string, string> = {}): Promise<unknown> {
    const request = httpRequest({ port, method: 'POST', headers: { 'content-type': type, ...headers } });
    const response = once(request, 'response') as Promise<[IncomingMessage]>;
    request.flushHeaders();
    for (const piece of pieces) await new Promise((resolve) => request.write(piece, resolve));
    request.end();
    return JSON.parse(await text((await response)[0]));
  }

  it('is there for the plugin and for the application', async () => {
    const both = { form: 'a=1&b=%C3%A9', body: 'a=1&b=%C3%A9' };
    expect(await post(['a=1&b=%C3%A9'])).toEqual(both);
    expect(await post(['a=1', '&b=%C3%A9'])).toEqual(both);
    expect(await post(['a=1&b=%C3%A9'], { 'content-length': '12' })).toEqual(both);
  });

  it('is empty where there is none', async () => {
    expect(await post([])).toEqual({ form: '', body: '' });
    expect(await post([], { 'content-length': '0' })).toEqual({ form: '', body: '' });
    expect(await post(['{"a":1}'], { 'content-type': 'application/json' })).toEqual({ form: '', body: '{"a":1}' });
  });

  it('is refused when it is too large, announced or not', async () => {
    const large = `a=${'x'.repeat(2000)}`;
    expect(await post([large])).toEqual({ code: 'FORM_TOO_LARGE' });
    expect(await post([large], { 'content-length': String(large.length) })).toEqual({ code: 'FORM_TOO_LARGE' });
  });

  it('fails when the client goes away in the middle', async () => {
    const failed = new Promise<unknown>((resolve) => {
      server.prependOnceListener('request', (incomingRequest: IncomingMessage) => {
        who.api(nodeRequest(incomingRequest)).exchange.form().catch(resolve);
      });
    });
    const request = httpRequest({ port, method: 'POST', headers: { 'content-type': type, 'content-length': '10' } });
    request.on('error', () => {});
    request.write('a=1', () => request.destroy());
    expect(await failed).toMatchObject({ code: 'BAD_FORM', status: 400 });
  });
});

describe('the form of a request that tells its end in another way', () => {
  it('is there for both over HTTP/2, with a length and without one', async () => {
    const server = http2.createServer((request, response) => {
      readTwice(request as unknown as IncomingMessage).then((result) => response.end(JSON.stringify(result)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const session = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    try {
      for (const headers of [{}, { 'content-length': '7' }]) {
        const stream = session.request({ ':method': 'POST', 'content-type': type, ...headers });
        stream.write('a=1');
        stream.end('&b=2');
        expect(JSON.parse(await text(stream))).toEqual({ form: 'a=1&b=2', body: 'a=1&b=2' });
      }
    } finally {
      session.destroy();
      server.close();
      await once(server, 'close');
    }
  });

  it('is there for both where there is no "complete", as with requests that tests of frameworks inject', async () => {
    const request = Object.assign(incoming({ method: 'POST', headers: { 'content-type': type }, body: 'a=1' }), {
      complete: undefined,
    });
    expect(await readTwice(request as unknown as IncomingMessage)).toEqual({ form: 'a=1', body: 'a=1' });
  });

  it.each(['utf8', 'latin1', 'base64', 'utf16le'] as const)('is there for both after setEncoding(%j)', async (name) => {
    const request = incoming({ method: 'POST', headers: { 'content-type': type }, body: 'a=%C3%A9&b=1234' });
    request.setEncoding(name);
    const form = await who.api(nodeRequest(request)).exchange.form();
    let body = '';
    for await (const chunk of request) body += chunk;
    expect(form.toString()).toBe('a=%C3%A9&b=1234'.slice(0, Buffer.from(body, name).length));
    expect(Buffer.from(body, name).toString()).toBe('a=%C3%A9&b=1234'.slice(0, Buffer.from(body, name).length));
  });

  it('counts as unread until the application reads it', async () => {
    const request = incoming({ method: 'POST', headers: { 'content-type': type }, body: 'a=1' });
    await who.api(nodeRequest(request)).exchange.form();
    expect(request.readableDidRead).toBe(false);
    expect(await text(request)).toBe('a=1');
    expect(request.readableDidRead).toBe(true);
  });
});

describe('the form after a body parser', () => {
  it.each([
    { body: { a: '1', b: ['2', '3'], c: { nested: true } }, form: 'a=1&b=2&b=3' },
    { body: 'a=1', form: 'a=1' },
    { body: Buffer.from('a=1'), form: 'a=1' },
    { body: null, form: '' },
    { body: 7, form: '' },
  ])('is what it found: $form', async ({ body, form }) => {
    const request = Object.assign(incoming({ method: 'POST' }), { body });
    expect((await who.api(nodeRequest(request)).exchange.form()).toString()).toBe(form);
  });

  it('is read where the parser was one for other bodies, and only left an empty object', async () => {
    const headers = { 'content-type': type };
    const request = Object.assign(incoming({ method: 'POST', headers, body: 'a=1' }), { body: {} });
    expect((await who.api(nodeRequest(request)).exchange.form()).toString()).toBe('a=1');
    expect(await text(request)).toBe('a=1');
  });

  it('is empty where the parser read an empty form', async () => {
    const headers = { 'content-type': type };
    const request = incoming({ method: 'POST', headers, body: ' ' });
    await text(request);
    expect((await who.api(nodeRequest(Object.assign(request, { body: {} }))).exchange.form()).toString()).toBe('');
  });

  it('is missed, not empty, where the parser kept it to itself', async () => {
    const whole = incoming({ method: 'POST', headers: { 'content-type': type }, body: 'a=1' });
    await text(whole);
    const begun = incoming({ method: 'POST', headers: { 'content-type': type }, body: 'a=1&b=2' });
    await once(begun, 'readable');
    begun.read(3);
    for (const request of [whole, begun]) {
      await expect(who.api(nodeRequest(request)).exchange.form()).rejects.toMatchObject({
        code: 'BODY_USED',
        status: 500,
      });
    }
  });

  it.each(['a=1', ''])('may be read by one plugin after another: %j', async (body) => {
    const request = incoming({ method: 'POST', headers: { 'content-type': type }, body });
    const others = createWho({ publicUrl: 'https://app.example.org', plugins: {} });
    const { exchange } = who.api(nodeRequest(request));
    expect((await exchange.form()).toString()).toBe(body);
    expect(await exchange.text()).toBe(body);
    expect((await others.api(nodeRequest(request)).exchange.form()).toString()).toBe(body);
    expect(await text(request)).toBe(body);
  });

  it('is refused, not waited for, where the client has gone already', async () => {
    const request = incoming({ method: 'POST', headers: { 'content-type': type }, body: 'a=1' });
    const gone = once(request, 'close');
    request.destroy();
    await gone;
    await expect(who.api(nodeRequest(request)).exchange.form()).rejects.toMatchObject({
      code: 'BAD_FORM',
      status: 400,
    });
  });
});
