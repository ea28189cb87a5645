import { isPromise } from '@who/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { keeperOf, type SessionKeeper, type SsoSession, type SsoSessions } from '../../src/index.js';
import { doorSessions, doorUserdata, down, fakeStore } from './support.js';

const MARK = 'm'.repeat(22);
const id = (name: string): string => name.repeat(22);
const ticketOf = (name: string): { readonly userdata: string } => ({
  userdata: doorUserdata('door', { sessionId: id(name) }),
});
const session = (begunMs: number, ...marks: string[]): SsoSession => ({ userid: 'ada', marks, begunMs });

function make(options: Parameters<typeof doorSessions>[0] = {}): SessionKeeper & SsoSessions {
  const sessions = doorSessions(options);
  return { ...(keeperOf(sessions) as SessionKeeper), isRevoked: sessions.isRevoked };
}

afterEach(() => vi.useRealTimers());

describe('sessions that share something', () => {
  it('are over together when they began before, and that is known at once in memory', () => {
    const { begin, endAll, isRevoked } = make();
    expect(begin(id('a'), session(1000, MARK))).toBe(true);
    expect(begin(id('b'), session(1000, 'other', MARK))).toBe(true);
    expect(begin(id('c'), session(1000, 'other'))).toBe(true);
    endAll(MARK, 1000);
    expect(begin(id('d'), session(1001, MARK))).toBe(true);
    expect(isPromise(isRevoked(ticketOf('a')))).toBe(false);
    expect(['a', 'b', 'c', 'd'].map((name) => isRevoked(ticketOf(name)))).toEqual([true, true, false, false]);
  });

  it('do not begin when they are over already', () => {
    const { begin, endAll, isRevoked } = make();
    endAll(MARK, 2000);
    expect(begin(id('a'), session(1999, MARK))).toBe(false);
    expect(isRevoked(ticketOf('a'))).toBe(true);
  });

  it('are over in every process that shares the store; others cost it one question', async () => {
    const store = fakeStore();
    const [one, two] = [make({ store }), make({ store })];
    await one.begin(id('a'), session(1000, MARK));
    await one.begin(id('b'), { userid: 'bob' });
    await two.endAll(MARK, 1000);
    expect(await one.isRevoked(ticketOf('a'))).toBe(true);
    store.calls.length = 0;
    expect(await one.isRevoked(ticketOf('b'))).toBe(false);
    expect(store.calls).toEqual(['get']);
  });

  it('are over here at once, and everywhere when the store is back', async () => {
    vi.useFakeTimers();
    const store = fakeStore();
    const [here, there] = [make({ store }), make({ store })];
    await here.begin(id('a'), session(1000, MARK));
    store.trouble = down;
    await expect((async () => here.endAll(MARK, 1000))()).rejects.toMatchObject({ code: 'DOOR_SESSION_STORE_FAILED' });
    await vi.advanceTimersByTimeAsync(3000);
    store.trouble = undefined;
    expect(await here.isRevoked(ticketOf('a'))).toBe(true);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await there.isRevoked(ticketOf('a'))).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('count for plugins of other protocols that have one store', () => {
    const sessions = doorSessions();
    const keeper = keeperOf(sessions) as SessionKeeper;
    const { isRevoked } = sessions;
    expect(isRevoked({ userdata: `gate=g&sid=${id('a')}` })).toBe(false);
    keeper.knows('gate');
    expect(isRevoked({ userdata: `gate=g&sid=${id('a')}` })).toBe(true);
    keeper.begin(id('a'), { userid: 'ada' });
    expect(isRevoked({ userdata: `gate=g&sid=${id('a')}` })).toBe(false);
  });
});
