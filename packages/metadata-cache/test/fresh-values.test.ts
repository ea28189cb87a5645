import { fakeExchange } from '@who/testkit';
import { expect, it } from 'vitest';
import { type MetadataStore, metadataCache } from '../src/index.js';
import { frozen, type Snapshot, stringBytes } from '../src/values/snapshot.js';
import { user } from './helpers.js';

const exchange = fakeExchange();
const text = '{"mail":["bob@example.org"],"groups":["a","b"]}';
const { bytes } = frozen(JSON.parse(text), 1_000_000) as Snapshot;

/** A store whose values are always as if `JSON.parse` had just made them. */
function fresh(get: MetadataStore['get']): MetadataStore {
  return { fresh: true, get, set: () => true, delete: () => true };
}

it.each([
  ['is replayed', 0, { mail: ['bob@example.org'], groups: ['a', 'b'] }],
  // The smallest entries that there is room for.
  ['loses what is too much', 1, { mail: ['bob@example.org'] }],
])('a fresh value %s, the room that a key takes counted', async (_, missing, expected) => {
  const maxValueBytes = bytes + stringBytes('') - missing;
  const cache = metadataCache({ store: fresh(() => JSON.parse(text)), maxValueBytes });
  expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: expected });
});

it('an answer that throws when it is waited for counts as a failure of the store', async () => {
  const broken = {
    // biome-ignore lint/suspicious/noThenProperty: a store may answer with anything
    then(): never {
      throw new Error('broken');
    },
  };
  const cache = metadataCache({ store: fresh(() => broken) });
  expect(await cache.addMetadata(exchange, user('bob'))).toEqual({ attributes: {} });
});
