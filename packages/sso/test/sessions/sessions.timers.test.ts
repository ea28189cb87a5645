import { inspect } from 'node:util';
import { isPromise } from '@who/core';
import { fakeClock } from '@who/testkit';
import Keyv from 'keyv';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  keeperOf,
  type SessionKeeper,
  type SsoSessions,
  type SsoSessionsOptions,
  ssoSessions,
} from '../../src/index.js';
import { sessionIdOf } from '../../src/sessions/session-id.js';
import { DOOR_URL } from '../support.js';
import { doorSessions, doorUserdata, down, type FakeStore, fakeStore, silent } from './support.js';

const id = sessionIdOf(DOOR_URL, 'P-1');
const ticket = { userdata: doorUserdata('door', { sessionId: id }) };

function make(options: SsoSessionsOptions = {}): { sessions: SsoSessions; keeper: SessionKeeper } {
  const sessions = doorSessions(options);
  return { sessions, keeper: keeperOf(sessions) as SessionKeeper };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a session in memory', () => {
  it('is alive from its beginning to its end, and that is known at once', () => {
    const { sessions, keeper } = make();
    const { isRevoked } = sessions;
    expect(isRevoked(ticket)).toBe(true);
    expect(keeper.begin(id, { userid: 'dwho' })).toBe(true);
    expect(isRevoked(ticket)).toBe(false);
    expect(keeper.get(id)).toEqual({ userid: 'dwho' });
    expect(keeper.end(id)).toEqual({ userid: 'dwho' });
    expect(isRevoked(ticket)).toBe(true);
    expect(keeper.get(id)).toBeUndefined();
  });

  it('ends once', () => {
    const { keeper } = make();
    keeper.begin(id, { userid: 'dwho' });
    keeper.end(id);
    expect(keeper.end(id)).toBeUndefined();
    expect(keeper.end(sessionIdOf(DOOR_URL, 'P-2'))).toBeUndefined();
  });

  it('does not last longer than its lifetime', () => {
    const clock = fakeClock();
    const { sessions, keeper } = make({ lifetimeSeconds: 60, now: clock.now });
    keeper.begin(id, { userid: 'dwho' });
    clock.advance(59_999);
    expect(sessions.isRevoked(ticket)).toBe(false);
    clock.advance(1);
    expect(sessions.isRevoked(ticket)).toBe(true);
  });

  it('gives way to newer ones when there are too many, and that is said once', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { sessions, keeper } = make({ maxSessions: 1 });
    for (const name of ['P-1', 'P-2', 'P-3']) keeper.begin(sessionIdOf(DOOR_URL, name), { userid: 'dwho' });
    expect(sessions.isRevoked(ticket)).toBe(true);
    expect(sessions.isRevoked({ userdata: doorUserdata('door', { sessionId: sessionIdOf(DOOR_URL, 'P-3') }) })).toBe(
      false,
    );
    expect(warn.mock.calls).toEqual([[expect.any(String), { code: 'WHO_DOOR_SESSIONS_FULL' }]]);
  });

  it('is not there after a restart: then it counts as over, or as alive where that is wanted', () => {
    expect(make().sessions.isRevoked(ticket)).toBe(true);
    const { sessions, keeper } = make({ unknownSessions: 'alive' });
    expect(sessions.isRevoked(ticket)).toBe(false);
    keeper.begin(id, { userid: 'dwho' });
    keeper.end(id);
    expect(sessions.isRevoked(ticket)).toBe(true);
  });
});

describe('a sign-in that did not come through the door', () => {
  it.each(['', 'door=door', 'user data', `sid=${id}`])('is not over: %j', (userdata) => {
    expect(make().sessions.isRevoked({ userdata })).toBe(false);
  });

  it('does not cost a lookup', () => {
    const store = fakeStore();
    expect(make({ store }).sessions.isRevoked({ userdata: '' })).toBe(false);
    expect(store.calls).toEqual([]);
  });
});

