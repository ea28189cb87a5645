import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { apiToken, createApiToken } from '../src/index.js';
import { options, recordOf, sha256, tokenOf } from './support.js';

describe('the options of apiToken', () => {
  const record = recordOf('alice');

  it.each([
    ['realm', { realm: '' }],
    ['realm', { realm: undefined }],
    ['realm', { realm: 'a\r\nb' }],
    ['realm', { realm: 'déjà vu' }],
    ['tokens', { tokens: undefined }],
    ['tokens', { tokens: {} }],
    ['tokens', { tokens: [undefined] }],
    ['tokens', { tokens: [{ ...record, userid: '' }] }],
    ['tokens', { tokens: [{ ...record, userid: 7 }] }],
    ['tokens', { tokens: [{ userid: 'alice', token: tokenOf('alice') }] }],
    ['tokens', { tokens: [{ ...record, sha256: tokenOf('alice') }] }],
    ['tokens', { tokens: [{ ...record, sha256: record.sha256.slice(1) }] }],
    ['tokens', { tokens: [{ ...record, sha256: `${record.sha256}0` }] }],
    ['tokens', { tokens: [{ ...record, sha256: `${record.sha256}\n` }] }],
    ['tokens', { tokens: [{ ...record, scopes: 'read' }] }],
    ['tokens', { tokens: [{ ...record, scopes: ['read write'] }] }],
    ['tokens', { tokens: [{ ...record, scopes: [''] }] }],
    ['tokens', { tokens: [{ ...record, expiresAtMs: Number.NaN }] }],
    ['tokens', { tokens: [{ ...record, expiresAtMs: new Date(0) }] }],
    ['tokens', { tokens: [record, { ...record, userid: 'bob', sha256: record.sha256.toUpperCase() }] }],
    ['lookup', { lookup: {} }],
    ['header', { header: '' }],
    ['header', { header: 'a b' }],
    ['header', { header: 'authorization' }],
    ['header', { header: 'Cookie' }],
    ['maxBytes', { maxBytes: 0 }],
    ['maxBytes', { maxBytes: 1.5 }],
    ['lookupTimeoutMs', { lookupTimeoutMs: 0 }],
    ['lookupTimeoutMs', { lookupTimeoutMs: Number.POSITIVE_INFINITY }],
    ['maxLookups', { maxLookups: '10' }],
  ])('are refused: a bad "%s", %o', (option, bad) => {
    const make = () => Reflect.apply(apiToken, undefined, [{ ...options, ...bad }]);
    expect(make).toThrow(`[@who/plugin-api-token] Option "${option}" must `);
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
    // A token that stands where its digest belongs is not printed.
    expect(make).not.toThrow(tokenOf('alice'));
  });

  it('say which record is bad', () => {
    const tokens = [record, { ...recordOf('bob'), sha256: '' }];
    expect(() => apiToken({ ...options, tokens })).toThrow(
      'Option "tokens" must hold records: number 2 has no "sha256" of 64 hexadecimal digits (it is empty: is its variable set?).',
    );
  });

  it('are refused by name where nobody knows them', () => {
    expect(() => apiToken({ ...options, token: [] } as never)).toThrow(/"token" is not known. Did you mean "tokens"\?/);
    const tokens = [{ ...record, expiresAt: 1 }];
    expect(() => apiToken({ ...options, tokens })).toThrow(
      /record with an unknown "expiresAt". Did you mean "expiresAtMs"\?/,
    );
  });

  it('may be an empty list, or a lookup alone', () => {
    expect(() => apiToken({ realm: 'Example', tokens: [] })).not.toThrow();
    expect(() => apiToken({ realm: 'Example', lookup: () => undefined })).not.toThrow();
  });

  it('are not printed with the plugin', () => {
    expect(inspect(apiToken(options), { depth: 9, showHidden: true })).not.toContain(record.sha256);
  });
});

describe('createApiToken', () => {
  it('makes a token and its digest', () => {
    const { token, sha256: digest } = createApiToken();
    expect(token).toMatch(/^who_[\w-]{43}$/);
    expect(digest).toBe(sha256(token));
  });

  it('makes another one every time, behind the prefix that it is given', () => {
    const tokens = Array.from({ length: 100 }, () => createApiToken('example-1_').token);
    expect(new Set(tokens).size).toBe(100);
    expect(tokens.every((token) => /^example-1_[\w-]{43}$/.test(token))).toBe(true);
  });

  it.each(['', 'a b', 'a=', 'ä', 'x'.repeat(33), 'a\n', 7])('refuses the prefix %j', (prefix) => {
    expect(() => createApiToken(prefix as string)).toThrow('Option "prefix" must ');
  });
});
