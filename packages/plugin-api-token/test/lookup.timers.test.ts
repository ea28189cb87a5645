import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boundedLookup } from '../src/lookup.js';
import { recordOf } from './support.js';

const late = { code: 'API_TOKEN_LOOKUP_FAILED', status: 503, headers: { 'Retry-After': '1' } };

describe('a lookup with limits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is waited for only so long', async () => {
    const lookup = boundedLookup(() => new Promise(() => {}), { lookupTimeoutMs: 5000, maxLookups: 10 });
    const answer = Promise.resolve(lookup('digest'));
    const failure = expect(answer).rejects.toMatchObject({ ...late, message: expect.stringContaining('5000 ms') });
    await vi.advanceTimersByTimeAsync(5000);
    await failure;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when it is in time, or fails', async () => {
    const lookup = boundedLookup(
      async (digest) => (digest === 'known' ? recordOf('alice') : Promise.reject(new Error('down'))),
      {
        lookupTimeoutMs: 5000,
        maxLookups: 1,
      },
    );
    expect(await lookup('known')).toEqual(recordOf('alice'));
    await expect(lookup('other')).rejects.toMatchObject({ ...late, cause: new Error('down') });
    expect(vi.getTimerCount()).toBe(0);
    expect(await lookup('known')).toEqual(recordOf('alice'));
  });

  it('does not pile up: late ones count until they are over', async () => {
    const waiting: ((record: undefined) => void)[] = [];
    const lookup = boundedLookup(() => new Promise((resolve) => waiting.push(resolve)), {
      lookupTimeoutMs: 100,
      maxLookups: 2,
    });
    const failures = [lookup('a'), lookup('b')].map((answer) => expect(answer).rejects.toMatchObject(late));
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all(failures);
    expect(() => lookup('c')).toThrow(expect.objectContaining(late));
    expect(waiting).toHaveLength(2);

    waiting[0]?.(undefined);
    await vi.advanceTimersByTimeAsync(0);
    const again = lookup('d');
    waiting[2]?.(undefined);
    expect(await again).toBeUndefined();
  });

  it('does not reject to nobody when it fails late', async () => {
    let fail: (error: Error) => void = () => {};
    const lookup = boundedLookup(() => new Promise((_resolve, reject) => (fail = reject)), {
      lookupTimeoutMs: 100,
      maxLookups: 1,
    });
    const failure = expect(lookup('a')).rejects.toMatchObject(late);
    await vi.advanceTimersByTimeAsync(100);
    await failure;
    fail(new Error('too late'));
    await vi.advanceTimersByTimeAsync(0);
    expect(() => lookup('b')).not.toThrow();
  });

  it('counts no answer that comes at once', () => {
    const lookup = boundedLookup(() => recordOf('alice'), { lookupTimeoutMs: 100, maxLookups: 1 });
    for (let i = 0; i < 3; i++) expect(lookup('a')).toEqual(recordOf('alice'));
    expect(vi.getTimerCount()).toBe(0);
  });
});
