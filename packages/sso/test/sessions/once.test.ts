import { isPromise } from '@who/core';
import { fakeClock } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keeperOf, type SessionKeeper, type SsoSessionStore } from '../../src/index.js';
import { doorSessions, down, fakeStore } from './support.js';

const keeper = (options: Parameters<typeof doorSessions>[0] = {}): SessionKeeper =>
  keeperOf(doorSessions(options)) as SessionKeeper;

describe('what must not come twice', () => {
  it('comes once, for as long as it is remembered, and that is known at once in memory', () => {
    const clock = fakeClock();
    const { once } = keeper({ now: clock.now });
    expect(isPromise(once('a', 1000))).toBe(false);
    expect(once('a', 1000)).toBe(false);
    expect(once('b', 1000)).toBe(true);
    clock.advance(1000);
    expect(once('a', 1000)).toBe(true);
  });

  it('comes once for all processes that share a store', async () => {
    const store = fakeStore();
    expect(await keeper({ store }).once('a', 1000)).toBe(true);
    expect(await keeper({ store }).once('a', 1000)).toBe(false);
  });

  it('comes once in a process, however many bring it at the same moment', async () => {
    const { once } = keeper({ store: fakeStore() });
    const first = await Promise.all([1, 2, 3].map(async () => once('a', 1000)));
    expect(first.filter((isFirst) => isFirst)).toHaveLength(1);
  });

  it('comes once in several processes at the same moment, where the store can add in one step', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const map = new Map<string, unknown>();
        const turn = (): Promise<unknown> => scheduler.schedule(Promise.resolve());
        const store: SsoSessionStore = {
          get: (key) => turn().then(() => map.get(key)),
          set: (key, value) => turn().then(() => void map.set(key, value)),
          delete: (key) => turn().then(() => map.delete(key)),
          add: (key, value) => turn().then(() => !map.has(key) && map.set(key, value) && true),
        };
        const all = Promise.all([1, 2, 3].map(async () => keeper({ store }).once('a', 1000)));
        expect((await scheduler.waitFor(all)).filter((isFirst) => isFirst)).toHaveLength(1);
      }),
    );
  });

  it('is not known while the store fails, and is asked about anew afterwards', async () => {
    const store = fakeStore();
    const { once } = keeper({ store });
    store.trouble = down;
    await expect((async () => once('a', 1000))()).rejects.toMatchObject({ code: 'DOOR_SESSION_STORE_FAILED' });
    store.trouble = undefined;
    expect(await once('a', 1000)).toBe(true);
  });
});
