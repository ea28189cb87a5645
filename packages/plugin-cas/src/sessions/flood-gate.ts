/**
 * Lets so many through in a period of time, for what anybody can send and what must not fill a store.
 *
 * @param now in milliseconds since 1970
 */
export function floodGate(most: number, periodMs: number, now: () => number): () => boolean {
  let endsMs = 0;
  let passed = 0;
  return () => {
    const nowMs = now();
    if (nowMs >= endsMs || nowMs < endsMs - periodMs) {
      endsMs = nowMs + periodMs;
      passed = 0;
    }
    return ++passed <= most;
  };
}
