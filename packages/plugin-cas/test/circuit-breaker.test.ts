import { describe, expect, it } from 'vitest';
import { circuitBreaker } from '../src/validation/circuit-breaker.js';

const NOW = Date.UTC(2026, 0, 1);

function broken(): ReturnType<typeof circuitBreaker> {
  const breaker = circuitBreaker({ maxFailures: 3, pauseMs: 10_000 });
  for (let i = 0; i < 3; i++) breaker.failed(NOW);
  return breaker;
}

describe('a circuit breaker', () => {
  it('lets everything through while the server answers', () => {
    const breaker = circuitBreaker({ maxFailures: 3, pauseMs: 10_000 });
    for (let i = 0; i < 10; i++) {
      expect(breaker.waitMs(NOW)).toBe(0);
      breaker.asking(NOW);
      if (i % 3 === 2) breaker.answered();
      else breaker.failed(NOW);
    }
    expect(breaker.waitMs(NOW)).toBe(0);
  });

  it('lets nothing through after failures in a row, for a while', () => {
    const breaker = broken();
    expect(breaker.waitMs(NOW)).toBe(10_000);
    expect(breaker.waitMs(NOW + 9_999)).toBe(1);
    expect(breaker.waitMs(NOW + 10_000)).toBe(0);
  });

  it('tries with one, and lets the others through once that was answered', () => {
    const breaker = broken();
    const later = NOW + 10_000;
    breaker.asking(NOW);
    expect(breaker.waitMs(later)).toBe(1000);
    breaker.answered();
    expect(breaker.waitMs(later)).toBe(0);
    breaker.asking(NOW);
    expect(breaker.waitMs(later)).toBe(0);
  });

  it('begins another pause when the one fails', () => {
    const breaker = broken();
    breaker.asking(NOW);
    breaker.failed(NOW + 10_000);
    expect(breaker.waitMs(NOW + 10_000)).toBe(10_000);
    expect(breaker.waitMs(NOW + 20_000)).toBe(0);
  });

  it('does not wait for a clock that was set back', () => {
    expect(broken().waitMs(NOW - 3_600_000)).toBe(0);
  });
});
