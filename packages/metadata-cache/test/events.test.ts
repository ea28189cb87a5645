import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fakeExchange } from '@who/testkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type MetadataCacheEvent, metadataCache } from '../src/index.js';
import { user } from './helpers.js';
import { unreliableStore } from './unreliable-store.js';

const seen: MetadataCacheEvent[] = [];
const listen = (event: unknown): void => void seen.push(event as MetadataCacheEvent);

beforeEach(() => {
  vi.useFakeTimers();
  subscribe('who:metadata-cache', listen);
});
afterEach(() => {
  unsubscribe('who:metadata-cache', listen);
  seen.length = 0;
  vi.useRealTimers();
});

it('tells what happens, and of nobody what is kept of him', async () => {
  const store = unreliableStore();
  const cache = metadataCache({ store, plugin: '@who/test', staleIfErrorSeconds: 60 });
  const exchange = fakeExchange();
  await cache.addMetadata(exchange, user('bob', { mail: ['bob@example.org'] }));
  await cache.addMetadata(exchange, user('bob'));
  await cache.addMetadata(exchange, user('eve'));
  store.mood('hangs');
  const late = cache.addMetadata(exchange, user('bob'));
  await vi.advanceTimersByTimeAsync(260);
  await late;
  await cache.addMetadata(exchange, user('eve'));
  store.mood('well');
  await vi.advanceTimersByTimeAsync(1100);

  const own = { plugin: '@who/test', name: 'attributes' };
  expect(seen).toEqual([
    { event: 'captured', ...own },
    { event: 'hit', ...own },
    { event: 'miss', ...own },
    { event: 'opened', ...own },
    { event: 'failed', ...own, operation: 'get', error: 'TimedOut' },
    { event: 'own', ...own },
    { event: 'hit', ...own },
    { event: 'failed', ...own, operation: 'get', error: 'Unavailable' },
    { event: 'miss', ...own },
    { event: 'closed', ...own },
  ]);
  expect(JSON.stringify(seen)).not.toMatch(/bob|eve\b/);
});
