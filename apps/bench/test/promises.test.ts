import { describe, expect, it } from 'vitest';
import { jobOf } from '../src/in-process/cases.js';
import { countPromises } from '../src/in-process/promises.js';

describe('a request whose plugins are all synchronous', () => {
  it.each(['seen', 'new', 'new-who1', 'metadata', 'five-plugins', 'sso', 'anonymous', 'seen-from-file'])(
    'makes no promise: %s',
    async (name) => {
      expect(countPromises(await jobOf(name), 50)).toBe(0);
    },
  );

  it('would be seen to make one', () => {
    expect(countPromises(() => void Promise.resolve().then(), 10)).toBe(20);
  });
});
