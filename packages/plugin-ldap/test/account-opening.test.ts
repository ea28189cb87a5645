import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asAccount } from '../src/directory/account.js';
import type { Connection } from '../src/wire/connection.js';

const NEVER = new AbortController().signal;

/** Connections of a server that says this to binds, for as long as it does. */
function opening(): {
  code: number;
  binds: number;
  answered: number;
  open(givenUp?: AbortSignal): Promise<Connection>;
} {
  const connection = (): Connection => ({
    isOpen: true,
    bind: async () => {
      state.binds++;
      return { code: state.code, diagnostic: '', controls: new Map() };
    },
    search: () => Promise.reject(new Error('Nobody searches here.')),
    close() {},
  });
  const opens = asAccount(
    async () => connection(),
    { dn: 'cn=reader', password: 'its word' },
    () => {
      state.answered++;
    },
  );
  const state = {
    code: 0,
    binds: 0,
    answered: 0,
    open: (givenUp = NEVER) => opens(performance.now() + 1000, givenUp, () => {}),
  };
  return state;
}

describe('an account', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is tried again after half a minute, by one of those who come then', async () => {
    const server = opening();
    server.code = 49;
    const failure = await server.open().catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'account' });
    vi.advanceTimersByTime(29_999);
    await expect(server.open()).rejects.toBe(failure);
    expect([server.binds, server.answered]).toEqual([1, 1]);
    vi.advanceTimersByTime(1);
    const crowd = await Promise.allSettled([server.open(), server.open(), server.open()]);
    // The same object, so that it is told of once.
    for (const one of crowd) expect(one).toMatchObject({ reason: failure });
    expect(server.binds).toBe(2);
    vi.advanceTimersByTime(30_000);
    server.code = 0;
    await Promise.all([server.open(), server.open()]);
    expect(server.binds).toBe(4);
    server.code = 53;
    await expect(server.open()).rejects.not.toBe(failure);
  });

  it('is not refused by a server that cannot serve now', async () => {
    const server = opening();
    server.code = 52;
    await expect(server.open()).rejects.toMatchObject({ kind: 'unready' });
    server.code = 0;
    await server.open();
    expect(server.answered).toBe(0);
  });

  it('opens nothing for those who waited while it was closed', async () => {
    const server = opening();
    const closing = new AbortController();
    const first = server.open(closing.signal);
    const second = server.open(closing.signal);
    closing.abort();
    await Promise.allSettled([first, second]);
    await expect(second).rejects.toMatchObject({ kind: 'lost' });
    expect(server.binds).toBe(1);
  });
});
