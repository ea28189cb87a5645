/** A circuit breaker: says when to leave a store alone that does not answer, and when to try it again. */
export interface Breaker {
  readonly isOpen: boolean;
  /** Whether one call may try an open breaker now. Who is told so has to report how it went. */
  mayProbe(): boolean;
  answered(isProbe: boolean): void;
  failed(key: string, timedOut: boolean, isProbe: boolean): void;
}

/** For how long nobody tries. */
export const PAUSE_MS = 1000;
/**
 * Errors in a row that open it. Each of another key: one user's value that the store chokes on is no outage, and must
 * not become one for the others.
 */
const MANY_FAILURES = 3;

/** A call that timed out opens it at once, so that the next request does not wait; one that answers a probe closes it. */
export function breaker(changed: (isOpen: boolean) => void): Breaker {
  let isOpen = false;
  let isProbed = false;
  let probeFromMs = 0;
  let failedKeys: string[] = [];

  function pause(): void {
    probeFromMs = performance.now() + PAUSE_MS;
    if (isOpen) return;
    isOpen = true;
    changed(true);
  }

  return {
    get isOpen() {
      return isOpen;
    },
    mayProbe() {
      if (!isOpen || isProbed || performance.now() < probeFromMs) return false;
      isProbed = true;
      return true;
    },
    answered(isProbe) {
      if (failedKeys.length > 0) failedKeys = [];
      if (!isProbe) return;
      isProbed = false;
      isOpen = false;
      changed(false);
    },
    failed(key, timedOut, isProbe) {
      if (isProbe) isProbed = false;
      if (!failedKeys.includes(key)) failedKeys.push(key);
      if (!timedOut && !isProbe && failedKeys.length < MANY_FAILURES) return;
      failedKeys = [];
      pause();
    },
  };
}