describe('a session in a store', () => {
  it('is seen by every process that shares the store, at one lookup', async () => {
    const store = fakeStore();
    const [one, two] = [make({ store }), make({ store })];
    await one.keeper.begin(id, { userid: 'dwho' });
    store.calls.length = 0;
    expect(await two.sessions.isRevoked(ticket)).toBe(false);
    expect(store.calls).toEqual(['get']);
    expect(await two.keeper.end(id)).toEqual({ userid: 'dwho' });
    expect(await one.sessions.isRevoked(ticket)).toBe(true);
  });

  it('is kept for its lifetime, and so is that it is over', async () => {
    const store = fakeStore();
    const { keeper } = make({ store, lifetimeSeconds: 60 });
    await keeper.begin(id, { userid: 'dwho' });
    const [key = ''] = store.entries.keys();
    expect(store.entries.get(key)?.ttlMs).toBe(60_000);
    await keeper.end(id);
    expect(store.entries.get(key)).toMatchObject({ value: { over: true }, ttlMs: 60_000 });
    expect(JSON.stringify([...store.entries])).not.toMatch(/P-1|dwho/);
  });

  it('works in a Keyv', async () => {
    const { sessions, keeper } = make({ store: new Keyv() });
    await keeper.begin(id, { userid: 'dwho' });
    expect(await sessions.isRevoked(ticket)).toBe(false);
    await keeper.end(id);
    expect(await sessions.isRevoked(ticket)).toBe(true);
  });

  it.each([7, 'text', true, [], {}, { userid: 1 }])('counts as over when %j stands in its place', async (value) => {
    const { sessions } = make({ store: { ...fakeStore(), get: async () => value }, unknownSessions: 'alive' });
    expect(await sessions.isRevoked(ticket)).toBe(true);
  });
});

describe('while the store fails', () => {
  const failed = { code: 'DOOR_SESSION_STORE_FAILED', status: 503 };

  it('nobody is let in or out: the question fails', async () => {
    const store = fakeStore();
    const { sessions, keeper } = make({ store });
    await keeper.begin(id, { userid: 'dwho' });
    store.trouble = down;
    await expect(sessions.isRevoked(ticket)).rejects.toMatchObject(failed);
    store.trouble = undefined;
    expect(await sessions.isRevoked(ticket)).toBe(false);
  });

  it('fails after a while when the store says nothing', async () => {
    vi.useFakeTimers();
    const store = fakeStore();
    store.trouble = silent;
    const outcome = Promise.resolve(make({ store, timeoutMs: 50 }).sessions.isRevoked(ticket)).catch((e) => e);
    await vi.advanceTimersByTimeAsync(50);
    expect(await outcome).toMatchObject(failed);
  });

  it('lets nobody else wait until the store answers again, which it finds out by itself', async () => {
    vi.useFakeTimers();
    const store = fakeStore();
    const { sessions, keeper } = make({ store, timeoutMs: 50 });
    await keeper.begin(id, { userid: 'dwho' });
    store.trouble = silent;
    const first = Promise.resolve(sessions.isRevoked(ticket)).catch((e) => e);
    await vi.advanceTimersByTimeAsync(50);
    expect(await first).toMatchObject(failed);
    store.calls.length = 0;

    expect(() => sessions.isRevoked(ticket)).toThrow(expect.objectContaining(failed));
    expect(store.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1049);
    expect(store.calls).toEqual(['get']);
    expect(() => sessions.isRevoked(ticket)).toThrow(expect.objectContaining(failed));

    store.trouble = undefined;
    await vi.advanceTimersByTimeAsync(1001);
    expect(await sessions.isRevoked(ticket)).toBe(false);
  });

  it('asks a store again that fails at once after it has been silent', async () => {
    vi.useFakeTimers();
    const store = fakeStore();
    const { sessions } = make({ store, timeoutMs: 50 });
    const ask = async (): Promise<boolean> => sessions.isRevoked(ticket);
    store.trouble = silent;
    const first = ask().catch((error) => error);
    await vi.advanceTimersByTimeAsync(50);
    expect(await first).toMatchObject(failed);

    store.trouble = down;
    await vi.advanceTimersByTimeAsync(1000);
    store.calls.length = 0;
    await expect(ask()).rejects.toMatchObject(failed);
    expect(store.calls).toEqual(['get']);
  });

  it('sessions count as alive where that is wanted, and that is said once for each time', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const store = fakeStore();
    const { sessions, keeper } = make({ store, whenStoreFails: 'accept' });
    store.trouble = down;
    expect(await sessions.isRevoked(ticket)).toBe(false);
    expect(await sessions.isRevoked(ticket)).toBe(false);
    expect(warn).toHaveBeenCalledOnce();
    store.trouble = undefined;
    expect(await sessions.isRevoked(ticket)).toBe(true);
    store.trouble = down;
    expect(await sessions.isRevoked(ticket)).toBe(false);
    expect(warn).toHaveBeenCalledTimes(2);
    await expect(keeper.begin(id, { userid: 'dwho' })).rejects.toMatchObject(failed);
  });

  it('sessions also begin where that is wanted', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const store = fakeStore();
    const { sessions, keeper } = make({ store, whenStoreFails: 'accept-sign-ins' });
    const { set } = store;
    store.set = down;
    for (const name of ['P-1', 'P-2', 'P-3']) {
      expect(await keeper.begin(sessionIdOf(DOOR_URL, name), { userid: 'dwho' })).toBe(true);
      expect(await sessions.isRevoked(ticket)).toBe(true);
    }
    expect(warn).toHaveBeenCalledOnce();
    store.set = set;
    await keeper.begin(id, { userid: 'dwho' });
    expect(await sessions.isRevoked(ticket)).toBe(false);
    store.trouble = down;
    expect(await keeper.begin(sessionIdOf(DOOR_URL, 'P-4'), { userid: 'dwho' })).toBe(true);
    expect(await sessions.isRevoked(ticket)).toBe(false);
    expect(warn.mock.calls.map(([message]) => message)).toEqual([
      expect.stringContaining('cannot end'),
      expect.stringContaining('cannot end'),
      expect.stringContaining('not checked'),
    ]);
  });

  it.each<[string, Partial<FakeStore>]>([
    ['takes nothing', { set: down }],
    ['keeps nothing', { set: async () => false }],
    ['is down', { trouble: down }],
  ])('a session ends here at once, and everywhere when it is back: a store that %s', async (_, trouble) => {
    vi.useFakeTimers();
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const store = fakeStore();
    const { set } = store;
    const [here, there] = [1, 2].map(() => make({ store, whenStoreFails: 'accept-sign-ins' }));
    if (!here || !there) throw new Error('There are not two.');
    await here.keeper.begin(id, { userid: 'dwho' });

    Object.assign(store, trouble);
    await expect((async () => here.keeper.end(id))()).rejects.toMatchObject(failed);
    expect(await here.sessions.isRevoked(ticket)).toBe(true);
    expect(await here.keeper.get(id)).toBeUndefined();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await here.sessions.isRevoked(ticket)).toBe(true);

    Object.assign(store, { set, trouble: undefined });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await there.sessions.isRevoked(ticket)).toBe(true);
    expect(await here.sessions.isRevoked(ticket)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('the same holds for a store that throws', () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const fail = (): never => {
      throw new Error('down');
    };
    const store = { get: fail, set: fail, delete: fail };
    expect(make({ store, whenStoreFails: 'accept' }).sessions.isRevoked(ticket)).toBe(false);
    expect(() => make({ store }).sessions.isRevoked(ticket)).toThrow(expect.objectContaining(failed));
    const { keeper } = make({ store, whenStoreFails: 'accept-sign-ins' });
    expect(keeper.begin(id, { userid: 'dwho' })).toBe(true);
    expect(() => keeper.end(id)).toThrow(expect.objectContaining(failed));
    expect(() => make({ store, whenStoreFails: 'accept' }).keeper.begin(id, { userid: 'dwho' })).toThrow();
  });
});

