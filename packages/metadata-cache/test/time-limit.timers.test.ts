import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TimedOut, timeLimit } from '../src/store/time-limit.js';

const never = new Promise<string>(() => {});

/** A limit that changes nothing about an outcome. */
function limited(limitMs: number): <T>(promise: PromiseLike<T>) => Promise<T> {
  const limit = timeLimit(limitMs);
  return (promise) =>
    limit(
      promise,
      (value) => value,
      (error) => Promise.reject(error),
    );
}

/** How a promise ended, and when. */
function outcomeOf(promise: Promise<unknown>, startMs = performance.now()) {
  const outcome: { value?: unknown; error?: unknown; afterMs?: number } = {};
  promise.then(
    (value) => Object.assign(outcome, { value, afterMs: performance.now() - startMs }),
    (error: unknown) => Object.assign(outcome, { error, afterMs: performance.now() - startMs }),
  );
  return outcome;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('timeLimit', () => {
  it('lets through what comes in time, answers and errors', async () => {
    const limit = limited(100);
    await expect(limit(Promise.resolve('value'))).resolves.toBe('value');
    await expect(limit(Promise.reject(new RangeError('x')))).rejects.toThrow(RangeError);
  });

  it('comes to what is made of an outcome, once', async () => {
    const limit = timeLimit(100);
    const taken: unknown[] = [];
    const take = (outcome: unknown): string => {
      taken.push(outcome);
      if (outcome === 'bad') throw new RangeError('bad');
      return 'taken';
    };
    await expect(limit(Promise.resolve('good'), take, take)).resolves.toBe('taken');
    await expect(limit(Promise.resolve('bad'), take, take)).rejects.toThrow(RangeError);
    await expect(limit(Promise.reject('error'), take, take)).resolves.toBe('taken');
    let answerLate: (value: string) => void = () => {};
    const late = limit(new Promise<string>((resolve) => (answerLate = resolve)), take, take);
    await vi.advanceTimersByTimeAsync(102);
    answerLate('late');
    await expect(late).resolves.toBe('taken');
    expect(taken).toEqual(['good', 'bad', 'error', expect.any(TimedOut)]);
  });

  it('takes a promise that throws when it is waited for as one that has failed', async () => {
    const broken = {
      // biome-ignore lint/suspicious/noThenProperty: a store may answer with anything
      then(): never {
        throw new RangeError('broken');
      },
    };
    const failed = vi.fn(() => 'failed');
    await expect(timeLimit(100)(broken, () => 'answered', failed)).resolves.toBe('failed');
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.any(RangeError));
  });

  it('gives up on each promise when its own time is over', async () => {
    const limit = limited(100);
    const one = outcomeOf(limit(never));
    await vi.advanceTimersByTimeAsync(60);
    const other = outcomeOf(limit(never));
    await vi.advanceTimersByTimeAsync(39);
    expect(one).toEqual({});
    await vi.advanceTimersByTimeAsync(2);
    expect(one.error).toBeInstanceOf(TimedOut);
    expect(other).toEqual({});
    await vi.advanceTimersByTimeAsync(60);
    expect(other.error).toBeInstanceOf(TimedOut);
  });

  it('has one timer for all, none once they have answered, and one that ends no later than the process', async () => {
    const limit = limited(100);
    const set = vi.spyOn(globalThis, 'setTimeout');
    const answers = Array.from({ length: 1000 }, () => limit(Promise.resolve(1)));
    expect(set).toHaveBeenCalledTimes(1);
    expect(set.mock.results.map(({ value }) => value.hasRef())).toEqual([false]);
    await Promise.all(answers);
    await vi.advanceTimersByTimeAsync(200);
    expect(vi.getTimerCount()).toBe(0);
    set.mockRestore();
  });

  it('drops what comes too late, errors included', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const limit = limited(100);
    let failLate: (error: Error) => void = () => {};
    const outcome = outcomeOf(limit(new Promise((_, reject) => (failLate = reject))));
    await vi.advanceTimersByTimeAsync(102);
    failLate(new Error('too late'));
    vi.useRealTimers();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(outcome.error).toBeInstanceOf(TimedOut);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('counts an answer that lay unread while the process was busy', async () => {
    const limit = limited(100);
    // Timers come before what the network brings; the answer is read in the turn after them.
    const outcome = outcomeOf(
      limit(new Promise((resolve) => setTimeout(() => process.nextTick(resolve, 'read'), 100))),
    );
    await vi.advanceTimersByTimeAsync(101);
    expect(outcome.value).toBe('read');
  });

  it('keeps its order however promises end', async () => {
    const limit = limited(100);
    const ends: ((value: number) => void)[] = [];
    const outcomes = Array.from({ length: 9 }, () =>
      outcomeOf(limit(new Promise<number>((resolve) => void ends.push(resolve)))),
    );
    for (const index of [4, 0, 8, 1, 7]) ends[index]?.(index);
    await vi.advanceTimersByTimeAsync(102);
    expect(outcomes.map(({ value }) => value)).toEqual([0, 1, undefined, undefined, 4, undefined, undefined, 7, 8]);
    expect(outcomes.filter(({ error }) => error instanceof TimedOut)).toHaveLength(4);
  });
});
