import { isLasting } from '@who/secrets';

/** Keeps from asking a server that has not answered several times in a row. */
export interface CircuitBreaker {
  /** How long not to ask, in milliseconds; 0 where one may. */
  waitMs(nowMs: number): number;
  /** Before asking, where {@link waitMs} allows it. */
  asking(nowMs: number): void;
  /** The server has answered, whatever it said. */
  answered(): void;
  /** The server cannot be reached or is too slow. */
  failed(nowMs: number): void;
}

/** When to stop asking, and for how long. */
export interface CircuitBreakerOptions {
  /** Failures in a row. */
  readonly maxFailures: number;
  readonly pauseMs: number;
}

/**
 * After a pause a single question goes through; what becomes of it decides whether the others may follow. Times are
 * milliseconds since 1970; a clock that was set back ends a pause, it does not prolong it. In Workers the question may have
 * been cut off with its request: after another pause there is another one.
 *
 * For servers that people wait for, and that nobody may ask without a sign-in to check: so a sign-in finds out whether one
 * is back. A store can be asked beside all requests, and its breakers are of another kind: that of a guarded store in this
 * package, and that of `@who/metadata-cache`.
 */
export function circuitBreaker({ maxFailures, pauseMs }: CircuitBreakerOptions): CircuitBreaker {
  let failures = 0;
  let failedAt = 0;
  let isTrying = false;
  let triedAt = 0;

  return {
    waitMs(nowMs) {
      if (failures < maxFailures) return 0;
      const passed = nowMs - failedAt;
      if (passed >= 0 && passed < pauseMs) return pauseMs - passed;
      const isLost = !isLasting && nowMs - triedAt >= pauseMs;
      return isTrying && !isLost ? TRY_AGAIN_MS : 0;
    },
    asking(nowMs) {
      triedAt = nowMs;
      isTrying = failures >= maxFailures;
    },
    answered() {
      failures = 0;
      isTrying = false;
    },
    failed(nowMs) {
      failures++;
      failedAt = nowMs;
      isTrying = false;
    },
  };
}

const TRY_AGAIN_MS = 1000;
