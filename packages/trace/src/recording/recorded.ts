import type { GivenReason, StageEvent } from '@who/core';

/** One call of a plugin, as it was told of. */
export interface RecordedStep extends Pick<StageEvent, 'stage' | 'plugin' | 'outcome' | 'durationMs' | 'code'> {
  /** Since the journey began. */
  readonly atMs: number;
  readonly reasons: readonly GivenReason[];
}

/** A journey as it is kept: flat, in the order in which calls have ended. */
export class Recorded {
  readonly id: number;
  readonly method: string;
  readonly path: string;
  /** By the clock. */
  readonly startedMs: number;
  /** By `performance.now()`. */
  readonly origin: number;
  readonly steps: RecordedStep[] = [];
  /** How many calls there were that are not kept. */
  omitted = 0;
  classification = '';
  status: number | undefined = undefined;
  userid: string | undefined = undefined;
  code: string | undefined = undefined;
  isChallenged = false;
  /** Since it began, when the last call ended. */
  endedMs = 0;

  constructor(id: number, method: string, path: string, startedMs: number, origin: number) {
    this.id = id;
    this.method = method;
    this.path = path;
    this.startedMs = startedMs;
    this.origin = origin;
  }
}
