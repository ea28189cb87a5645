import { inspect } from 'node:util';
import { isPromise, WhoError } from '@who/core';
import { fakeClock, fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { ApiTokenCredentials, type ApiTokenOptions, type ApiTokenRecord, apiToken } from '../src/index.js';
import { lookup, options, recordOf, sha256, tokenOf } from './support.js';

const realm = 'Example';
/** A record as a lookup with a memory of its own returns it: the same one every time. */
const SHARED = recordOf('alice', { scopes: ['read'] });
const ask = (plugin: ReturnType<typeof apiToken>, token: unknown = tokenOf('alice')) =>
  plugin.authenticate(fakeExchange(), new ApiTokenCredentials(token as string));
const withLookup = (answer: unknown) => apiToken({ realm, lookup: (() => answer) as ApiTokenOptions['lookup'] });

/** What a call fails with, at once or later. */
async function failureOf(call: () => unknown): Promise<WhoError> {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(WhoError);
  return error as WhoError;
}

describe('apiToken as an authenticator', () => {
  it('says whose a token is, and what it may be used for, at once', () => {
    expect(ask(apiToken(options))).toEqual({ userid: 'alice', tokens: ['read'] });
    expect(ask(apiToken({ realm, lookup }))).toEqual({ userid: 'alice', tokens: [] });
  });

  it('takes digests in upper case', () => {
    const digest = sha256(tokenOf('alice')).toUpperCase();
    expect(ask(apiToken({ realm, tokens: [recordOf('alice', { sha256: digest })] }))).toBeDefined();
    expect(ask(withLookup(recordOf('alice', { sha256: digest })))).toBeDefined();
  });

  it('keeps a copy of its options', () => {
    const scopes = ['read'];
    const tokens = [recordOf('alice', { scopes })];
    const plugin = apiToken({ realm, tokens });
    tokens.pop();
    scopes.push('write');
    expect(ask(plugin)).toEqual({ userid: 'alice', tokens: ['read'] });
  });

  it.each<[string, ApiTokenOptions]>([
    ['the list', options],
    ['the lookup', { realm, lookup: () => SHARED }],
  ])('keeps the scopes of %s from those who change an identity', async (_, given) => {
    const plugin = apiToken(given);
    const { tokens } = { tokens: [], ...(await ask(plugin)) };
    (tokens as string[]).push('admin');
    expect(await ask(plugin)).toEqual({ userid: 'alice', tokens: ['read'] });
  });

  it.each([tokenOf('carol'), tokenOf('alice').slice(1), '', ' ', sha256(tokenOf('alice')), null, 7, {}, ['a']])(
    'does not know %j',
    (token) => {
      expect(ask(apiToken(options), token)).toBeUndefined();
    },
  );

  it('refuses an empty token, even where a record has its digest', () => {
    expect(ask(apiToken({ realm, tokens: [{ userid: 'anybody', sha256: sha256('') }] }), '')).toBeUndefined();
  });

  it.each<[string, (record: ApiTokenRecord) => ApiTokenOptions]>([
    ['the list', (record) => ({ realm, tokens: [record] })],
    ['the lookup', (record) => ({ realm, lookup: () => record })],
  ])('lets a token of %s expire by the clock of the engine', (_, of) => {
    const clock = fakeClock();
    const plugin = apiToken(of(recordOf('alice', { expiresAtMs: clock.now() + 1 })));
    const answer = () =>
      plugin.authenticate(fakeExchange({ now: clock.now }), new ApiTokenCredentials(tokenOf('alice')));
    expect(answer()).toMatchObject({ userid: 'alice' });
    clock.advance(1);
    expect(answer()).toBeUndefined();
  });

  describe('with a lookup', () => {
    it('asks it for a digest, and only for what the list does not have', () => {
      const asked: string[] = [];
      const plugin = apiToken({ ...options, lookup: (digest) => void asked.push(digest) });
      expect([ask(plugin), ask(plugin, tokenOf('carol'))]).toEqual([
        expect.objectContaining({ userid: 'alice' }),
        undefined,
      ]);
      expect(asked).toEqual([sha256(tokenOf('carol'))]);
    });

    it('does not ask it when the list has the token, but expired', () => {
      const plugin = apiToken({
        realm,
        tokens: [recordOf('alice', { expiresAtMs: 1 })],
        lookup: () => recordOf('alice'),
      });
      expect(ask(plugin)).toBeUndefined();
    });

    it('waits for a promise', async () => {
      const answer = ask(withLookup(Promise.resolve(recordOf('alice'))));
      expect(isPromise(answer)).toBe(true);
      expect(await answer).toEqual({ userid: 'alice', tokens: [] });
    });

    it.each([undefined, null])('takes %j for a token that nobody knows', async (nothing) => {
      expect(ask(withLookup(nothing))).toBeUndefined();
      expect(await ask(withLookup(Promise.resolve(nothing)))).toBeUndefined();
    });

    it('lets nobody in on the record of another token', async () => {
      expect(ask(withLookup(recordOf('bob')))).toBeUndefined();
      expect(await ask(withLookup(Promise.resolve(recordOf('bob'))))).toBeUndefined();
    });

    it('follows a revocation at once', () => {
      const table = new Map([[sha256(tokenOf('alice')), recordOf('alice')]]);
      const plugin = apiToken({ realm, lookup: (digest) => table.get(digest) });
      expect(ask(plugin)).toBeDefined();
      table.clear();
      expect(ask(plugin)).toBeUndefined();
    });

    it.each([
      ['throws', () => ask(apiToken({ realm, lookup: () => fail('the database is down') }))],
      ['rejects', () => ask(withLookup(Promise.reject(new Error('the database is down'))))],
    ])('fails when it %s', async (_, call) => {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: 'API_TOKEN_LOOKUP_FAILED', plugin: '@who/plugin-api-token', status: 503 });
      expect(error.cause).toEqual(new Error('the database is down'));
      expect(inspect(error, { depth: 9 })).not.toContain(tokenOf('alice'));
    });

    it.each([
      ['no record', 'alice'],
      ['no userid', { ...recordOf('alice'), userid: '' }],
      ['no digest', { userid: 'alice' }],
      ['the token in place of its digest', recordOf('alice', { sha256: tokenOf('alice') })],
      ['an expiry that is text', { ...recordOf('alice'), expiresAtMs: '4102444800000' }],
      ['an expiry that never comes', recordOf('alice', { expiresAtMs: Number.NaN })],
      ['scopes that are text', { ...recordOf('alice'), scopes: 'read write' }],
    ])('fails when it returns %s', async (_, record) => {
      for (const answer of [record, Promise.resolve(record)]) {
        const error = await failureOf(() => ask(withLookup(answer)));
        expect(error).toMatchObject({ code: 'API_TOKEN_BAD_RECORD', status: 500 });
        expect(inspect(error, { depth: 9 })).not.toContain(tokenOf('alice'));
      }
    });
  });
});

function fail(message: string): never {
  throw new Error(message);
}
