import { rmSync, writeFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { isPromise } from '@who/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type TextSource, type WatchedTextsOptions, watchedTexts as watch } from '../src/index.js';
import * as workers from '../src/workerd.js';
import { listeningLogger, temporaryFile } from './support.js';

const options = (sources: readonly TextSource[], more: Partial<WatchedTextsOptions<string>> = {}) => ({
  sources,
  make: (texts: readonly string[]) => texts.join('+'),
  reloadSeconds: 60,
  plugin: '@example/words',
  unavailable: (reason: string, cause: unknown) => new Error(`There are no words. ${reason}`, { cause }),
  ...more,
});
const watchedTexts = (...given: Parameters<typeof options>) => watch(options(...given));
const logger = listeningLogger();

describe('texts', () => {
  it('are there at once, and for ever', () => {
    const make = vi.fn((texts: readonly string[]) => texts.join('+'));
    const words = watchedTexts(['a', 'b'], { make });
    expect([words.get(0, logger), words.get(1e9, logger)]).toEqual(['a+b', 'a+b']);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('come from everywhere, in their order', async () => {
    const file = temporaryFile('b');
    const words = watchedTexts(['a', { file }, () => 'c', async () => 'd']);
    expect(await words.get(0, logger)).toBe('a+b+c+d');
    expect(words.get(0, logger)).toBe('a+b+c+d');
  });

  it('that cannot be used, and files that cannot be read, fail at once where no function is needed', () => {
    const make = (): string => {
      throw new Error('No word.');
    };
    expect(() => watchedTexts(['a'], { make })).toThrow('No word.');
    const file = temporaryFile('a');
    rmSync(file);
    expect(() => watchedTexts([{ file }, () => 'b'])).toThrow(`${file} cannot be read. ENOENT`);
  });
});

describe('a file', () => {
  it('is read again when it is time to, beside those who ask', async () => {
    const file = temporaryFile('old');
    const words = watchedTexts([{ file }]);
    expect(words.get(1000, logger)).toBe('old');
    writeFileSync(file, 'newer');
    expect(words.get(60_999, logger)).toBe('old');
    expect(words.get(61_000, logger)).toBe('old');
    await vi.waitFor(() => expect(words.get(61_001, logger)).toBe('newer'));
  });

  it('that cannot be used leaves the old in force, which is said once', async () => {
    const file = temporaryFile('old');
    const ownLogger = listeningLogger();
    const make = ([text = '']: readonly string[]): string => {
      if (text === 'bad') throw new Error('No word.');
      return text;
    };
    const words = watchedTexts([{ file }], { make, reloadSeconds: 1 });
    words.get(0, ownLogger);
    writeFileSync(file, 'bad');
    for (const nowMs of [1000, 2000, 3000]) {
      expect(words.get(nowMs, ownLogger)).toBe('old');
      await vi.waitFor(() => expect(ownLogger.warnings).toHaveLength(1));
      await turn();
    }
    expect(ownLogger.warnings).toEqual(['[@example/words] Keeping what was there before. No word.']);
  });

  it('is none in Workers', () => {
    expect(workers.watchedTexts(options(['a', () => 'b'])).get(0, logger)).toBe('a+b');
    expect(() => workers.watchedTexts(options([{ file: 'x' }]))).toThrow('Workers have no files.');
  });
});

describe('somebody who misses something', () => {
  it('waits for what is new, at most once in five seconds', async () => {
    const file = temporaryFile('old');
    const words = watchedTexts([{ file }]);
    expect(words.get(0, logger)).toBe('old');
    writeFileSync(file, 'newer');
    expect(words.renew(4999, logger)).toBeUndefined();
    await words.renew(5000, logger);
    expect(words.get(5000, logger)).toBe('newer');
    expect(words.renew(9999, logger)).toBeUndefined();
  });

  it('waits for what is under way, together with others', async () => {
    const source = vi.fn(async () => `word ${source.mock.calls.length}`);
    const words = watchedTexts([source]);
    await Promise.all([words.get(0, logger), words.renew(0, logger), words.renew(0, logger)]);
    expect(source).toHaveBeenCalledTimes(1);
    expect(words.get(60_000, logger)).toBe('word 1');
    await words.renew(60_000, logger);
    expect(words.get(60_000, logger)).toBe('word 2');
  });

  it('hears nothing of what fails, and does not wait for what never changes', async () => {
    const fails = watchedTexts([
      () => {
        throw new Error('No route.');
      },
    ]);
    await fails.renew(0, logger);
    expect(() => fails.get(0, logger)).toThrow('No route.');
    expect(watchedTexts(['a']).renew(1e9, logger)).toBeUndefined();
  });
});

describe('a function', () => {
  it('is asked when somebody wants it, and again when it is time to', () => {
    const source = vi.fn(() => `word ${source.mock.calls.length}`);
    const words = watchedTexts([source]);
    expect(source).not.toHaveBeenCalled();
    expect([0, 59_999, 60_000, 60_001].map((nowMs) => words.get(nowMs, logger))).toEqual([
      'word 1',
      'word 1',
      'word 2',
      'word 2',
    ]);
    expect(words.get(-1, logger), 'the clock was set back').toBe('word 3');
  });

  it('is asked sooner where something was missing', () => {
    const source = vi.fn(() => 'word');
    const words = watchedTexts([source]);
    words.get(0, logger);
    words.hurry();
    words.get(4999, logger);
    expect(source).toHaveBeenCalledTimes(1);
    words.get(5000, logger);
    words.get(10_000, logger);
    expect(source).toHaveBeenCalledTimes(2);
  });

  it('that takes its time is waited for at first, once, and never again', async () => {
    const source = vi.fn(async () => 'word');
    const words = watchedTexts([source]);
    const [one, other] = [words.get(0, logger), words.get(0, logger)];
    expect([isPromise(one), await one, await other]).toEqual([true, 'word', 'word']);
    expect(source).toHaveBeenCalledTimes(1);
    expect(words.get(60_000, logger)).toBe('word');
    expect(source).toHaveBeenCalledTimes(2);
    await turn();
  });

  it('that fails at first is an error of the caller, and left alone for a second', async () => {
    const source = vi.fn(async (): Promise<string> => {
      throw new Error('No route.');
    });
    const words = watchedTexts([source]);
    await expect(words.get(0, logger)).rejects.toThrow('There are no words. No route.');
    expect(() => words.get(999, logger)).toThrow('There are no words. No route.');
    expect(source).toHaveBeenCalledTimes(1);
    source.mockResolvedValue('word');
    expect(await words.get(1000, logger)).toBe('word');
  });

  it('that fails later leaves the old in force', async () => {
    const source = vi.fn(async () => 'word');
    const words = watchedTexts([source]);
    await words.get(0, logger);
    source.mockRejectedValue(new Error('No route.'));
    const ownLogger = listeningLogger();
    expect(words.get(60_000, ownLogger)).toBe('word');
    await vi.waitFor(() => expect(ownLogger.warnings).toHaveLength(1));
    expect(words.get(60_001, ownLogger)).toBe('word');
  });

  it('that gives no text, or throws beside one that rejects, ends nothing but the request', async () => {
    expect(() => watchedTexts([() => 42 as unknown as string]).get(0, logger)).toThrow('The function gave no text.');
    const throws = (): string => {
      throw new Error('Gone.');
    };
    const words = watchedTexts([async () => throws(), throws]);
    expect(() => words.get(0, logger)).toThrow('There are no words. Gone.');
    await turn();
  });

  it('that does not answer holds nobody for long', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const waiting = watchedTexts([() => new Promise<string>(() => {})]).get(0, logger);
    const refused = expect(waiting).rejects.toThrow('Its source does not answer.');
    await vi.advanceTimersByTimeAsync(5000);
    await refused;
    expect(vi.getTimerCount()).toBe(0);
  });
});
