import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { createWho } from '@who/core';
import { serve } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { nodeRequest } from '../src/index.js';
import { incoming } from './incoming.js';

describe('a request of node:http, to an engine,', () => {
  it('keeps the original target inside a mounted application', () => {
    const request = Object.assign(incoming({ url: '/inner' }), { originalUrl: '/mount/inner?x=1' });
    const { exchange } = createWho({ publicUrl: 'https://app.example.org', plugins: {} }).api(nodeRequest(request));
    expect(exchange.target).toBe('/mount/inner?x=1');
  });

  it('knows every line of a header of which Node keeps the first, also where there are no distinct lists', () => {
    const headers = { Authorization: ['Basic YTph', 'Bearer b'], 'X-One': 'a' };
    const request = Object.assign(incoming({ headers }), { headersDistinct: undefined });
    const { exchange } = createWho({ publicUrl: 'https://app.example.org', plugins: {} }).api(
      nodeRequest(request as never),
    );
    expect(exchange.headerValues('authorization')).toEqual(['Basic YTph', 'Bearer b']);
    expect(exchange.headerValues('x-one')).toEqual(['a']);
  });

  it('takes the word of a layer above about headers that it has taken out, added or rewritten', () => {
    const request = incoming({ headers: { 'X-Gone': ['a', 'b'], 'X-New': 'a' } });
    delete request.headers['x-gone'];
    Object.assign(request.headers, { 'x-new': 'b', 'x-added': 'c' });
    const { exchange } = createWho({ publicUrl: 'https://app.example.org', plugins: {} }).api(nodeRequest(request));
    expect(['x-gone', 'x-new', 'x-added'].map((name) => exchange.headerValues(name))).toEqual([[], ['b'], ['c']]);
  });

  it('has no address where the socket has gone', () => {
    const socket = new Proxy({}, { get: () => Buffer.alloc(-1) });
    const request = Object.defineProperty(incoming(), 'socket', { value: socket });
    const { exchange } = createWho({ publicUrl: 'https://app.example.org', plugins: {} }).api(nodeRequest(request));
    expect(exchange.remoteAddress).toBeUndefined();
    expect(exchange.header('x-none')).toBeUndefined();
  });

  it('has an object for each connection, but for those that many requests share at a time', async () => {
    const connections: unknown[] = [];
    const who = createWho({ publicUrl: 'https://app.example.org', plugins: {} });
    await using server = await serve((req, res) => {
      connections.push(who.api(nodeRequest(req)).exchange.connection);
      res.end();
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 2; i++) {
      const [response] = await once(get(server.url, { agent }), 'response');
      await response.resume().toArray();
    }
    agent.destroy();
    await (await fetch(server.url)).text();
    expect(connections[0]).toBeTypeOf('object');
    expect(connections[1]).toBe(connections[0]);
    expect(connections[2]).not.toBe(connections[0]);
    expect(nodeRequest(Object.assign(incoming(), { httpVersionMajor: 2 })).connection).toBeUndefined();
  });

  describe('whose other end has shown a certificate', () => {
    const good = { fingerprint256: 'AB:CD', subject: { CN: 'front.example.org' } };

    it.each([
      [true, good, { fingerprint256: 'AB:CD', commonName: 'front.example.org' }],
      [false, good, undefined],
      [true, {}, undefined],
      [true, { ...good, fingerprint256: undefined }, undefined],
      [true, { ...good, subject: { CN: ['a', 'b'] } }, { fingerprint256: 'AB:CD', commonName: undefined }],
    ])('verified: %j, as %j', (authorized, shown, certificate) => {
      const request = incoming();
      Object.assign(request.socket, { authorized, getPeerCertificate: () => shown });
      const { peer } = nodeRequest(request);
      expect([peer?.certificate, peer?.certificate]).toEqual([certificate, certificate]);
      expect(nodeRequest(Object.assign(incoming(), { socket: request.socket })).peer).toBe(peer);
    });
  });
});
