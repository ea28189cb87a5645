import { writeFileSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { watchedFile as watch } from '../src/watched-file.js';
import { listeningLogger, temporaryFile } from './support.js';

vi.mock('node:fs/promises', { spy: true });
beforeEach(() => {
  vi.mocked(promises.readFile).mockReset();
  vi.mocked(promises.stat).mockReset();
});

const watchedFile = (file: string, checkIntervalMs: number, parse: (contents: Uint8Array) => string) =>
  watch({
    file,
    checkIntervalMs,
    parse,
    plugin: '@example/motto',
    unreadable: (reason, cause) => new Error(`There is no motto. ${reason}`, { cause }),
  });

describe('a file that is written in place while it is read', () => {
  const whole = 'first\nsecond\n';

  it('counts only when it was the same before and after', async () => {
    const file = temporaryFile('old\n');
    const watched = watchedFile(file, 0, String);
    writeFileSync(file, 'first\n');
    vi.mocked(promises.readFile).mockImplementationOnce(async () => {
      writeFileSync(file, whole);
      return 'first\n';
    });
    const logger = listeningLogger();
    await watched.refresh(0, logger);
    expect(watched.current).toBe(whole);
    expect(logger.warnings).toEqual([]);
  });

  it('is left alone while it does not settle, and taken when it does', async () => {
    const file = temporaryFile('old\n');
    const watched = watchedFile(file, 0, String);
    let text = 'x';
    writeFileSync(file, text);
    vi.mocked(promises.readFile).mockImplementation(async () => {
      text += 'x';
      writeFileSync(file, text);
      return text;
    });
    const logger = listeningLogger();
    await watched.refresh(0, logger);
    expect(watched.current).toBe('old\n');
    expect(logger.warnings).toEqual([expect.stringContaining('It keeps changing while it is read.')]);
    vi.mocked(promises.readFile).mockReset();
    await watched.refresh(0, logger);
    expect(watched.current).toBe(text);
  });

  it('is looked at once, however many ask', async () => {
    const file = temporaryFile('old\n');
    const watched = watchedFile(file, 1000, String);
    vi.mocked(promises.stat).mockClear();
    const logger = listeningLogger();
    const first = watched.refresh(0, logger);
    expect(watched.refresh(0, logger)).toBe(first);
    await first;
    expect(watched.refresh(999, logger)).toBeUndefined();
    expect(promises.stat).toHaveBeenCalledTimes(1);
  });
});

describe('a file system that does not answer', () => {
  it('holds up nobody for long, is asked once, and warned of once', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const file = temporaryFile('old\n');
    const watched = watchedFile(file, 0, String);
    const { stat } = await vi.importActual<typeof promises>('node:fs/promises');
    let answer = () => {};
    vi.mocked(promises.stat).mockImplementationOnce(
      (path) => new Promise((resolve) => (answer = () => resolve(stat(path, { bigint: true })))) as never,
    );
    const logger = listeningLogger();
    const waiting = [1, 2, 3].map(() => watched.refresh(0, logger));
    await vi.advanceTimersByTimeAsync(2000);
    await Promise.all(waiting);
    expect(logger.warnings).toEqual([
      expect.stringMatching(/^\[@example\/motto\] Keeping what was read before.* It does not answer\.$/),
    ]);

    for (let nowMs = 1; nowMs < 9; nowMs++) expect(watched.refresh(nowMs, logger)).toBeUndefined();
    expect(promises.stat).toHaveBeenCalledTimes(1);
    expect(watched.current).toBe('old\n');

    writeFileSync(file, 'new\n');
    answer();
    await vi.waitUntil(() => watched.current === 'new\n');
    await watched.refresh(9, logger);
    expect(logger.warnings).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what is parsed in steps', () => {
  it('is there at once at first, and gives others their turn later', async () => {
    const file = temporaryFile('old\n');
    const turns: string[] = [];
    const watched = watch({
      file,
      checkIntervalMs: 0,
      *parse(contents) {
        turns.push('parsing');
        setImmediate(() => turns.push('another'));
        yield;
        turns.push('parsed');
        return String(contents);
      },
      plugin: '@example/motto',
      unreadable: (reason) => new Error(reason),
    });
    expect([watched.current, ...turns]).toEqual(['old\n', 'parsing', 'parsed']);

    await vi.waitUntil(() => turns.includes('another'));
    turns.length = 0;
    writeFileSync(file, 'a new one\n');
    await watched.refresh(0, listeningLogger());
    expect([watched.current, ...turns]).toEqual(['a new one\n', 'parsing', 'another', 'parsed']);
  });
});

describe('the first reading', () => {
  it('fails with an error of the caller, who is told the reason', () => {
    const file = temporaryFile('x');
    const parse = (): string => {
      throw new Error('It is no motto.');
    };
    expect(() => watchedFile(file, 0, parse)).toThrow('There is no motto. It is no motto.');
    expect(() => watchedFile(`${file}.none`, 0, String)).toThrow(/^There is no motto\. ENOENT/);
    expect(() => watchedFile(dirname(file), 0, String)).toThrow(/^There is no motto\. It is not a regular file/);
  });
});
