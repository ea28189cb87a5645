import type { Logger } from '@who/core';

/** Where and when something happened: an exchange, mostly. */
export interface Witness {
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  now(): number;
}

/** What a cache tells the operator. Each thing once while it lasts, not for every request. */
export interface Reports {
  /** The store failed. Said once for each outage. */
  failed(witness: Witness, what: string): void;
  /** The store answered: an outage, if there was one, is over. */
  answered(): void;
  /**
   * A value is not kept or not replayed, or not the whole of it.
   *
   * @param detail what follows, which may be another for each value
   */
  unfit(witness: Witness, what: string, detail?: string): void;
}

/** What is wrong with a value, with the option that says so. */
export function inWords(problem: string, maxValueBytes: number): string {
  return problem === 'is too large' ? `is larger than the ${maxValueBytes} bytes of "maxValueBytes"` : problem;
}

/** Names for a line of a log. */
export function listed(names: readonly string[]): string {
  const first = names.slice(0, MAX_NAMES).map((name) => JSON.stringify(name.slice(0, MAX_LETTERS)));
  return names.length > MAX_NAMES ? `${first.join(', ')} and others` : first.join(', ');
}

const MAX_NAMES = 10;
const MAX_LETTERS = 100;

/** A store that comes and goes is reported once a minute at most. */
const OUTAGE_QUIET_MS = 60_000;
const UNFIT_QUIET_MS = 3_600_000;

export function reports(plugin: string): Reports {
  const lastMs = new Map<string, number>();
  let outageReported = false;

  /** @returns whether it was said, or had been too recently */
  function warn(witness: Witness, what: string, topic: string, quietMs: number, detail = ''): boolean {
    const nowMs = witness.now();
    if (nowMs - (lastMs.get(topic) ?? Number.NEGATIVE_INFINITY) < quietMs) return false;
    lastMs.set(topic, nowMs);
    witness.logger.warn(`[${plugin}] ${what}${detail}`);
    return true;
  }

  return {
    failed(witness, what) {
      if (!outageReported) outageReported = warn(witness, what, 'outage', OUTAGE_QUIET_MS);
    },
    answered() {
      outageReported = false;
    },
    unfit(witness, what, detail) {
      warn(witness, what, what, UNFIT_QUIET_MS, detail);
    },
  };
}
