import { fakeExchange, fakeRequest } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWho } from '../src/index.js';
import { headerIdentifier } from './support.js';

describe('Exchange', () => {
  it.each([
    { url: '/', path: '/', query: '' },
    { url: '/a/b?c=d&c=e', path: '/a/b', query: 'c=d&c=e' },
    { url: '/a%2Fb?', path: '/a%2Fb', query: '' },
    { url: '//evil.example/x', path: '//evil.example/x', query: '' },
    { url: '/a/../b/./%2e', path: '/a/../b/./%2e', query: '' },
  ])('reads the target $url', ({ url, path, query }) => {
    const exchange = fakeExchange({ url });
    expect(exchange.path).toBe(path);
    expect(exchange.query.toString()).toBe(query);
    expect(new URL(exchange.url).origin).toBe('https://app.example.org');
  });

  it('says what kind of request it is as soon as somebody asks, where core itself says so', async () => {
    const requests = [fakeRequest({ method: 'PROPFIND' }), fakeRequest()];
    const plugins = { a: headerIdentifier('x-a') };
    const kinds = (options: object): string[] => {
      const who = createWho({ publicUrl: 'https://app.example.org', plugins, identifiers: ['a'], ...options });
      return requests.map((request) => who.api(request).exchange.classification);
    };
    expect(kinds({})).toEqual(['dav', 'browser']);
    expect(kinds({ identifiers: [{ plugin: 'a', only: ['dav'] }] })).toEqual(['dav', 'browser']);
    // One that may take its time, or fail, is asked by the engine, and once.
    expect(kinds({ requestClassifier: () => 'robot' })).toEqual(['', '']);
  });

  it('reads the * of OPTIONS, whose URL is the public one', () => {
    const exchange = fakeExchange({ url: '*', method: 'OPTIONS' });
    expect(exchange).toMatchObject({ target: '*', path: '*', url: 'https://app.example.org' });
  });

  describe.each([
    'http://app.example.org/x?y=1',
    'https://app.example.org',
    'ftp://app.example.org/x',
    'evil.example:443',
    '*',
    '*/x',
    '',
    '?x=1',
    'x',
    '\\\\x',
  ])('with the target %s', (url) => {
    it('has no path, no query and no URL', () => {
      const exchange = fakeExchange({ url });
      const refused = expect.objectContaining({ code: 'BAD_TARGET', status: 400 });
      for (const part of ['target', 'path', 'query', 'url'] as const) expect(() => exchange[part]).toThrow(refused);
    });

    it('asks no plugin, and knows nobody', async () => {
      const asked: string[] = [];
      const spy = { ...headerIdentifier('x-a'), identify: () => void asked.push('identifier') };
      const who = createWho({
        publicUrl: 'https://app.example.org',
        plugins: { spy },
        identifiers: ['spy'],
        requestClassifier: () => String(asked.push('classifier')),
        logger: { debug() {}, warn() {}, error() {} },
      });
      const api = who.api(fakeRequest({ url, headers: { 'X-A': 'alice' } }));
      await expect(async () => api.authenticate()).rejects.toMatchObject({ code: 'BAD_TARGET' });
      await expect(async () => api.authenticate()).rejects.toMatchObject({ code: 'BAD_TARGET' });
      expect(api.identity).toBeUndefined();
      expect(asked).toEqual([]);
    });
  });

  it('gives headers joined and apart', () => {
    const exchange = fakeExchange({ headers: { 'X-Two': ['a', 'b'], Host: 'app.example.org' } });
    expect(exchange.header('x-two')).toBe('a, b');
    expect(exchange.headerValues('x-two')).toEqual(['a', 'b']);
    expect(exchange.headerValues('x-none')).toEqual([]);
  });

  it('is made of what an adapter makes, and says so', () => {
    const who = createWho({ publicUrl: 'https://app.example.org', plugins: {} });
    const incoming = { method: 'GET', url: '/', headers: {}, rawHeaders: [] };
    const refusal = expect.objectContaining({
      code: 'NOT_ADAPTED',
      message: expect.stringContaining('nodeRequest(req)'),
    });
    expect(() => who.api(incoming as never)).toThrow(refusal);
  });

  it('knows every line of a header of which the server keeps the first', () => {
    const exchange = fakeExchange({ headers: { Authorization: ['Basic YTph', 'Bearer b'], 'X-One': 'a' } });
    expect(exchange.header('authorization')).toBe('Basic YTph');
    expect(exchange.headerValues('authorization')).toEqual(['Basic YTph', 'Bearer b']);
    expect(exchange.headerValues('x-one')).toEqual(['a']);
  });

  it.each([
    { remoteAddress: '::ffff:10.0.0.1', address: '10.0.0.1' },
    { remoteAddress: '10.0.0.1', address: '10.0.0.1' },
    { remoteAddress: '::1', address: '::1' },
    { remoteAddress: '::ffff:a00:1', address: '::ffff:a00:1' },
    { remoteAddress: 'fe80::1%eth0', address: 'fe80::1%eth0' },
  ])('writes the address $remoteAddress as $address', ({ remoteAddress, address }) => {
    expect(fakeExchange({ remoteAddress }).remoteAddress).toBe(address);
  });

  describe('publicUrl', () => {
    const of = (publicUrl: string | [string, ...string[]], host: string) =>
      createWho({ publicUrl, plugins: {} }).api(
        fakeRequest({
          url: '/x',
          headers: { Host: host, 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'ftp' },
        }),
      ).exchange;

    it('comes from the configuration, whatever the headers say', () => {
      expect(of('https://app.example.org/', 'evil.example').url).toBe('https://app.example.org/x');
      expect(of('https://app.example.org/base/', 'evil.example').url).toBe('https://app.example.org/base/x');
    });

    it('is chosen by Host from a list only', () => {
      const list: [string, ...string[]] = ['https://a.example', 'http://b.example:8080'];
      expect(of(list, 'B.example:8080').publicUrl).toBe('http://b.example:8080');
      expect(of(list, 'b.example').publicUrl).toBe('https://a.example');
      expect(of(list, 'evil.example').publicUrl).toBe('https://a.example');
    });
  });

  it('finds plugins by name and names by plugin', () => {
    const ticket = headerIdentifier('x-a');
    const exchange = fakeExchange({ plugins: { ticket } });
    expect(exchange.plugin('ticket', 'identifier')).toBe(ticket);
    expect(exchange.nameOf(ticket)).toBe('ticket');
    expect(exchange.nameOf(headerIdentifier('x-a'))).toBeUndefined();
    expect(() => exchange.plugin('tikcet', 'identifier')).toThrow(expect.objectContaining({ code: 'BAD_PLUGIN' }));
  });

  it('knows a plugin by its name also behind those that stand in front of it', () => {
    const ticket = headerIdentifier('x-a');
    const inner = { ...ticket, wraps: ticket };
    const outer = { ...inner, wraps: inner };
    const exchange = fakeExchange({ plugins: { other: headerIdentifier('x-b'), ticket: outer } });
    expect([outer, inner, ticket].map((plugin) => exchange.nameOf(plugin))).toEqual(['ticket', 'ticket', 'ticket']);
    expect(exchange.nameOf(headerIdentifier('x-a'))).toBeUndefined();
  });

  it('has room for notes, for one request', () => {
    const exchange = fakeExchange();
    exchange.scratch.set('key', 1);
    expect(exchange.scratch.get('key')).toBe(1);
    expect(fakeExchange().scratch.size).toBe(0);
  });

  it('tells the time of the engine', () => {
    expect(fakeExchange({ now: () => 42 }).now()).toBe(42);
  });
});

