import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseService, toLocation, withParameter } from '../src/service-url.js';
import { browser, start, validate } from './helpers.js';

describe('withParameter', () => {
  it.each([
    ['http://a.test', 'http://a.test?ticket=T'],
    ['http://a.test/', 'http://a.test/?ticket=T'],
    ['http://a.test/?', 'http://a.test/?ticket=T'],
    ['http://a.test/??', 'http://a.test/??&ticket=T'],
    ['http://a.test/?x=1', 'http://a.test/?x=1&ticket=T'],
    ['http://a.test/?x=1&', 'http://a.test/?x=1&ticket=T'],
    ['http://a.test/?ticket=old', 'http://a.test/?ticket=old&ticket=T'],
    ['http://a.test/#part', 'http://a.test/?ticket=T#part'],
    ['http://a.test/?x=1#part?y', 'http://a.test/?x=1&ticket=T#part?y'],
    ['HTTP://A.test:80/%7e', 'HTTP://A.test:80/%7e?ticket=T'],
  ])('%s → %s', (service, expected) => {
    expect(withParameter(service, 'ticket', 'T')).toBe(expected);
  });

  it('changes nothing else that a parser sees', () => {
    const piece = fc.string({ unit: fc.constantFrom(...'ab?&=%/.:;+'), maxLength: 12 });
    fc.assert(
      fc.property(piece, fc.option(piece), fc.option(piece), (path, query, fragment) => {
        const service = `http://a.test/${path}${query === null ? '' : `?${query}`}${fragment === null ? '' : `#${fragment}`}`;
        const [before, after] = [new URL(service), new URL(withParameter(service, 'ticket', 'ST-1'))];
        expect(after.searchParams.getAll('ticket').at(-1)).toBe('ST-1');
        expect([after.origin, after.pathname, after.hash]).toEqual([before.origin, before.pathname, before.hash]);
        expect(after.search.startsWith(before.search)).toBe(true);
      }),
    );
  });
});

describe('toLocation', () => {
  it('makes a header of any URL', () => {
    expect(toLocation('http://a.test/ü 日本?x=%20#"')).toBe('http://a.test/%C3%BC%20%E6%97%A5%E6%9C%AC?x=%20#"');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (url) => {
        expect(toLocation(url)).toMatch(/^[\x21-\x7e]*$/);
      }),
    );
  });
});

describe('parseService', () => {
  it.each(['http://a.test', 'https://a.test:8443/x?y#z', 'http://[::1]:3000/', 'HTTP://a.test/ä b'])(
    'takes %s',
    (url) => {
      expect(parseService(url)?.href).toBe(new URL(url).href);
    },
  );

  it.each([
    '',
    '/',
    'a.test',
    'http:a.test',
    'http:/a.test',
    'file:///etc',
    'http://a.test/\t',
    'http://a b/',
    'http://a.test ',
    'data:,x',
  ])('refuses %j', (url) => {
    expect(parseService(url)).toBeUndefined();
  });
});

it.each(['http://app.example.test/ü 日本?x=a b&y=%2F#frag ment', 'http://[::1]:3000/a?b', "http://a.test/'(*)!"])(
  'a whole sign-in for %s',
  async (service) => {
    const server = await start();
    const response = await browser(server).signIn({ username: 'ada', password: 'ada', service });
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.pathname).toBe(new URL(service).pathname);
    expect(location.hash).toBe(new URL(service).hash);
    const ticket = location.searchParams.get('ticket') ?? '';
    expect(await (await validate(server, { service, ticket }, '/validate')).text()).toBe('yes\nada\n');
  },
);
