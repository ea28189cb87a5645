import { describe, expect, it } from 'vitest';
import { secondsIn } from '../src/options/duration.js';
import { cookieAfter, identityOf, NOW_SECONDS, plugin, visit } from './support.js';

describe('texts with the units of mod_auth_tkt', () => {
  it.each([
    ['7200', 7200],
    ['2h', 7200],
    ['1w 4d 3h', 7 * 86_400 + 4 * 86_400 + 3 * 3600],
    ['1y  1M 1m 1s', (365 + 30) * 86_400 + 61],
    ['0s', 0],
  ])('%s is %d s', (text, seconds) => {
    expect(secondsIn(text)).toBe(seconds);
  });

  // Apache's module reads these, and otherwise than they are meant: 2 s, 30 s, 1 h, 2 s.
  it.each(['2hours', '1w 30', '1.5h', '2years', ' 2h', '2h ', '-1h', '1H', '1h,1m', 'h'])('%j is none', (text) => {
    expect(secondsIn(text)).toBeUndefined();
  });
});

describe('a part of the timeout', () => {
  /** As mod_auth_tkt decides it. */
  const isDue = (age: number, timeout: number, fraction: number): boolean =>
    fraction > 0 && timeout - age < fraction * timeout;

  it.each([0, 0.1, 0.33, 0.5, 0.66, 1])('%d: re-issued when less is left', (reissueFraction) => {
    const own = plugin({ timeoutSeconds: '2m', reissueFraction });
    const cookie = cookieAfter(own.remember(visit(), identityOf('bob')));
    for (let age = 0; age <= 120; age++) {
      const exchange = visit({ cookie, atSeconds: NOW_SECONDS + age });
      expect(own.remember(exchange, identityOf('bob')) !== undefined, `${age} s`).toBe(
        isDue(age, 120, reissueFraction),
      );
    }
  });
});
