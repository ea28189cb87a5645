import { badOption, checkOptions, type OptionNames } from '@who/core';
import { PACKAGE } from './errors.js';

/** What a trace keeps, and of which requests. */
export interface TraceOptions {
  /**
   * How many journeys are kept; the oldest goes when another one comes. More cost memory: about 1.5 kB each.
   *
   * @default 1000
   */
  readonly maxJourneys?: number | undefined;
  /** How many calls of plugins are kept of one journey. What comes later is counted, and no more. @default 64 */
  readonly maxSteps?: number | undefined;
  /**
   * Says which requests are not kept, by their path as it came: health checks, for instance. Pages of the trace itself
   * never are.
   *
   * @default all are kept
   */
  readonly leaveOut?: ((path: string) => boolean) | undefined;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

export interface TraceSettings {
  readonly maxJourneys: number;
  readonly maxSteps: number;
  readonly leaveOut: ((path: string) => boolean) | undefined;
  readonly now: () => number;
}

const NAMES = {
  maxJourneys: true,
  maxSteps: true,
  leaveOut: true,
  now: true,
} satisfies OptionNames<TraceOptions>;

/** @throws {WhoError} BAD_OPTION */
export function resolveOptions(options: TraceOptions): TraceSettings {
  checkOptions(PACKAGE, options, NAMES);
  const { maxJourneys = 1000, maxSteps = 64, leaveOut, now = Date.now } = options;
  checkCount('maxJourneys', maxJourneys, 1_000_000);
  checkCount('maxSteps', maxSteps, 10_000);
  for (const [name, value] of Object.entries({ leaveOut, now })) {
    if (value !== undefined && typeof value !== 'function') throw badOption(PACKAGE, name, 'must be a function.');
  }
  return { maxJourneys, maxSteps, leaveOut, now };
}

function checkCount(name: string, value: number, most: number): void {
  if (!Number.isSafeInteger(value) || value < 1 || value > most) {
    throw badOption(PACKAGE, name, `must be a whole number from 1 to ${most}.`);
  }
}
