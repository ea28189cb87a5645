import { isPromise, type MaybePromise, type WhoError } from '@who/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { guardStore } from '../../src/sessions/guarded-store.js';
import { memoryStore } from '../../src/sessions/memory-store.js';
import { FAILURES } from '../support.js';
import { down, fakeStore, silent } from './support.js';

const failed = { code: 'DOOR_SESSION_STORE_FAILED', status: 503, headers: { 'Retry-After': '10' } };
const operations = ['get', 'set', 'delete'] as const;

afterEach(() => vi.useRealTimers());

describe('a guarded store', () => {
  it('answers at once where the store does', () => {
    const store = guardStore(
      memoryStore(10, () => 0, vi.fn()),
      '',
      1000,
      FAILURES,
    );
    expect(store.set('a', 1, 1000)).toBeUndefined();
    expect(store.get('a')).toBe(1);
    expect(isPromise(store.delete('a'))).toBe(false);
    expect(store.get('a')).toBeUndefined();
  });

  it('keeps its keys apart from those of others, and passes the time on', async () => {
    const inner = fakeStore();
    const store = guardStore(inner, 'door:', 1000, FAILURES);
    await store.set('a', { b: 1 }, 1234);
    expect([...inner.entries]).toEqual([['door:a', { value: { b: 1 }, ttlMs: 1234 }]]);
    expect(await store.get('a')).toEqual({ b: 1 });
    await store.delete('a');
    expect(inner.entries.size).toBe(0);
  });

  it.each(operations)('fails with a code when %s fails, and tells no more than a name', async (operation) => {
    const inner = fakeStore();
    inner.trouble = down;
    const error = (await failure(guardStore(inner, '', 1000, FAILURES)[operation]('key', 'value', 1))) as WhoError;
    expect(error).toMatchObject(failed);
    expect(error.message).toContain('ECONNREFUSED');
    expect(error.message).not.toMatch(/10\.0\.0\.1|key|value/);
    expect(error.cause).toBeUndefined();
  });

  it.each(operations)('fails in the same way when %s throws', (operation) => {
    const fail = (): never => {
      throw new TypeError('key');
    };
    const store = guardStore({ get: fail, set: fail, delete: fail }, '', 1000, FAILURES);
    expect(() => store[operation]('key', 'value', 1)).toThrow(expect.objectContaining(failed));
  });

  it.each(operations)('does not wait for %s longer than it may', async (operation) => {
    vi.useFakeTimers();
    const inner = fakeStore();
    inner.trouble = silent;
    const outcome = failure(guardStore(inner, '', 1000, FAILURES)[operation]('key', 'value', 1));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toMatchObject(failed);
    // The one that tries it again.
    expect(vi.getTimerCount()).toBe(1);
  });

  it('asks a store again, at the latest a while after the timer got lost that would have found it back', async () => {
    vi.useFakeTimers();
    const inner = fakeStore();
    inner.trouble = silent;
    const store = guardStore(inner, '', 1000, FAILURES);
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const outcome = failure(store.get('key'));
    await vi.advanceTimersByTimeAsync(1000);
    await outcome;
    inner.trouble = undefined;
    // As in Workers, where it goes with the request.
    for (const { value } of timers.mock.results) clearTimeout(value);
    timers.mockRestore();
    await vi.advanceTimersByTimeAsync(3999);
    expect(() => store.get('key')).toThrow();
    await vi.advanceTimersByTimeAsync(1);
    expect(await store.get('key')).toBeUndefined();
  });

  it('does not mind an answer or a failure that comes too late', async () => {
    vi.useFakeTimers();
    const late = deferred();
    const inner = fakeStore();
    inner.trouble = () => late.promise;
    const outcome = failure(guardStore(inner, '', 1000, FAILURES).get('key'));
    await vi.advanceTimersByTimeAsync(1000);
    late.reject(new Error('late'));
    expect(await outcome).toMatchObject(failed);
  });

  it('takes "not kept" for a failure', async () => {
    const inner = fakeStore();
    inner.trouble = async () => false;
    await expect(guardStore(inner, '', 1000, FAILURES).set('key', 'value', 1)).rejects.toMatchObject(failed);
    const store = guardStore({ get: vi.fn(), set: () => false, delete: vi.fn() }, '', 1000, FAILURES);
    expect(() => store.set('key', 'value', 1)).toThrow(expect.objectContaining(failed));
  });
});

const failure = (answer: MaybePromise<unknown>): Promise<unknown> =>
  Promise.resolve(answer).then(
    () => 'no failure',
    (error: unknown) => error,
  );

function deferred(): { promise: Promise<unknown>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise((_resolve, fail) => {
    reject = fail;
  });
  return { promise, reject };
}