describe('cookies', () => {
  const cookies = (header: string, name = 'auth_tkt') => fakeExchange({ headers: { Cookie: header } }).cookies(name);

  it.each([
    { header: 'auth_tkt=a', values: ['a'] },
    { header: 'x=1; auth_tkt=a; y=2', values: ['a'] },
    { header: 'auth_tkt=a; auth_tkt=b', values: ['a', 'b'] },
    { header: 'auth_tkt=; auth_tkt=b', values: ['', 'b'] },
    { header: 'auth_tkt="q!u o"', values: ['"q!u o"'] },
    { header: ' auth_tkt = a', values: [] },
    { header: 'xauth_tkt=a; auth_tktx=b; Auth_tkt=c', values: [] },
    { header: 'auth_tkt', values: [] },
    { header: 'x="auth_tkt=a"', values: [] },
    { header: ';;;=; auth_tkt=a=b;', values: ['a=b'] },
    { header: '\tauth_tkt=a\t', values: ['a'] },
  ])('$header', ({ header, values }) => {
    expect(cookies(header)).toEqual(values);
  });

  it('finds every pair of a well-formed header', () => {
    const name = fc.stringMatching(/^[a-c]{1,3}$/);
    const value = fc.stringMatching(/^[a-z0-9="!]{0,8}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { minLength: 1 }), name, (pairs, wanted) => {
        const header = pairs.map(([n, v]) => `${n}=${v}`).join('; ');
        expect(cookies(header, wanted)).toEqual(pairs.filter(([n]) => n === wanted).map(([, v]) => v));
      }),
    );
  });

  it('never throws on anything', () => {
    const latin1 = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'));
    fc.assert(
      fc.property(latin1, fc.string(), (header, name) => {
        cookies(header, name);
      }),
    );
  });
});
