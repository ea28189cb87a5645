import { describe, expect, it } from 'vitest';
import { isHttpUrl, isLoopbackUrl, requirePlace, resolveUsers, sampleUsers } from '../src/index.js';

const fail = (code: string, message: string): Error => new Error(`${code} ${message}`);

describe('accounts', () => {
  it('are copied, from an array or an object', () => {
    const given = { ada: { password: 'x', attributes: { groups: ['a'] } } };
    const users = resolveUsers(given, fail);
    given.ada.attributes.groups.push('b');
    expect(users.get('ada')).toEqual({ userid: 'ada', password: 'x', attributes: { groups: ['a'] } });
    expect([...resolveUsers(sampleUsers, fail).keys()]).toEqual(['ada', 'bob', 'zoe']);
  });

  it.each([
    [null, /array or an object/],
    [[null], /"userid"/],
    [[{ userid: 'ada', password: 'x', mail: 'y' }], /"mail" is not known/],
    [{ ada: {} }, /"password"/],
    [[sampleUsers[0], sampleUsers[0]], /twice/],
    [{ ada: { password: 'x', attributes: [] } }, /as an object/],
    [{ ada: { password: 'x', attributes: { mail: 1 } } }, /"mail"/],
  ])('refuse %j', (users, message) => {
    expect(() => resolveUsers(users as never, fail)).toThrow(message);
  });
});

describe('places', () => {
  it.each([
    ['http://localhost:1/', true],
    ['https://app.localhost/', true],
    ['http://127.1.2.3/', true],
    ['http://[::1]:1/', true],
    ['http://localhost.example.org/', false],
    ['http://127.0.0.1.example.org/', false],
    ['ftp://localhost/', false],
    ['localhost', false],
  ])('%s is on this machine: %s', (url, expected) => {
    expect(isLoopbackUrl(url)).toBe(expected);
    expect(isHttpUrl('http://example.org')).toBe(true);
  });

  it('are on loopback, at a port', () => {
    expect(() => requirePlace(0, '::1', fail)).not.toThrow();
    expect(() => requirePlace(70_000, '::1', fail)).toThrow('"port"');
    expect(() => requirePlace(0, '0.0.0.0', fail)).toThrow('"host" must be one of 127.0.0.1, ::1, localhost');
  });
});
