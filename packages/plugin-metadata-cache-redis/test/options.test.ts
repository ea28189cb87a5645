import { inspect } from 'node:util';
import { WhoError } from '@who/core';
import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../src/options.js';

const url = 'redis://localhost';
const client = { status: 'wait', get: noop, mget: noop, set: noop, unlink: noop, scan: noop };
async function noop(): Promise<never> {
  throw new Error('nobody should ask');
}

function refusal(options: object): WhoError {
  try {
    Reflect.apply(resolveOptions, undefined, [options]);
  } catch (error) {
    if (error instanceof WhoError) return error;
  }
  throw new Error('It was not refused.');
}

describe('resolveOptions', () => {
  it('names the keys after the metadata', () => {
    expect(resolveOptions({ url }).namespace).toBe('who:attributes');
    expect(resolveOptions({ url, name: 'shib' }).namespace).toBe('who:shib');
    expect(resolveOptions({ url, namespace: 'a:b.c-d_e' }).namespace).toBe('a:b.c-d_e');
  });

  it.each([
    url,
    'redis://localhost:6379/',
    'redis://localhost/15',
    'rediss://who:p%40ss@redis.example.org:6380/1',
    'redis://[::1]:6379',
  ])('takes %s', (good) => {
    expect(resolveOptions({ url: good }).redis).toEqual({ url: good, tls: undefined });
  });

  it.each([
    '',
    'localhost:6379',
    'http://localhost',
    'redis://',
    'redis:///0',
    'redis://localhost/main',
    'redis://localhost/-1',
    'redis://localhost/0?db=1',
    'redis://localhost/0#a',
    'redis://a,b:6379',
    'redis://who:%ff@localhost',
    7,
  ])('refuses the URL %j', (bad) => {
    expect(refusal({ url: bad })).toMatchObject({ code: 'BAD_OPTION' });
    expect(refusal({ url: bad }).message).toContain('Option "url"');
  });

  it('quotes no URL, which may hold a password', () => {
    expect(inspect(refusal({ url: 'redis://who:hunter2@localhost/x' }), { depth: 9 })).not.toContain('hunter2');
  });

  it.each([
    ['url', {}],
    ['url', { url, client }],
    ['namespace', { url, namespace: '' }],
    ['namespace', { url, namespace: '{who}' }],
    ['namespace', { url, namespace: 'who::attributes' }],
    ['namespace', { url, namespace: 'who:' }],
    ['namespace', { url, namespace: 'who*' }],
    ['namespace', { url, namespace: 'a\n' }],
    ['namespace', { url, namespace: 'a'.repeat(201) }],
    ['namespace', { url, name: 'what I know' }],
    ['tls', { url, tls: { ca: 'PEM' } }],
    ['tls', { client, tls: { ca: 'PEM' } }],
    ['tls', { url: 'rediss://localhost', tls: { rejectUnauthorized: false } }],
    ['tls', { url: 'rediss://localhost', tls: 'PEM' }],
    ['client', { client: new Map() }],
    ['client', { client: { ...client, status: undefined } }],
    ['client', { client: { ...client, scan: undefined } }],
    ['client', { client: null }],
  ])('refuses a bad "%s": %o', (option, bad) => {
    expect(refusal(bad).message).toContain(`[@who/plugin-metadata-cache-redis] Option "${option}" must `);
  });

  it('refuses what it does not know, by name', () => {
    expect(refusal({ ulr: url }).message).toContain('Option "ulr" is not known.');
    expect(refusal({ url, ttlSecond: 5 }).message).toContain('Did you mean "ttlSeconds"?');
  });

  it('leaves to the cache what all caches take', () => {
    const { capture } = resolveOptions({ client, ttlSeconds: 60, strict: true });
    expect(capture).toEqual({ ttlSeconds: 60, strict: true });
  });
});
