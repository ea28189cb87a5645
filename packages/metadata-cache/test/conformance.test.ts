import { type Clock, fakeExchange, testMetadataCache, testMetadataProvider } from '@who/testkit';
import Keyv from 'keyv';
import { describe, expect, it } from 'vitest';
import { type MetadataStore, metadataCache } from '../src/index.js';
import { mapStore, user } from './helpers.js';

const runner = { describe, it, expect };

/** Answers like a database: later, and in another order than it was asked. */
function lateStore({ now }: Clock): MetadataStore {
  const map = new Map<string, { readonly json: string; readonly untilMs: number }>();
  const turns = async (n: number): Promise<void> => {
    for (let i = 0; i < n; i++) await null;
  };
  return {
    async get(key) {
      await turns(key.length % 7);
      const found = map.get(key);
      await turns(key.charCodeAt(key.length - 1) % 5);
      return found && found.untilMs > now() ? JSON.parse(found.json) : undefined;
    },
    async set(key, value, ttlMs) {
      await turns(key.length % 3);
      map.set(key, { json: JSON.stringify(value), untilMs: now() + ttlMs });
    },
    delete: async (key) => map.delete(key),
  };
}

/** Drivers quote the command that failed, with the values in it. */
function down(): never {
  throw Object.assign(new Error('cannot SET alice@example.org'), { command: { args: ['alice@example.org'] } });
}
const downLater = async (): Promise<never> => down();
const downStore: MetadataStore = { get: down, set: down, delete: down };
const downLaterStore: MetadataStore = { get: downLater, set: downLater, delete: downLater };
const downAdapter = { opts: {}, on: () => downAdapter, ...downLaterStore, clear: downLater };

describe.each<[string, { sound: (clock: Clock) => MetadataStore; broken: () => MetadataStore; waits?: true }]>([
  ['a store that answers at once', { sound: mapStore, broken: () => downStore }],
  ['a store of objects', { sound: () => ({ ...mapStore(), verbatim: true }), broken: () => downStore }],
  ['a store that answers late', { sound: lateStore, broken: () => downLaterStore, waits: true }],
  [
    'Keyv',
    { sound: () => new Keyv(), broken: () => new Keyv({ store: downAdapter, throwOnErrors: true }), waits: true },
  ],
])('over %s', (_store, { sound, broken, waits }) => {
  testMetadataCache(runner, {
    create: (clock) => metadataCache({ store: sound(clock), ttlSeconds: 60 }),
    broken: () => metadataCache({ store: broken(), strict: true }),
    // The other stores leave it to a clock of their own, or have none.
    lifetimeMs: sound === lateStore ? 60_000 : undefined,
    secrets: ['alice@example.org'],
    promises: waits ? ['addMetadata', 'forgetMetadata'] : [],
  });
});

/** A cache that has seen two people sign in is a metadata provider like any other. */
testMetadataProvider(runner, {
  create() {
    const cache = metadataCache({ store: mapStore() });
    for (const userid of ['alice', 'bob']) cache.addMetadata(fakeExchange(), user(userid, { uid: [userid] }));
    return cache;
  },
  users: ['alice', 'bob'],
  expected: (userid) => ({ attributes: { uid: [userid] } }),
  broken: () => metadataCache({ store: downStore, strict: true }),
  secrets: ['alice@example.org'],
});
