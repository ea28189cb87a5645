import { isPromise } from '@who/core';
import { fakeClock } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { keeperOf, type SessionKeeper, type SsoSessionStore } from '../../src/index.js';
import { doorSessions, down, fakeStore, silent } from './support.js';

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

  it.each([
    ['add in one step', true],
    ['only read and write', false],
  ])('comes once at most in several processes at the same moment, where the store can %s', async (_, canAdd) => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 4 }), async (scheduler, processes) => {
        const map = new Map<string, unknown>();
        const turn = (): Promise<unknown> => scheduler.schedule(Promise.resolve());
        const store: SsoSessionStore = {
          get: (key) => turn().then(() => map.get(key)),
          set: (key, value) => turn().then(() => void map.set(key, value)),
          delete: (key) => turn().then(() => map.delete(key)),
          ...(canAdd && { add: (key, value) => turn().then(() => !map.has(key) && map.set(key, value) && true) }),
        };
        const attempts = Array.from({ length: processes }, async () => keeper({ store }).once('a', 1000));
        const taken = (await scheduler.waitFor(Promise.all(attempts))).filter((isFirst) => isFirst).length;
        most = Math.max(most, taken);
        expect(taken).toBeLessThanOrEqual(1);
        if (canAdd || processes === 1) expect(taken).toBe(1);
        const later = await scheduler.waitFor((async () => keeper({ store }).once('a', 1000))());
        if (taken === 1) expect(later).toBe(false);
      }),
    );
    expect(most).toBe(1);
  });

  it('is not lost where a process ends on the way', async () => {
    const store = fakeStore();
    const { get } = store;
    // It has written its name, and looks once more.
    let calls = 0;
    const ending: SsoSessionStore = { ...store, get: (key) => (++calls === 2 ? silent() : get(key)) };
    (async () => keeper({ store: ending }).once('a', 1000))().catch(() => {});
    await vi.waitFor(() => expect(calls).toBe(2));
    expect(await keeper({ store }).once('a', 1000)).toBe(true);
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
