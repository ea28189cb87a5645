import { fakeClock } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keeperOf, type SessionKeeper, type SsoSession, type SsoSessionsOptions } from '../../src/index.js';
import { MAX_ENDS } from '../../src/sessions/early-ends.js';
import { sessionIdOf } from '../../src/sessions/session-id.js';
import type { SsoSessionStore } from '../../src/sessions/store.js';
import { DOOR_URL } from '../support.js';
import { doorSessions, doorUserdata, fakeStore } from './support.js';

const id = sessionIdOf(DOOR_URL, 'P-1');
const ticket = { userdata: doorUserdata('door', { sessionId: id }) };
const session: SsoSession = { userid: 'dwho' };
const make = (options: SsoSessionsOptions) => {
  const sessions = doorSessions(options);
  return { sessions, keeper: keeperOf(sessions) as SessionKeeper };
};

describe('a logout that comes with the session that it ends', () => {
  it('ends it, whichever of their calls the store answers first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 3 }), async (scheduler, logouts) => {
        const map = new Map<string, unknown>();
        const turn = (): Promise<unknown> => scheduler.schedule(Promise.resolve());
        const store: SsoSessionStore = {
          get: (key) => turn().then(() => map.get(key)),
          set: (key, value) => turn().then(() => void map.set(key, value)),
          delete: (key) => turn().then(() => map.delete(key)),
        };
        const [here, there] = [make({ store }), make({ store })];
        const begun = Promise.resolve(here.keeper.begin(id, session));
        const ended = Array.from({ length: logouts }, () => Promise.resolve(there.keeper.end(id)));
        await scheduler.waitFor(Promise.all([begun, ...ended]));
        expect(await scheduler.waitFor(Promise.resolve(there.sessions.isRevoked(ticket)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('and has come before it, says so to who begins it', async () => {
    const { keeper, sessions } = make({ store: fakeStore() });
    expect(await keeper.end(id)).toBeUndefined();
    expect(await keeper.begin(id, session)).toBe(false);
    expect(await sessions.isRevoked(ticket)).toBe(true);
    expect(await keeper.get(id)).toBeUndefined();
  });

  it('is known in memory, too, at once', () => {
    const { keeper, sessions } = make({});
    expect(keeper.end(id)).toBeUndefined();
    expect(keeper.begin(id, session)).toBe(false);
    expect(sessions.isRevoked(ticket)).toBe(true);
  });

  it('is remembered for two minutes', () => {
    const clock = fakeClock();
    const { keeper } = make({ now: clock.now });
    keeper.end(id);
    clock.advance(120_000);
    expect(keeper.begin(id, session)).toBe(true);
  });

  it('costs a session that is there, or over, no more than before', async () => {
    const store = fakeStore();
    const { keeper } = make({ store });
    await keeper.begin(id, session);
    store.calls.length = 0;
    await keeper.end(id);
    expect(store.calls).toEqual(['get', 'set']);
    await keeper.end(id);
    expect(store.calls).toEqual(['get', 'set', 'get']);
  });

  it('cannot fill a store: there are only so many in a time', async () => {
    const clock = fakeClock();
    const store = fakeStore();
    const { keeper } = make({ store, now: clock.now });
    for (let i = 0; i < MAX_ENDS + 10; i++) await keeper.end(sessionIdOf(DOOR_URL, `P-${i}`));
    expect(store.entries.size).toBe(MAX_ENDS);
    expect(new Set([...store.entries.values()].map(({ ttlMs }) => ttlMs))).toEqual(new Set([120_000]));
    clock.advance(120_000);
    await keeper.end(sessionIdOf(DOOR_URL, 'P-new'));
    expect(store.entries.size).toBe(MAX_ENDS + 1);
  });
});
