import { fakeClock } from '@who/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CasFetch, casSessions } from '../../src/index.js';
import { type CasSession, keeperOf, type SessionKeeper } from '../../src/sessions/cas-sessions.js';
import { MAX_ENDS } from '../../src/sessions/early-ends.js';
import { sessionIdOf } from '../../src/sessions/session-id.js';
import type { CasSessionStore } from '../../src/sessions/store.js';
import { casUserdata } from '../../src/userdata.js';
import { logoutForm } from '../single-logout/support.js';
import { knowsAll, site } from '../site.js';
import { CAS_URL } from '../support.js';
import { fakeStore } from './support.js';

const id = sessionIdOf(CAS_URL, 'ST-1');
const ticket = { userdata: casUserdata('cas', { sessionId: id }) };
const session: CasSession = { userid: 'dwho' };
const make = (options: Parameters<typeof casSessions>[0]) => {
  const sessions = casSessions(options);
  return { sessions, keeper: keeperOf(sessions) as SessionKeeper };
};

describe('a logout that comes with the session that it ends', () => {
  it('ends it, whichever of their calls the store answers first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 3 }), async (scheduler, logouts) => {
        const map = new Map<string, unknown>();
        const turn = (): Promise<unknown> => scheduler.schedule(Promise.resolve());
        const store: CasSessionStore = {
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
    for (let i = 0; i < MAX_ENDS + 10; i++) await keeper.end(sessionIdOf(CAS_URL, `ST-${i}`));
    expect(store.entries.size).toBe(MAX_ENDS);
    expect(new Set([...store.entries.values()].map(({ ttlMs }) => ttlMs))).toEqual(new Set([120_000]));
    clock.advance(120_000);
    await keeper.end(sessionIdOf(CAS_URL, 'ST-new'));
    expect(store.entries.size).toBe(MAX_ENDS + 1);
  });
});

/** Something that waits until it is let go. */
function gate(): { readonly reached: Promise<void>; readonly open: () => void; readonly pass: () => Promise<void> } {
  let open = (): void => {};
  let reach = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return {
    reached,
    open: () => open(),
    pass() {
      reach();
      return opened;
    },
  };
}

describe('a logout at CAS during a sign-in', () => {
  it('signs nobody in: while the session is written, in another process', async () => {
    const store = fakeStore();
    const { set } = store;
    const writing = gate();
    const slow: CasSessionStore = {
      ...store,
      async set(key, value, ttlMs) {
        await writing.pass();
        return set(key, value, ttlMs);
      },
    };
    await using one = await site({ sessions: casSessions({ store: slow, timeoutMs: 60_000 }) });
    await using two = await site({ sessions: casSessions({ store }) });
    const signIn = one.signIn('ST-dwho-1');
    await writing.reached;
    expect((await two.postLogout(logoutForm('ST-dwho-1'))).status).toBe(200);
    writing.open();
    const browser = await signIn;
    expect(browser.page?.status).toBe(302);
    expect(browser.cookie('auth_tkt')).toBeUndefined();
    expect(await one.greeting(browser)).toBe('nobody');
    expect(one.warnings).toEqual([expect.stringContaining('CAS ended the session while it began')]);
  });

  it('signs nobody in: while CAS is asked about the ticket, with sessions in memory', async () => {
    const asking = gate();
    const slow: CasFetch = async (url, init) => {
      const answer = await knowsAll(url, init);
      await asking.pass();
      return answer;
    };
    await using app = await site({ options: { fetch: slow } });
    const signIn = app.signIn('ST-dwho-1');
    await asking.reached;
    await app.postLogout(logoutForm('ST-dwho-1'));
    asking.open();
    const browser = await signIn;
    expect(browser.cookie('auth_tkt')).toBeUndefined();
    expect(await app.greeting(browser)).toBe('nobody');
    expect(await app.greeting(await app.signIn('ST-dwho-2'))).toBe('dwho, dwho@example.org');
  });
});
