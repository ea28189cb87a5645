import type { GivenReason, StageName } from '@who/core';

/** What has become of a request: a tree of the calls of plugins. */
export interface Journey {
  /** Number of the request in this process: `exchange.number`. */
  readonly id: number;
  /** Empty where the target of the request could not be told. */
  readonly method: string;
  /** Without the query. What nobody could see in it is written out: `\u{202e}`. */
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  /** Until the last call of a plugin ended; `undefined` while it is under way. */
  readonly durationMs: number | undefined;
  /** What was answered; `undefined` while it is under way, or where the application uses the engine without middleware. */
  readonly status: number | undefined;
  readonly userid: string | undefined;
  readonly classification: string;
  /** Code of the error where the request failed. */
  readonly code: string | undefined;
  /** Whether a challenge took the place of the application's response, or went with it. */
  readonly isChallenged: boolean;
  /** In the order in which they began. */
  readonly steps: readonly Step[];
  /** How many calls there were beyond those that are kept. */
  readonly omitted: number;
}

/** One call of a plugin; or all calls of a login or logout that the application, or a login form, asked for. */
export interface Step {
  readonly stage: StageName | 'login' | 'logout';
  /** Registered name; empty of a login and a logout. */
  readonly plugin: string;
  /** `answered` when the plugin gave something, `none` when it had nothing to say, `failed` when it threw. */
  readonly outcome: 'answered' | 'none' | 'failed';
  readonly reasons: readonly GivenReason[];
  /** Since the journey began. */
  readonly atMs: number;
  readonly durationMs: number;
  /** Code of the error when the plugin failed. */
  readonly code: string | undefined;
  /** Calls that were made meanwhile. */
  readonly steps: readonly Step[];
}

/** All steps of a journey, each before those within it. */
export function* everyStep(steps: readonly Step[]): Generator<Step, void, undefined> {
  for (const step of steps) {
    yield step;
    yield* everyStep(step.steps);
  }
}

/** Those of one stage. */
export function stepsOf({ steps }: Pick<Step, 'steps'>, stage: Step['stage']): readonly Step[] {
  return steps.filter((step) => step.stage === stage);
}
