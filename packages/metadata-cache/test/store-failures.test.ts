import { inspect } from 'node:util';
import { type MaybePromise, WhoError } from '@who/core';
import { fakeClock, fakeExchange } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { type MetadataStore, metadataCache } from '../src/index.js';
import { mapStore, user, warnings } from './helpers.js';

const secret = 'bob@example.org';
const released = { mail: [secret] };

/** What ioredis throws: the command, with its arguments, is a property of the error. */
function replyError(): Error {
  return Object.assign(new Error(`WRONGTYPE near ${secret}`), { code: 'WRONGTYPE', command: { args: [secret] } });
}

function throwing(): never {
  throw replyError();
}

const rejecting = (): Promise<never> => Promise.reject(replyError());

const broken: [string, MetadataStore][] = [
  ['throws', { get: throwing, set: throwing, delete: throwing }],
  ['rejects', { get: rejecting, set: rejecting, delete: rejecting }],
];

describe.each(broken)('a store that %s', (_how, store) => {
  it('fails no request and no sign-in, and is reported once', async () => {
    const logger = warnings();
    const exchange = fakeExchange({ logger });
    const cache = metadataCache({ store });
    expect(await cache.addMetadata(exchange, user('bob', released))).toBeUndefined();
    for (let i = 0; i < 5; i++) expect(await cache.addMetadata(exchange, user('eve'))).toEqual({ attributes: {} });
    expect(await cache.forgetMetadata(exchange, user('bob'))).toBeUndefined();
    expect(logger.lines).toEqual([
      '[@who/metadata-cache] The store failed to set metadata (WRONGTYPE); ' +
        'metadata counts as absent until it answers again.',
    ]);
  });

  it('fails them in strict mode, with a code and without anybody’s data', async () => {
    const exchange = fakeExchange();
    const cache = metadataCache({ store, strict: true, plugin: '@who/test' });
    const attempts: (() => MaybePromise<unknown>)[] = [
      () => cache.addMetadata(exchange, user('bob', released)),
      () => cache.addMetadata(exchange, user('bob')),
      () => cache.forgetMetadata(exchange, user('bob')),
    ];
    for (const attempt of attempts) {
      const error: unknown = await Promise.resolve()
        .then(attempt)
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WhoError);
      expect(error).toMatchObject({ code: 'METADATA_STORE_FAILED', status: 503, plugin: '@who/test' });
      expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain(secret);
    }
  });
});

describe('an outage', () => {
  it('is reported again when the store has answered in between, once a minute at most', () => {
    const clock = fakeClock();
    const logger = warnings();
    const exchange = fakeExchange({ logger, now: clock.now });
    const working = mapStore();
    let up = true;
    const cache = metadataCache({ store: { ...working, get: (key) => (up ? working.get(key) : throwing()) } });
    const request = (isUp: boolean) => {
      up = isUp;
      cache.addMetadata(exchange, user('bob'));
    };

    request(false);
    clock.advance(120_000);
    request(false);
    expect(logger.lines).toHaveLength(1);

    request(true);
    request(false);
    expect(logger.lines).toHaveLength(2);
    request(true);
    request(false);
    expect(logger.lines).toHaveLength(2);

    clock.advance(60_000);
    request(false);
    request(false);
    expect(logger.lines).toHaveLength(3);
  });

  it('is over by itself', () => {
    const store = mapStore();
    let up = true;
    const cache = metadataCache({ store: { ...store, get: (key) => (up ? store.get(key) : throwing()) } });
    const exchange = fakeExchange();
    cache.addMetadata(exchange, user('bob', released));
    up = false;
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
    up = true;
    expect(cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: released });
  });

  it.each([
    ['no error', undefined, 'Error'],
    ['an error', new TypeError('x'), 'TypeError'],
    ['a code', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['a code with a line break', Object.assign(new Error('x'), { code: 'A\r\nB' }), 'Error'],
  ])('is told by code or name: %s', (_what, thrown, told) => {
    const logger = warnings();
    const store = {
      ...mapStore(),
      get() {
        throw thrown;
      },
    };
    metadataCache({ store }).addMetadata(fakeExchange({ logger }), user('bob'));
    expect(logger.lines[0]).toContain(`(${told})`);
  });

  it('is also that a store says it did not keep a value', async () => {
    for (const refusal of [false, Promise.resolve(false)]) {
      const logger = warnings();
      const exchange = fakeExchange({ logger });
      const cache = metadataCache({ store: { ...mapStore(), set: () => refusal, delete: () => false } });
      await cache.forgetMetadata(exchange, user('bob'));
      expect(logger.lines).toEqual([]);
      await cache.addMetadata(exchange, user('bob', released));
      expect(logger.lines[0]).toContain('(Refusal)');
    }
  });
});
