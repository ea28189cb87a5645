import { cached } from '@who/metadata-cache';
import { fakeExchange } from '@who/testkit';
import { expect, it } from 'vitest';
import { memoryStore } from '../src/index.js';
import { user } from './helpers.js';

it('is a store for what asks a directory', () => {
  let asked = 0;
  const store = memoryStore({ maxEntries: 2 });
  const directory = cached({ addMetadata: (_, { userid }) => ({ mail: userid, asked: ++asked }) }, { store });
  const mailOf = (userid: string) => directory.addMetadata(fakeExchange(), user(userid));
  for (const userid of ['bob', 'bob', 'eve', 'joe', 'joe']) mailOf(userid);
  expect(asked).toBe(3);
  expect(mailOf('joe')).toEqual({ mail: 'joe', asked: 3 });
  expect(store.stats()).toMatchObject({ entries: 2, evictions: 1 });
  store.clear();
  expect(mailOf('joe')).toEqual({ mail: 'joe', asked: 4 });
});

it.each([
  ['maxEntries', { maxEntries: 0 }],
  ['maxBytes', { maxBytes: 100 }],
  ['now', { now: 7 }],
  ['maxByte', { maxByte: 1000 }],
])('refuses a bad %s in the factory', (option, options) => {
  expect(() => Reflect.apply(memoryStore, undefined, [options])).toThrow(
    expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`"${option}"`) }),
  );
});
