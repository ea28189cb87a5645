import { type Facts, Identity, type Reason } from '@who/core';
import { fakeExchange } from '@who/testkit';
import { expect, it } from 'vitest';
import { cached, metadataCache } from '../src/index.js';
import { unreliableStore } from './unreliable-store.js';

function watched() {
  const said: [string, Facts | undefined][] = [];
  const explain = ({ code }: Reason, facts?: Facts) => said.push([code, facts]);
  return { said, exchange: fakeExchange({ explain, logger: { debug() {}, warn() {}, error() {} } }) };
}
const bob = new Identity({ userid: 'bob' });

it('says what is kept, found and not found', async () => {
  const cache = metadataCache({ store: unreliableStore(), ttlSeconds: 60 });
  const { said, exchange } = watched();
  await cache.addMetadata(exchange, bob);
  await cache.addMetadata(exchange, new Identity({ userid: 'bob', metadata: { attributes: { uid: ['bob'] } } }));
  await cache.addMetadata(exchange, bob);
  expect(said).toEqual([
    ['CACHE_MISS', { name: 'attributes' }],
    ['CACHE_CAPTURED', { name: 'attributes', ttlMs: 60_000 }],
    ['CACHE_HIT', { name: 'attributes' }],
  ]);
});

it('says that the store fails, and then that it is not asked', async () => {
  const store = unreliableStore();
  const cache = metadataCache({ store, ttlSeconds: 60 });
  store.mood('refuses');
  const codes: string[] = [];
  for (const userid of ['a', 'b', 'c', 'd']) {
    const { said, exchange } = watched();
    await cache.addMetadata(exchange, new Identity({ userid }));
    codes.push(said[0]?.[0] ?? '');
    expect(said[1]?.[0]).toBe('CACHE_MISS');
  }
  expect(codes).toEqual(['CACHE_STORE_FAILED', 'CACHE_STORE_FAILED', 'CACHE_STORE_FAILED', 'BREAKER_OPEN']);
});

it('says that a provider is asked, once', async () => {
  const directory = cached(
    { addMetadata: () => ({ mail: 'bob@example.org' }) },
    { store: unreliableStore(), ttlSeconds: 60, name: 'directory' },
  );
  const codes = async () => {
    const { said, exchange } = watched();
    await directory.addMetadata(exchange, bob);
    return said.map(([code]) => code);
  };
  expect(await codes()).toEqual(['CACHE_MISS', 'CACHE_ASKED']);
  expect(await codes()).toEqual(['CACHE_HIT']);
});