describe('what a factory makes', () => {
  it('knows whether anybody asks it', () => {
    const { sessions, keeper } = make();
    expect(keeper.isAsked()).toBe(false);
    expect(isPromise(sessions.isRevoked(ticket))).toBe(false);
    expect(keeper.isAsked()).toBe(true);
  });

  it('shows nothing when it is printed', () => {
    const { sessions, keeper } = make();
    keeper.begin(id, { userid: 'dwho' });
    expect(inspect(sessions, { depth: 10 }) + JSON.stringify(sessions)).not.toContain('dwho');
  });
});

describe('options', () => {
  it.each<[string, unknown]>([
    ['store', {}],
    ['store', 'redis://localhost'],
    ['store', { ...fakeStore(), throwOnErrors: false }],
    ['store', new Keyv({ store: { ...fakeStore(), clear() {} } })],
    ['store', { ...fakeStore(), throwOnErrors: true, store: { throwOnErrors: false } }],
    ['maxSessions', 0],
    ['maxSessions', 20_000_000],
    ['lifetimeSeconds', 0.5],
    ['unknownSessions', 'dead'],
    ['whenStoreFails', 'ignore'],
    ['timeoutMs', 0],
    ['now', 5],
    ['lifetimeMs', 5],
    ['store ', fakeStore()],
  ])('%s may not be %o', (option, value) => {
    expect(() => ssoSessions({ [option]: value } as SsoSessionsOptions)).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', message: expect.stringContaining(`Option "${option}"`) }),
    );
  });

  it('bounds only its own memory', () => {
    expect(() => doorSessions({ store: fakeStore(), maxSessions: 5 })).toThrow(/maxSessions/);
  });

  it('lets no event of a store end the process', () => {
    const on = vi.fn();
    doorSessions({ store: Object.assign(fakeStore(), { on }) });
    expect(on.mock.calls).toEqual([['error', expect.any(Function)]]);
  });
});
