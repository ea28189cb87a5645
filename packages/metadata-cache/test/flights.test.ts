import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { flights } from '../src/flights.js';
import { collectGarbage } from './helpers.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = (): Promise<string> => new Promise(() => {});
const take = (answer: string): string => answer;

it('lets go of questions that nobody answers', async () => {
  const asked = flights<string>(0);
  const held = ['bob', 'eve'].map((key) => new WeakRef(asked.join(key, never, take) as Promise<string>));
  await vi.advanceTimersByTimeAsync(20_000);
  const later = asked.join('joe', never, take);
  await vi.advanceTimersByTimeAsync(10_001);
  const again = asked.join('bob', never, take);
  await collectGarbage();
  expect(held.map((answer) => answer.deref())).toEqual([undefined, undefined]);
  expect(asked.join('joe', never, take)).toBe(later);
  expect(asked.join('bob', never, take)).toBe(again);
});
