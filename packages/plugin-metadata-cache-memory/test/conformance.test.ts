import { fakeExchange, testMetadataCache, testMetadataProvider } from '@who/testkit';
import { describe, expect, it } from 'vitest';
import { memoryMetadataCache } from '../src/index.js';
import { user } from './helpers.js';

const runner = { describe, it, expect };

describe('with room for everybody', () => {
  testMetadataCache(runner, {
    create: ({ now }) => memoryMetadataCache({ ttlSeconds: 60, now }),
    lifetimeMs: 60_000,
  });
});

describe('with room for a few, under another name', () => {
  testMetadataCache(runner, {
    create: ({ now }) => memoryMetadataCache({ name: 'profile', maxEntries: 20, now }),
    entry: 'profile',
    lifetimeMs: 8 * 3_600_000,
    maxEntries: 20,
  });
});

/** A cache that has seen two people sign in is a metadata provider like any other. */
testMetadataProvider(runner, {
  create() {
    const cache = memoryMetadataCache();
    for (const userid of ['alice', 'bob']) cache.addMetadata(fakeExchange(), user(userid, { uid: [userid] }));
    return cache;
  },
  users: ['alice', 'bob'],
  expected: (userid) => ({ attributes: { uid: [userid] } }),
  secrets: ['alice', 'bob'],
});
