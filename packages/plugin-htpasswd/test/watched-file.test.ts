import { writeFileSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { watchedFile } from '../src/watched-file.js';
import { listeningLogger, temporaryFile } from './support.js';

vi.mock('node:fs/promises', { spy: true });
beforeEach(() => {
  vi.mocked(promises.readFile).mockReset();
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
