import { beforeEach, describe, expect, it, vi } from 'vitest';
import { standings, type WatchedTextsOptions, watchedTexts } from '../src/index.js';

// Before the package is loaded.
vi.hoisted(() => vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' }));

const logger = { debug() {}, error() {}, warn: vi.fn() };
const never = () => new Promise<string>(() => {});
let answer: () => Promise<string>;

beforeEach(() => {
  answer = async () => 'first';
  logger.warn.mockClear();
});

const texts = (options: Partial<WatchedTextsOptions<string>> = {}) =>
  watchedTexts<string>({
    sources: [() => answer()],
    make: (list) => list.join(),
    reloadSeconds: 60,
    plugin: 'test',
    unavailable: (reason) => new Error(reason),
    ...options,
  });

describe('where nothing outlasts a request', () => {
  it('nobody waits for what another one asks', async () => {
    const watched = texts();
    answer = never;
    void watched.get(0, logger);
    answer = async () => 'first';
    expect(await watched.get(0, logger)).toBe('first');
  });

  it('one request waits for what is loaded anew', async () => {
    const watched = texts();
    await watched.get(0, logger);
    answer = async () => 'second';
    expect(watched.get(59_999, logger)).toBe('first');
    expect(await watched.get(60_000, logger)).toBe('second');
    expect(watched.get(60_001, logger)).toBe('second');
  });

  it('what was cut off with its request is loaded by a later one', async () => {
    const watched = texts();
    await watched.get(0, logger);
    answer = never;
    void watched.get(60_000, logger);
    expect(watched.get(60_001, logger)).toBe('first');
    answer = async () => 'second';
    expect(await watched.get(120_000, logger)).toBe('second');
    answer = async () => 'third';
    await watched.renew(180_000, logger);
    expect(watched.get(180_000, logger)).toBe('third');
  });

  it('what cannot be loaded anew leaves the old in force', async () => {
    const watched = texts();
    await watched.get(0, logger);
    answer = () => Promise.reject(new Error('away'));
    expect(await watched.get(60_000, logger)).toBe('first');
    expect(logger.warn).toHaveBeenCalledOnce();
  });

  it('nobody waits for what a backend is asked by another one, and what it has said counts for a while', async () => {
    let reply = (): Promise<string> => new Promise(() => {});
    let asked = 0;
    const { isUserAllowed } = standings(() => {
      asked++;
      return reply();
    }, 60_000);
    void isUserAllowed('alice');
    reply = async () => '2026';
    expect([await isUserAllowed('alice'), await isUserAllowed('alice'), asked]).toEqual([true, true, 2]);
  });
});
