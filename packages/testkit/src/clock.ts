/** A clock that stands still until it is told to move. */
export interface Clock {
  /** Milliseconds since 1970. Pass it on as it is: `createWho({ now: clock.now, … })`. */
  now(): number;
  advance(ms: number): void;
}

/** @param startMs milliseconds since 1970. @default 2026-01-01T00:00:00Z */
export function fakeClock(startMs: number = Date.UTC(2026, 0, 1)): Clock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance(ms) {
      nowMs += ms;
    },
  };
}
