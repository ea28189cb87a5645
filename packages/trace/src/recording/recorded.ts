import type { GivenReason, StageEvent } from '@who/core';

/** One call of a plugin, as it was told of. */
export interface RecordedStep extends Pick<StageEvent, 'stage' | 'plugin' | 'outcome' | 'durationMs' | 'code'> {
  /** Since the journey began. */
  readonly atMs: number;
  readonly reasons: readonly GivenReason[];
}

/**
 * A journey as it is kept: flat, in the order in which calls have ended. When it is old enough it is used for another one,
 * with its steps: what lives as long as a journey costs the garbage collector more than all else here costs.
 */
export class Recorded {
  id = 0;
  method = '';
  path = '';
  /** By the clock. */
  startedMs = 0;
  /** By `performance.now()`. */
  origin = 0;
  /** How many calls there were that are not kept. */
  omitted = 0;
  classification = '';
  status: number | undefined = undefined;
  userid: string | undefined = undefined;
  code: string | undefined = undefined;
  isChallenged = false;
  /** Since it began, when the last call ended. */
  endedMs = 0;
  /** How many of the {@link #steps} belong to this journey. */
  #count = 0;
  readonly #steps: { -readonly [Field in keyof RecordedStep]: RecordedStep[Field] }[] = [];

  /** Forgets the journey that it was, and begins another one. */
  begin(id: number, method: string, path: string, startedMs: number, origin: number): void {
    this.id = id;
    this.method = method;
    this.path = path;
    this.startedMs = startedMs;
    this.origin = origin;
    this.omitted = 0;
    this.classification = '';
    this.status = undefined;
    this.userid = undefined;
    this.code = undefined;
    this.isChallenged = false;
    this.endedMs = 0;
    this.#count = 0;
    // One long journey must not take its place for ever.
    if (this.#steps.length > USUAL_STEPS) this.#steps.length = USUAL_STEPS;
  }

  get length(): number {
    return this.#count;
  }

  /** @param event what it says of reasons and code counts as kept by the others */
  add(event: StageEvent, atMs: number, reasons: readonly GivenReason[], code: string | undefined): void {
    const { stage, plugin, outcome, durationMs } = event;
    const step = this.#steps[this.#count++];
    if (!step) {
      this.#steps.push({ stage, plugin, outcome, durationMs, atMs, reasons, code });
      return;
    }
    step.stage = stage;
    step.plugin = plugin;
    step.outcome = outcome;
    step.durationMs = durationMs;
    step.atMs = atMs;
    step.reasons = reasons;
    step.code = code;
  }

  /** Good until another call is told of. */
  steps(): readonly RecordedStep[] {
    return this.#steps.slice(0, this.#count);
  }
}

const USUAL_STEPS = 16;
